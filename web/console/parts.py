"""A part of a page that may be missing: what a role may not see, or cannot be had now, is left empty; the rest is worth showing."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from casework_client.errors import CaseworkError, CaseworkRefused


async def part(asking: Awaitable[Any]) -> Any:
    """What casework answers, or None. Raises CaseworkRefused 401: who is not signed in any more is asked to."""
    try:
        return await asking
    except CaseworkRefused as refused:
        if refused.status == 401:
            raise
        return None
    except CaseworkError:
        return None


async def those(asking: Awaitable[Any], name: str = "") -> list[Any]:
    """The same of a list, or of the list that an answer has by that name; empty where there is none."""
    found = await part(asking)
    return list((found[name] if name else found) or []) if found is not None else []
