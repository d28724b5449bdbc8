"""Our end of a Twilio media stream. The call outlives the stream: it is let go for a transfer, and comes back when that fails."""

import asyncio

from voice_connector.call.line import TransferOrder
from voice_connector.clock import Clock
from voice_connector.events import Shown, TransferResult
from voice_connector.gateways.shared.frames import MU_LAW_8K, FramesOut
from voice_connector.gateways.shared.ringing import Ringing
from voice_connector.gateways.shared.turns import Over, Stay, Step
from voice_connector.gateways.shared.waiting import event_within, item_within
from voice_connector.gateways.twilio import wire
from voice_connector.speech.interfaces import Pcm

_MOST_WAITING = 500  # 10 s of sound: a stream that far behind is gone
_PLAYED_WITHIN_S = 1.0
_BACK_WITHIN_S = 8.0
_LAST = "last"  # the mark behind our last words


class StreamLine:
    """One call. `outgoing` holds what the attached stream must send; None closes it."""

    answer_within_s = 2.0
    quiet_s = 6.0

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._frames = FramesOut(MU_LAW_8K)
        self._stream: str | None = None
        self._attached = asyncio.Event()
        self._played = asyncio.Event()
        self._steps: asyncio.Queue[Step] = asyncio.Queue()
        self.outgoing: asyncio.Queue[str | None] = asyncio.Queue()
        self.ringing = Ringing(clock, fetch_s=10.0)
        self.stuck = False
        self.let_go = False  # we closed the stream ourselves; the caller is still there

    @property
    def attached(self) -> bool:
        return self._stream is not None

    def attach(self, stream: str) -> None:
        self.outgoing = asyncio.Queue()
        self._stream, self.let_go = stream, False
        self._attached.set()

    def detach(self) -> None:
        self._stream = None
        self._attached.clear()
        self._played.set()

    async def play(self, frame: Pcm) -> None:
        if self._stream is None:
            await self._come_back()
        if self._stream is None:
            return
        if self.outgoing.qsize() >= _MOST_WAITING:
            self.stuck = True
        else:
            self.outgoing.put_nowait(wire.media(self._stream, self._frames.encode(frame)))

    async def flush(self) -> None:
        if self._stream is None:
            return
        while not self.outgoing.empty():
            self.outgoing.get_nowait()
        self.outgoing.put_nowait(wire.clear(self._stream))

    def show(self, event: Shown) -> None:
        self.ringing.saw(event)

    async def transfer(self, order: TransferOrder) -> TransferResult:
        await self._release()
        self._steps.put_nowait(Step((), order))
        return await self.ringing.outcome(order.max_wait_s)

    async def hang_up(self) -> None:
        await self._release()
        self._steps.put_nowait(Step((), Over()))

    def marked(self, name: str) -> None:
        """Twilio has played what came before this mark."""
        if name == _LAST:
            self._played.set()

    async def next_step(self, within_s: float) -> Step:
        """What comes after the stream; `Stay` (a new stream) when nothing else is wanted in that time."""
        return await item_within(self._clock, self._steps, within_s) or Step((), Stay())

    async def _release(self) -> None:
        """Closes the stream once its last sound has been played, so that Twilio goes on with the next document."""
        if self._stream is None:
            return
        self._played.clear()
        self.let_go = True
        self.outgoing.put_nowait(wire.mark(self._stream, _LAST))
        await event_within(self._clock, self._played, _PLAYED_WITHIN_S)
        self.outgoing.put_nowait(None)

    async def _come_back(self) -> None:
        """Asks for a new stream and waits for it; our voice waits with it."""
        self._steps.put_nowait(Step((), Stay()))
        await event_within(self._clock, self._attached, _BACK_WITHIN_S)
