"""Keeps what calls decided until the PBX has asked, and tells the call whether it has."""

import asyncio
from dataclasses import dataclass, field

from voice_connector.clock import Clock
from voice_connector.gateways.next_step.answer import NextStep

_KEPT_S = 120.0
_MOST = 10_000  # steps that nobody fetched; far beyond what two minutes of calls leave behind


@dataclass(slots=True)
class _Kept:
    step: NextStep
    until: float
    fetched: asyncio.Event = field(default_factory=asyncio.Event)


class NextSteps:
    """Steps by the PBX's own id of the call; each is kept for two minutes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[str, _Kept] = {}

    def put(self, pbx_id: str, step: NextStep) -> None:
        """Keeps the step; a later one for the same call replaces it."""
        self._drop_old()
        self._kept.pop(pbx_id, None)
        self._kept[pbx_id] = _Kept(step, self._clock.now() + _KEPT_S)

    def forget(self, pbx_id: str) -> None:
        """A new call begins under this id: what an earlier one decided does not count."""
        self._kept.pop(pbx_id, None)

    def fetch(self, pbx_id: str) -> NextStep | None:
        """What was decided for this call; None when nothing was, or too long ago. Asking twice gives the same answer."""
        kept = self._kept.get(pbx_id)
        if kept is None or kept.until < self._clock.now():
            return None
        kept.fetched.set()
        return kept.step

    async def fetched(self, pbx_id: str, within_s: float) -> bool:
        """Waits until the PBX has asked; False when it did not in time."""
        kept = self._kept.get(pbx_id)
        if kept is None:
            return False
        until = self._clock.now() + within_s
        while not kept.fetched.is_set() and self._clock.now() < until:
            await self._clock.sleep(0.02)
        return kept.fetched.is_set()

    def _drop_old(self) -> None:
        now = self._clock.now()
        while self._kept:
            oldest = next(iter(self._kept))
            if self._kept[oldest].until >= now and len(self._kept) < _MOST:
                return
            del self._kept[oldest]
