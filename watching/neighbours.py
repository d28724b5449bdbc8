"""What a part says of its neighbours when it is asked whether it can serve."""

from __future__ import annotations

import asyncio
from typing import Awaitable

WITHIN_S = 1.0  # those who ask (probes, balancers, HEALTHCHECK) give up after 3 or 4


async def answers(asked: Awaitable[bool]) -> bool:
    """False for a neighbour that hangs: it must not make this part look dead to those who ask with a time limit of their own."""
    asking = asyncio.ensure_future(asked)
    done, _ = await asyncio.wait({asking}, timeout=WITHIN_S)
    if not done:
        asking.cancel()
    return bool(done) and asking.result()
