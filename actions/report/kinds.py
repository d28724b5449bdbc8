"""Which reports an agency takes for a need in a channel, remembered for a while."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any, Dict, List, Tuple

from actions.casework import plain
from actions.settings import Settings
from casework_client.client import CaseworkClient
from casework_client.errors import CaseworkError

logger = logging.getLogger(__name__)
REMEMBER_S = 300.0
KINDS_SHARE = 0.4  # of the time that casework has


def _within_s() -> float:
    return KINDS_SHARE * Settings.from_environment().casework_timeout_s


class Kinds:
    """Of every agency that was asked about; empty while casework does not say."""

    def __init__(self) -> None:
        self._known: Dict[str, Tuple[float, List[Dict[str, Any]]]] = {}

    async def for_need(self, client: CaseworkClient, agency: str, need: str, channel: str) -> List[Dict[str, Any]]:
        """[{kind, spoken, words}] that can be taken here; empty: a report is not offered."""
        here = "voice" if channel == "voice" else "chat"
        kinds = await self._kinds(client, agency)
        fits = [one for one in kinds if one.get("need") == need and here in (one.get("channels") or [here])]
        return [
            {"kind": str(one["kind"]), "spoken": str(one["spoken"]), "words": list(one.get("words") or [])}
            for one in fits
        ]

    async def need_of(self, client: CaseworkClient, agency: str, kind: str) -> str:
        """The need that a kind of report is about; "" when it is not known."""
        kinds = await self._kinds(client, agency)
        return next((str(one["need"]) for one in kinds if one.get("kind") == kind), "")

    async def asked(self, client: CaseworkClient, agency: str, need: str, kind: str, topic: str) -> str:
        """What the agency answers to a question of this topic beside a report; "" where it says nothing."""
        kinds = [one for one in await self._kinds(client, agency) if one.get("need") == need or one.get("kind") == kind]
        told = sorted(kinds, key=lambda one: one.get("kind") != kind)
        return next((str(one["asked"][topic]) for one in told if topic in (one.get("asked") or {})), "")

    async def _kinds(self, client: CaseworkClient, agency: str) -> List[Dict[str, Any]]:
        until, kinds = self._known.get(agency, (0.0, []))
        if time.monotonic() < until:
            return kinds
        try:
            kinds = [plain(one) for one in await asyncio.wait_for(client.report_kinds(agency), _within_s())]
        except (CaseworkError, asyncio.TimeoutError):
            logger.warning("the kinds of reports were not read; no report is offered here")
            return []
        self._known[agency] = (time.monotonic() + REMEMBER_S, kinds)
        return kinds


KINDS = Kinds()
