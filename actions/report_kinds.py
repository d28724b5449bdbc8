"""Which reports an agency takes for a need in a channel, remembered for a while."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any, Dict, List, Tuple

from actions.casework_client import CaseworkClient
from actions.errors import CaseworkError

logger = logging.getLogger(__name__)
REMEMBER_S = 300.0
KINDS_TIMEOUT_S = 0.5


class Kinds:
    """The reports that agencies take, remembered for a while."""

    def __init__(self) -> None:
        self._known: Dict[str, Tuple[float, List[Dict[str, Any]]]] = {}

    async def for_need(self, client: CaseworkClient, agency: str, need: str, channel: str) -> List[Dict[str, str]]:
        """[{kind, spoken}]; empty when there are none or casework does not say: then a report is not offered."""
        until, kinds = self._known.get(agency, (0.0, []))
        if time.monotonic() >= until:
            try:
                kinds = await asyncio.wait_for(client.report_kinds(agency), KINDS_TIMEOUT_S)
                self._known[agency] = (time.monotonic() + REMEMBER_S, kinds)
            except (CaseworkError, asyncio.TimeoutError):
                logger.warning("the kinds of reports were not read; no report is offered here")
                return []
        fits = [
            one
            for one in kinds
            if one.get("need") == need and ({"chat", channel} & set(one.get("channels") or [channel]))
        ]
        return [{"kind": str(one["kind"]), "spoken": str(one["spoken"])} for one in fits]
