"""Carries one media stream: Twilio's frames into the call, the call's voice out. What goes wrong ends this call and no other."""

import asyncio
from collections.abc import Callable

from voice_connector.clock import Clock
from voice_connector.errors import WireError
from voice_connector.events import AudioFrame, DtmfPressed, HungUp
from voice_connector.gateways.shared.frames import MU_LAW_8K, FramesIn
from voice_connector.gateways.shared.held import HeldCall
from voice_connector.gateways.shared.limits import control_rate, message_rate, sound_ms_rate
from voice_connector.gateways.shared.sockets import Socket
from voice_connector.gateways.shared.waiting import event_within
from voice_connector.gateways.twilio import wire
from voice_connector.gateways.twilio.line import StreamLine
from voice_connector.log import logger

_START_WITHIN_S = 10.0
_WATCH_EVERY_S = 0.25

Admit = Callable[[wire.Start], HeldCall]


class Stream:
    """`admit` finds or begins the call that a start message belongs to; it raises WireError for a stranger."""

    def __init__(self, socket: Socket, admit: Admit, clock: Clock) -> None:
        self._socket, self._admit, self._clock = socket, admit, clock
        self.call_id: str | None = None  # None until the stream has said, with a token, which call it belongs to
        self._in = FramesIn(MU_LAW_8K)
        self._sound, self._messages, self._control = sound_ms_rate(), message_rate(), control_rate()
        self._started = asyncio.Event()
        self._stopped = False

    async def run(self) -> None:
        """The stream, to its end. Raises nothing but cancellation."""
        starting = asyncio.create_task(self._start())
        limit = asyncio.create_task(event_within(self._clock, self._started, _START_WITHIN_S))
        try:
            await asyncio.wait({starting, limit}, return_when=asyncio.FIRST_COMPLETED)
            if not starting.done():
                raise WireError("no_start", "The stream did not start in time.")
            start = starting.result()
            if start is not None:
                await self._carry(start, self._admit(start))
        except WireError as error:
            logger.warning("a media stream broke the protocol", call_id=self.call_id, code=error.code)
        finally:
            starting.cancel()
            limit.cancel()

    async def _start(self) -> wire.Start | None:
        for _ in range(3):  # connected, start, and whatever a later Twilio may put between
            frame = await self._socket.recv()
            if frame is None:
                return None
            message = wire.decode(frame)
            if isinstance(message, wire.Start):
                return message
            if not isinstance(message, wire.Connected | None):
                break
        raise WireError("no_start", "The stream does not begin with connected and start.")

    async def _carry(self, start: wire.Start, call: HeldCall) -> None:
        line = call.line
        assert isinstance(line, StreamLine)
        self.call_id = call.call.call_id
        line.attach(start.stream)
        broken: list[WireError] = []
        tasks = [
            asyncio.create_task(one) for one in (self._take(call, broken), self._give(line), self._watch(call, line))
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            line.detach()
        call.to_person = bool(broken)  # the caller did nothing wrong, and is still there
        if broken or (self._stopped and not line.let_go):
            call.post(HungUp())
        if broken:
            raise broken[0]

    async def _take(self, call: HeldCall, broken: list[WireError]) -> None:
        try:
            while (frame := await self._socket.recv()) is not None and not self._stopped:
                call.alive()
                self._messages.take(self._clock.now())
                self._act(call, wire.decode(frame))
        except WireError as error:
            broken.append(error)
        except Exception as error:  # whatever a socket raises when it is gone
            logger.info("a media stream was lost", call_id=self.call_id, error=type(error).__name__)

    def _act(self, call: HeldCall, message: wire.FromTwilio) -> None:
        match message:
            case wire.Media():
                self._sound.take(self._clock.now(), MU_LAW_8K.milliseconds(message.data))
                for frame in self._in.feed(message.data):
                    call.post(AudioFrame(frame))
            case DtmfPressed():
                self._control.take(self._clock.now())
                call.post(message)
            case wire.Mark():
                assert isinstance(call.line, StreamLine)
                call.line.marked(message.name)
            case wire.Stop():
                self._stopped = True
            case wire.Start():
                raise WireError("started_twice", "The stream has been started already.")

    async def _give(self, line: StreamLine) -> None:
        outgoing = line.outgoing
        while (message := await outgoing.get()) is not None:
            await self._socket.send(message)

    async def _watch(self, call: HeldCall, line: StreamLine) -> None:
        """Notices a connection that is lost although a waiting recv does not, and a stream that takes nothing any more."""
        while not self._socket.gone and not line.stuck and not call.over and not self._stopped:
            await self._clock.sleep(_WATCH_EVERY_S)
