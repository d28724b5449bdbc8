"""Asterisk's end of both its media channels, and the dialplan that asks where the caller goes when the leg has ended."""

import asyncio
import json
import uuid
from typing import Any, cast

import numpy as np

from tests.voice_connector.gateways.conformance.fake_socket import FakeSocket
from tests.voice_connector.gateways.conformance.peers import PEERS, Mischief, Order, Peer
from tests.voice_connector.gateways.conformance.stage import CALLER_NUMBER, DIALLED, Ear, Stage
from voice_connector.errors import WireError
from voice_connector.gateways.asterisk import wire_audiosocket as frames
from voice_connector.gateways.asterisk.audiosocket import AudioSocketLeg
from voice_connector.gateways.asterisk.audiosocket import take_call as take_audiosocket
from voice_connector.gateways.asterisk.call import Shared
from voice_connector.gateways.asterisk.ids import CallIds
from voice_connector.gateways.asterisk.server import admit
from voice_connector.gateways.asterisk.settings import AsteriskSettings
from voice_connector.gateways.asterisk.websocket import take_call
from voice_connector.gateways.asterisk.wire_websocket import Leg
from voice_connector.gateways.next_step.answer import line_of
from voice_connector.gateways.next_step.store import NextSteps
from voice_connector.gateways.shared.basic_auth import header_for
from voice_connector.log import logger
from voice_connector.sound.codecs import resample
from voice_connector.speech.interfaces import SAMPLE_RATE, Pcm

PASSWORD = "only-for-conformance"
SETTINGS = AsteriskSettings(password=PASSWORD)  # type: ignore[arg-type]  # pydantic makes it a secret


class Dialplan:
    """What both channels share: the caller's doings, and the question after the leg."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        if "asterisk" not in stage.kept:
            shared = Shared(stage.connector.exchange, NextSteps(stage.clock), stage.clock, 4.0, set())
            stage.kept["asterisk"] = (shared, CallIds(stage.clock, any_id=False))
        self.shared, self.ids = cast(tuple[Shared, CallIds], stage.kept["asterisk"])
        self.pbx_id = f"pbx-{uuid.uuid4().hex[:8]}"
        self.ear, self.read = Ear(stage.clock.now), []  # type: tuple[Ear, list[str]]
        self.transfers: list[Order] = []
        self.on_the_line, self.leg_is_up = True, True

    @property
    def closed(self) -> bool:
        return not self.leg_is_up

    def leg_ended(self) -> None:
        """Dial(...,g) goes on: CURL() asks for the next step, as long as the caller is there."""
        if not self.leg_is_up:
            return
        self.leg_is_up = False
        step = self.shared.steps.fetch(self.pbx_id) if self.on_the_line else None
        fields = line_of(step).split(",") if step else []
        if fields and fields[1] == "transfer":
            self.transfers.append(Order(fields[3], fields[4]))

    async def say_words(self, text: str) -> None:
        raise NotImplementedError

    async def say_nothing(self) -> None:
        raise NotImplementedError


class WebSocketChannel(Dialplan):
    async def dial(self, *, authentic: bool) -> None:
        self.socket = FakeSocket(self._took)
        header = header_for("asterisk", PASSWORD if authentic else "guessed")
        query = {"id": [self.pbx_id], "did": [DIALLED], "cli": [CALLER_NUMBER]}
        try:
            leg = admit(SETTINGS, header, query)
        except WireError as error:
            logger.warning("a media connection was refused", code=error.code)
            self.leg_ended()
            return
        self.stage.beside(self._carried(leg))
        self.event("MEDIA_START", format="slin16")
        await self.stage.clock.sleep(0.01)

    async def _carried(self, leg: Any) -> None:
        await take_call(self.socket, leg, self.shared, "slin16")
        self.leg_ended()

    def event(self, name: str, **values: str) -> None:
        self.socket.give(json.dumps({"event": name, "channel_id": "1.2", **values}))

    def _took(self, data: str | bytes) -> None:
        if isinstance(data, bytes):
            self.ear.play(np.frombuffer(data, "<i2"))
            return
        body = json.loads(data)
        if body["command"] == "FLUSH_MEDIA":
            self.ear.flush()
        elif body["command"] == "MARK_MEDIA":
            self.stage.beside(self._mark(body["correlation_id"]))
        elif body["command"] == "HANGUP":
            self.socket.close()
            self.leg_ended()

    async def _mark(self, name: str) -> None:
        await self.stage.clock.sleep(max(0.0, self.ear.until - self.stage.clock.now()))
        self.event("MEDIA_MARK_PROCESSED", correlation_id=name)

    async def speak(self, sound: Pcm, chunks_ms: tuple[int, ...] = (20,)) -> None:
        at, number = 0, 0
        while at < len(sound) and not self.socket.gone:
            chunk_ms = chunks_ms[number % len(chunks_ms)]
            self.socket.give(sound[at : at + chunk_ms * 16].tobytes())
            at, number = at + chunk_ms * 16, number + 1
            await self.stage.clock.sleep(chunk_ms / 1000)

    async def press(self, keys: str) -> None:
        for key in keys:
            self.event("DTMF_END", digit=key)

    async def wants_person(self) -> None:
        await self.press("0")

    async def hang_up(self) -> None:
        self.on_the_line = False
        self.socket.close()

    async def vanish(self) -> None:
        await self.hang_up()


class _Writer:
    """asyncio's StreamWriter, as far as a leg uses it."""

    def __init__(self, took: Any) -> None:
        self._took, self._closed = took, False

    def write(self, data: bytes) -> None:
        self._took(data)

    async def drain(self) -> None:
        return None

    def is_closing(self) -> bool:
        return self._closed

    def close(self) -> None:
        self._closed = True


