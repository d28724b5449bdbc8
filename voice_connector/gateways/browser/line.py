"""The page's end of a call: a queue of frames to send, so that a slow page never holds up the call."""

import asyncio

from voice_connector.call.line import TransferOrder
from voice_connector.events import Shown, TransferResult
from voice_connector.gateways.browser import wire
from voice_connector.speech.interfaces import Pcm

_MOST_WAITING = 500  # 10 s of sound: a page that far behind is gone


class BrowserLine:
    def __init__(self) -> None:
        self.outgoing: asyncio.Queue[str | bytes] = asyncio.Queue()
        self.stuck = asyncio.Event()

    async def play(self, frame: Pcm) -> None:
        self._put(wire.encode_audio(frame))

    async def flush(self) -> None:
        """Takes back what has not been sent, and tells the page to drop what it has."""
        kept = [item for item in self._drain() if isinstance(item, str)]
        for item in [*kept, wire.flush()]:
            self._put(item)

    def show(self, event: Shown) -> None:
        message = wire.encode(event)
        if message is not None:
            self._put(message)

    async def transfer(self, order: TransferOrder) -> TransferResult:
        """A page has no telephone behind it: it shows who would ring."""
        return "simulated"

    async def hang_up(self) -> None:
        return None

    def _put(self, item: str | bytes) -> None:
        if self.outgoing.qsize() >= _MOST_WAITING:
            self.stuck.set()
        else:
            self.outgoing.put_nowait(item)

    def _drain(self) -> list[str | bytes]:
        items = []
        while not self.outgoing.empty():
            items.append(self.outgoing.get_nowait())
            self.outgoing.task_done()
        return items
