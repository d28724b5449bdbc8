"""A call over Asterisk's WebSocket channel."""

import asyncio
import contextlib
import secrets
from collections.abc import Sequence

from voice_connector.clock import Clock
from voice_connector.errors import WireError
from voice_connector.gateways.asterisk import wire_websocket as wire
from voice_connector.gateways.asterisk.call import FromPbx, PbxCall, Shared, hold, tell_broken
from voice_connector.gateways.asterisk.outlet import Outlet
from voice_connector.gateways.shared.limits import message_rate
from voice_connector.gateways.shared.sockets import Socket
from voice_connector.log import logger

_START_WITHIN_S = 5.0
_SENT_WITHIN_S = 5.0
_MARK_MORE_S = 0.3  # a mark that takes longer than its sound was flushed, or an older Asterisk has none
_EARLY_FRAMES = 100  # under load, sound arrives before MEDIA_START (asterisk/asterisk#1712)


class WebSocketLeg:
    """Frames and commands of one connection."""

    gateway = "asterisk"
    ahead_ms = 200

    def __init__(self, socket: Socket, clock: Clock) -> None:
        self._socket, self._clock = socket, clock
        self._json = True
        self._finished = False
        self._mark: tuple[str, asyncio.Event] | None = None
        self._rate = message_rate()
        self.outlet: Outlet | None = None

    @property
    def gone(self) -> bool:
        return self._socket.gone

    async def start(self) -> str | None:
        """Waits for MEDIA_START; the format that it names. Raises WireError when it does not come."""
        try:
            async with asyncio.timeout(_START_WITHIN_S):
                for _ in range(_EARLY_FRAMES):
                    frame = await self._socket.recv()
                    event = wire.decode(frame) if frame is not None else None
                    if isinstance(event, wire.MediaStart):
                        self._json = event.json
                        return event.form
                    if event is None:
                        break
        except TimeoutError:
            pass
        raise WireError("no_start", "Asterisk did not start its media in time.")

    async def receive(self) -> Sequence[FromPbx] | None:
        frame = await self._socket.recv()
        if frame is None:
            return None
        self._rate.take(self._clock.now())
        event = wire.decode(frame)
        match event:
            case wire.MediaStart():
                raise WireError("started_twice", "The media has been started already.")
            case wire.Hold():
                if self.outlet is not None:
                    self.outlet.held = event.on
            case wire.MarkPassed():
                if self._mark is not None and self._mark[0] == event.name:
                    self._mark[1].set()
            case wire.Noted():
                if event.complaint is not None:
                    logger.warning("Asterisk reports an error", error=event.complaint)
            case _:
                return [event]
        return []

    async def send_sound(self, sound: bytes) -> None:
        async with asyncio.timeout(_SENT_WITHIN_S):
            await self._socket.send(sound)

    async def drop_sound(self) -> None:
        await self._tell("FLUSH_MEDIA")

    async def finish(self, heard_within_s: float) -> None:
        """A mark tells when our last word has been heard; then the channel hangs up and the dialplan goes on."""
        if self._finished:
            return
        self._finished = True
        await self._clock.sleep(max(0.0, heard_within_s - self.ahead_ms / 1000))  # until all of it is sent
        name, passed = secrets.token_hex(4), asyncio.Event()
        self._mark = (name, passed)
        await self._tell("MARK_MEDIA", name)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(min(heard_within_s, self.ahead_ms / 1000) + _MARK_MORE_S):
                await passed.wait()
        await self._tell("HANGUP")

    async def _tell(self, name: str, correlation_id: str | None = None) -> None:
        with contextlib.suppress(Exception):  # the connection may be gone already
            await self.send_text(wire.command(name, as_json=self._json, correlation_id=correlation_id))

    async def send_text(self, text: str) -> None:
        async with asyncio.timeout(_SENT_WITHIN_S):
            await self._socket.send(text)


async def take_call(socket: Socket, leg: wire.Leg, shared: Shared, old_format: str) -> None:
    """One connection's call, to its end. Raises nothing but cancellation."""
    transport = WebSocketLeg(socket, shared.clock)
    try:
        form = await transport.start()
    except WireError as error:
        tell_broken(error, leg.pbx_id)
        return
    call = PbxCall(transport, leg, shared)
    await hold(call, form or old_format, leg.pbx_id)