class AudioSocketChannel(Dialplan):
    async def dial(self, *, authentic: bool) -> None:
        self.reader = asyncio.StreamReader()
        self.writer = _Writer(self._took)
        self._was_loud = False
        self.pbx_id = (
            self.ids.issue(Leg("asks", DIALLED, None, caller=CALLER_NUMBER)) if authentic else str(uuid.uuid4())
        )
        self.stage.beside(self._carried())
        self.give(frames.ID, uuid.UUID(self.pbx_id).bytes)
        await self.stage.clock.sleep(0.01)

    async def _carried(self) -> None:
        leg = AudioSocketLeg(self.reader, cast(asyncio.StreamWriter, self.writer), self.stage.clock)
        await take_audiosocket(leg, self.ids, self.shared)
        self.writer.close()
        self.leg_ended()

    def give(self, kind: int, payload: bytes = b"") -> None:
        if not self.reader.at_eof():
            self.reader.feed_data(bytes([kind]) + len(payload).to_bytes(2, "big") + payload)

    def _took(self, data: bytes) -> None:
        while data:
            kind, length = data[0], int.from_bytes(data[1:3], "big")
            payload, data = data[3 : 3 + length], data[3 + length :]
            assert len(payload) == length, "a frame was written in two pieces"
            if kind == frames.HANG_UP:
                self.leg_ended()
                return
            assert (kind, length) == (frames.SOUND, frames.SOUND_BYTES)
            sound = np.frombuffer(payload, "<i2")
            loud = bool(np.abs(sound.astype(np.int32)).max() > 500)
            if self._was_loud and not loud:
                self.ear.flushed_at.append(self.stage.clock.now())  # this wire has no flush: the next frame is silent
            self._was_loud = loud
            self.ear.play(sound, 8_000)

    async def speak(self, sound: Pcm, chunks_ms: tuple[int, ...] = (20,)) -> None:
        slow, at, number = resample(sound, SAMPLE_RATE, 8_000), 0, 0
        while at < len(slow) and self.leg_is_up:
            chunk_ms = chunks_ms[number % len(chunks_ms)]
            self.give(frames.SOUND, slow[at : at + chunk_ms * 8].tobytes())
            at, number = at + chunk_ms * 8, number + 1
            await self.stage.clock.sleep(chunk_ms / 1000)

    async def press(self, keys: str) -> None:
        for key in keys:
            self.give(frames.KEY, key.encode())

    async def wants_person(self) -> None:
        await self.press("0")

    async def hang_up(self) -> None:
        self.on_the_line = False
        self.give(frames.HANG_UP)

    async def vanish(self) -> None:
        self.on_the_line = False
        self.reader.feed_eof()


_ABILITIES = frozenset(
    {"source", "sound", "chunks", "keys", "refusal", "vanish", "silence", "dialled", "ticket", "busy"}
)


class WebSocketPeer:
    name = gateway = "asterisk"
    can = _ABILITIES
    mischief = (
        Mischief("no JSON", lambda call: call.socket.give("{nonsense"), "not_json"),
        Mischief("an event of no protocol", lambda call: call.event("SELF_DESTRUCT"), "unknown_event"),
        Mischief("a letter of 20 KB", lambda call: call.socket.give("x" * 20_000), "too_large"),
        Mischief("half a sample", lambda call: call.socket.give(b"\x00" * 641), "bad_audio"),
        Mischief("2 s in one frame", lambda call: call.socket.give(bytes(64_000)), "bad_sound"),
        Mischief("6 s of sound at once", lambda call: [call.socket.give(bytes(6_400)) for _ in range(30)], "too_fast"),
        Mischief("60 keys at once", lambda call: call.press("5" * 60), "too_fast"),
        Mischief("a key that no telephone has", lambda call: call.press("X"), "bad_key"),
        Mischief("a second start", lambda call: call.event("MEDIA_START", format="slin16"), "started_twice"),
    )  # fmt: skip

    async def call(self, stage: Stage, *, authentic: bool = True) -> WebSocketChannel:
        channel = WebSocketChannel(stage)
        await channel.dial(authentic=authentic)
        return channel


class AudioSocketPeer:
    name, gateway = "audiosocket", "asterisk_audiosocket"
    can = _ABILITIES
    mischief = (
        Mischief("a kind that it does not have", lambda call: call.give(0x42, b"x"), "unknown_kind"),
        Mischief("half a sample", lambda call: call.give(frames.SOUND, b"\x00" * 321), "bad_length"),
        Mischief("60 KB in one frame", lambda call: call.give(frames.SOUND, bytes(60_000)), "bad_length"),
        Mischief("6 s of sound at once", lambda call: [call.give(frames.SOUND, bytes(3_200)) for _ in range(30)], "too_fast"),
        Mischief("60 keys at once", lambda call: call.press("5" * 60), "too_fast"),
        Mischief("a key that no telephone has", lambda call: call.press("X"), "bad_key"),
        Mischief("a second id", lambda call: call.give(frames.ID, bytes(16)), "started_twice"),
        Mischief("an error of its own", lambda call: call.give(frames.ERROR, b"\x02"), "pbx_error"),
    )  # fmt: skip

    async def call(self, stage: Stage, *, authentic: bool = True) -> AudioSocketChannel:
        channel = AudioSocketChannel(stage)
        await channel.dial(authentic=authentic)
        return channel


@PEERS.add("asterisk")
def _websocket() -> Peer:
    return WebSocketPeer()


@PEERS.add("audiosocket")
def _audiosocket() -> Peer:
    return AudioSocketPeer()
