"""Waits for a carrier's word on a transfer: bad news comes while it rings; none in that time means that somebody took it."""

import asyncio

from voice_connector.clock import Clock
from voice_connector.events import Failed, Shown, TransferResult
from voice_connector.gateways.waiting import event_within

_HURRIED_S = 2.0  # when this process stops


class Ringing:
    """One call's transfers, one at a time. Seconds: until the carrier must have fetched an order, and that it may ring."""

    def __init__(self, clock: Clock, ring_s: float, fetch_s: float) -> None:
        self._clock, self._ring_s, self._fetch_s = clock, ring_s, fetch_s
        self._fetched, self._told = asyncio.Event(), asyncio.Event()
        self._result: TransferResult = "connected"
        self.waits = False

    async def outcome(self) -> TransferResult:
        """What `tell` is given; failed when nobody fetches the order, connected when no bad news comes while it rings."""
        self._fetched.clear()
        self._told.clear()
        self.waits = True
        try:
            if not await event_within(self._clock, self._fetched, self._fetch_s):
                return "failed"
            return self._result if await event_within(self._clock, self._told, self._ring_s) else "connected"
        finally:
            self.waits = False

    def fetched(self) -> None:
        """The carrier has the order: it rings from now on."""
        self._fetched.set()

    def tell(self, result: TransferResult) -> bool:
        """The carrier's word; False when nobody waits for it any more."""
        if not self.waits or self._told.is_set():
            return False
        self._result = result
        self._told.set()
        self._fetched.set()
        return True

    def saw(self, event: Shown) -> None:
        """A process that stops cannot wait for an answer: an order that was fetched is good enough."""
        if isinstance(event, Failed) and event.part == "shutdown":
            self._ring_s = _HURRIED_S
