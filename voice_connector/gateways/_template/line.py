"""Our end of a call: the five things that a session asks of any line, as frames in a queue, so that a slow far end holds up nobody."""

import asyncio

from voice_connector.call.line import TransferOrder
from voice_connector.events import Shown, TransferResult
from voice_connector.gateways._template import wire
from voice_connector.gateways.shared import targets
from voice_connector.gateways.shared.frames import LINEAR_8K, FramesOut
from voice_connector.speech.interfaces import Pcm

_MOST_WAITING = 500  # 10 s of sound: a far end that far behind is gone


class TemplateLine:
    def __init__(self) -> None:
        self.outgoing: asyncio.Queue[str | bytes] = asyncio.Queue()
        self.stuck = False
        self._frames = FramesOut(LINEAR_8K)

    async def play(self, frame: Pcm) -> None:
        """Comes paced: at most 200 ms before it is due. A far end that needs sound without gaps gets silence here too."""
        self._put(self._frames.encode(frame))

    async def flush(self) -> None:
        """What we still have is dropped here; what the far end has, it is told to drop."""
        kept = []
        while not self.outgoing.empty():
            item = self.outgoing.get_nowait()
            self.outgoing.task_done()
            if isinstance(item, str):
                kept.append(item)
        for item in [*kept, wire.flush()]:
            self._put(item)

    def show(self, event: Shown) -> None:
        """A telephone shows nothing."""

    async def transfer(self, order: TransferOrder) -> TransferResult:
        """A far end that tells how it went is waited for (gateways/ringing.py); this one takes the call away from us."""
        if targets.number(order.to) is None:
            return "failed"
        self._put(wire.transfer(order))
        return "connected"

    async def hang_up(self) -> None:
        self._put(wire.bye())

    def _put(self, item: str | bytes) -> None:
        if self.outgoing.qsize() >= _MOST_WAITING:
            self.stuck = True
        else:
            self.outgoing.put_nowait(item)
