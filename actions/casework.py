"""The actions' client of casework: one for the process, so that connections stay open between turns."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Optional, cast

from actions.settings import Settings
from casework_client.client import CaseworkClient
from casework_client.wire_aiohttp import AiohttpWire

_shared: Optional[CaseworkClient] = None


def casework(settings: Settings) -> CaseworkClient:
    """A client as the settings say."""
    return CaseworkClient(
        AiohttpWire(
            settings.casework_url, settings.casework_token or settings.service_token, settings.casework_timeout_s
        )
    )


def shared_client() -> CaseworkClient:
    """The process-wide one."""
    global _shared
    if _shared is None:
        _shared = casework(Settings.from_environment())
    return _shared


def plain(answer: Mapping[str, object]) -> Dict[str, Any]:
    """What casework answered (casework_client/answers.py), as slots keep it and questions are asked of it: plain JSON."""
    return cast(Dict[str, Any], answer)
