"""Keeps what calls decided until the PBX has asked, and tells the call whether it has.

With several connectors behind one address the PBX's question may reach another one than the call's: `Elsewhere` is what they share.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Protocol

from voice_connector.clock import Clock
from voice_connector.gateways.next_step.answer import NextStep
from voice_connector.log import logger

KEPT_S = 120.0
_LOOK_S, _LOOK_ELSEWHERE = 0.02, 5  # every fifth look goes there too
_MOST = 10_000  # steps that nobody fetched; far beyond what two minutes of calls leave behind


@dataclass(slots=True)
class _Kept:
    step: NextStep
    until: float
    fetched: asyncio.Event = field(default_factory=asyncio.Event)


class Away(Exception):
    """The shared place does not answer: what was decided here is still known here."""


class Elsewhere(Protocol):
    """What all connectors of a line share. Each raises Away."""

    async def keep(self, pbx_id: str, step: NextStep) -> None: ...

    async def take(self, pbx_id: str) -> NextStep | None:
        """What was decided, which counts as asked for from now on; None where nothing was."""
        ...

    async def asked(self, pbx_id: str) -> bool: ...

    async def close(self) -> None: ...


class NextSteps:
    """Steps by the PBX's own id of the call; each is kept for two minutes."""

    def __init__(self, clock: Clock, elsewhere: Elsewhere | None = None) -> None:
        self._clock, self._elsewhere = clock, elsewhere
        self._kept: dict[str, _Kept] = {}

    def put(self, pbx_id: str, step: NextStep) -> None:
        """Keeps the step; a later one for the same call replaces it."""
        self._drop_old()
        self._kept.pop(pbx_id, None)
        self._kept[pbx_id] = _Kept(step, self._clock.now() + KEPT_S)

    async def share(self, pbx_id: str) -> None:
        """Before the leg ends: the question may come to another connector."""
        kept = self._kept.get(pbx_id)
        if self._elsewhere is not None and kept is not None:
            try:
                await self._elsewhere.keep(pbx_id, kept.step)
            except Away as error:
                logger.warning("a next step is known to this connector only", error=str(error))

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

    async def fetch_elsewhere(self, pbx_id: str) -> NextStep | None:
        """What another connector's call has decided."""
        try:
            return await self._elsewhere.take(pbx_id) if self._elsewhere is not None else None
        except Away as error:
            logger.warning("other connectors' next steps cannot be asked for", error=str(error))
            return None

    async def fetched(self, pbx_id: str, within_s: float) -> bool:
        """Waits until the PBX has asked; False when it did not in time."""
        kept = self._kept.get(pbx_id)
        if kept is None:
            return False
        until, looks = self._clock.now() + within_s, 0
        while not kept.fetched.is_set() and self._clock.now() < until:
            await self._clock.sleep(_LOOK_S)
            looks += 1
            if looks % _LOOK_ELSEWHERE == 0 and await self._asked_elsewhere(pbx_id):
                kept.fetched.set()
        return kept.fetched.is_set()

    async def _asked_elsewhere(self, pbx_id: str) -> bool:
        try:
            return self._elsewhere is not None and await self._elsewhere.asked(pbx_id)
        except Away:
            return False

    async def close(self) -> None:
        if self._elsewhere is not None:
            await self._elsewhere.close()

    def _drop_old(self) -> None:
        now = self._clock.now()
        while self._kept:
            oldest = next(iter(self._kept))
            if self._kept[oldest].until >= now and len(self._kept) < _MOST:
                return
            del self._kept[oldest]
