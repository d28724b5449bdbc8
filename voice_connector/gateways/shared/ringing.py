"""Waits for a carrier's word on a transfer: bad news comes while it rings; none in that time means that somebody took it."""

import asyncio

from voice_connector.clock import Clock
from voice_connector.events import Failed, Shown, TransferResult
from voice_connector.gateways.shared.waiting import event_within

_MARGIN_S = 5.0  # for the word to reach us
_HURRIED_S = 2.0  # when this process stops


class Ringing:
    """One call's transfers, one at a time. The carrier must have fetched an order within `fetch_s`."""

    def __init__(self, clock: Clock, fetch_s: float) -> None:
        self._clock, self._fetch_s = clock, fetch_s
        self._hurried = False
        self._fetched, self._told = asyncio.Event(), asyncio.Event()
        self._result: TransferResult = "connected"
        self.waits = False

    async def outcome(self, ring_s: float) -> TransferResult:
        """What `tell` is given; failed when nobody fetches the order, connected when no bad news comes while it rings."""
        self._fetched.clear()
        self._told.clear()
        self.waits = True
        try:
            if not await event_within(self._clock, self._fetched, self._fetch_s):
                return "failed"
            wait_s = _HURRIED_S if self._hurried else ring_s + _MARGIN_S
            return self._result if await event_within(self._clock, self._told, wait_s) else "connected"
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
            self._hurried = True
