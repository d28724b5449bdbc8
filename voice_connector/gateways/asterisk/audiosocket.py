"""Calls over AudioSocket: a TCP server for Asterisk versions without a WebSocket channel. Every frame is written whole, and paced."""

import asyncio
import contextlib
import socket
from collections.abc import Sequence
from ipaddress import ip_address

from voice_connector.clock import Clock
from voice_connector.errors import SettingsWrong, WireError
from voice_connector.gateways.asterisk import wire_audiosocket as wire
from voice_connector.gateways.asterisk.call import FromPbx, PbxCall, Shared, hold, tell_broken
from voice_connector.gateways.asterisk.connections import Connections
from voice_connector.gateways.asterisk.ids import CallIds
from voice_connector.gateways.asterisk.media import Sound
from voice_connector.gateways.asterisk.outlet import Outlet
from voice_connector.gateways.asterisk.settings import AsteriskSettings
from voice_connector.log import logger

_ID_WITHIN_S = 3.0
_SOUND_WITHIN_S = 0.25
_WRITTEN_WITHIN_S = 5.0
_READ = 4_096
_MOST_CONNECTIONS = 400


class AudioSocketLeg:
    """Frames of one connection. Asterisk plays what comes at once and drops the rest, so little is ever ahead."""

    gateway = "asterisk_audiosocket"
    ahead_ms = 40

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, clock: Clock) -> None:
        self._reader, self._writer, self._clock = reader, writer, clock
        self._decoder = wire.Decoder()
        self._finished = self._hung_up = False
        self.form = "slin"  # of both directions
        self.outlet: Outlet | None = None

    @property
    def gone(self) -> bool:
        return self._writer.is_closing() or self._reader.at_eof()

    async def identify(self) -> tuple[wire.Identified, list[wire.FromAsterisk]]:
        """The first frame, and whatever came with it. Raises WireError when it is not an id."""
        events: list[wire.FromAsterisk] = []
        try:
            async with asyncio.timeout(_ID_WITHIN_S):
                while not events:
                    data = await self._reader.read(_READ)
                    if not data:
                        break
                    events = self._decoder.feed(data)
        except (TimeoutError, ConnectionError):
            pass
        if not events or not isinstance(events[0], wire.Identified):
            raise WireError("no_id", "The first frame was not an id, or did not come in time.")
        return events[0], events[1:]

    async def learn_form(self, events: Sequence[wire.FromAsterisk]) -> None:
        """From the first sound, which comes at once where the caller's side sends; else it is the usual form."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_SOUND_WITHIN_S):
                while not any(isinstance(event, Sound) for event in events):
                    data = await self._reader.read(_READ)
                    if not data:
                        return
                    events = self._decoder.feed(data)
                    _calls_part(events)
        self.form = next((event.form for event in events if isinstance(event, Sound) and event.form), self.form)

    async def receive(self) -> Sequence[FromPbx] | None:
        data = await self._reader.read(_READ)
        events = _calls_part(self._decoder.feed(data)) if data else None
        if events and any(isinstance(event, Sound) and event.form != self.form for event in events):
            raise WireError("form_changed", "The sound has another sample rate than it began with.")
        return events

    async def send_sound(self, sound: bytes) -> None:
        """Whole frames, in a single write; none behind the hang-up, which is the last that Asterisk hears."""
        if self._hung_up:
            return
        async with asyncio.timeout(_WRITTEN_WITHIN_S):
            self._writer.write(wire.encode_sound(sound, self.form))
            await self._writer.drain()

    async def drop_sound(self) -> None:
        """Nothing lies at Asterisk but the frame that is being played."""

    async def finish(self, heard_within_s: float) -> None:
        if self._finished:
            return
        self._finished = True
        await self._clock.sleep(heard_within_s)
        with contextlib.suppress(Exception):  # the connection may be gone already
            self._hung_up = True
            self._writer.write(wire.encode_hang_up())
            async with asyncio.timeout(_WRITTEN_WITHIN_S):
                await self._writer.drain()


def _calls_part(events: Sequence[wire.FromAsterisk]) -> list[FromPbx]:
    """What the call hears of these. Raises WireError for a second id and for Asterisk's own errors."""
    heard: list[FromPbx] = []
    for event in events:
        if isinstance(event, wire.Identified):
            raise WireError("started_twice", "The id has been given already.")
        if isinstance(event, wire.Failure):
            raise WireError("pbx_error", f"Asterisk reports error {event.code}.")
        heard.append(event)
    return heard


async def take_call(transport: AudioSocketLeg, ids: CallIds, shared: Shared) -> None:
    """One connection's call, to its end. Raises nothing but cancellation."""
    try:
        first, rest = await transport.identify()
        leg = ids.spend(first.call)
        _calls_part(rest)  # sound that comes this early is no speech yet
        await transport.learn_form(rest)
    except WireError as error:
        tell_broken(error)
        return
    call = PbxCall(transport, leg, shared)
    await hold(call, transport.form, leg.pbx_id)


class AudioSocketServer:
    """Listens while the connector runs; each connection is one call."""

    def __init__(self, settings: AsteriskSettings, shared: Shared, ids: CallIds) -> None:
        self._settings, self._shared, self._ids = settings, shared, ids
        self._connections = Connections(self._take)

    async def start(self) -> None:
        """Raises SettingsWrong when the port cannot be had."""
        host, port = self._settings.audiosocket_host, self._settings.audiosocket_port
        try:
            await self._connections.start(host, port)
        except OSError as error:
            raise SettingsWrong(
                f"AudioSocket cannot have port {port} on {host} ({error.strerror}); "
                "free it or set CIVICLINE_ASTERISK__AUDIOSOCKET_PORT."
            ) from None

    @property
    def port(self) -> int:
        return self._connections.port

    async def stop(self) -> None:
        await self._connections.stop()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._is_welcome(writer) or len(self._connections) > _MOST_CONNECTIONS:
            logger.warning("an AudioSocket connection was refused")
            return
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await take_call(AudioSocketLeg(reader, writer, self._shared.clock), self._ids, self._shared)

    def _is_welcome(self, writer: asyncio.StreamWriter) -> bool:
        peer = writer.get_extra_info("peername")
        if not peer:
            return False
        address = ip_address(peer[0])
        if not self._settings.audiosocket_allow:
            return address.is_loopback
        return any(address in network for network in self._settings.audiosocket_allow)
