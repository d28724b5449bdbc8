"""The far end of the template gateway: what to copy beside it, so that a new gateway meets the same tests as all others."""

import json

import numpy as np

from tests.voice_connector.gateways.conformance.fake_socket import FakeSocket
from tests.voice_connector.gateways.conformance.peers import PEERS, Mischief, Order, Peer
from tests.voice_connector.gateways.conformance.stage import CALLER_NUMBER, DIALLED, Ear, Stage
from voice_connector.gateways._template.server import TemplateCall
from voice_connector.gateways._template.settings import TemplateSettings
from voice_connector.sound.codecs import resample
from voice_connector.speech.interfaces import SAMPLE_RATE, Pcm

SETTINGS = TemplateSettings.model_validate({"secret": "a-secret-of-nobody"})


class FarEnd:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.ear = Ear(stage.clock.now)
        self.read: list[str] = []
        self.transfers: list[Order] = []
        self.socket = FakeSocket(self._took)
        self.closed = False

    async def visit(self, secret: str) -> None:
        self.tell({"hello": {"secret": secret, "to": DIALLED, "from": CALLER_NUMBER}})
        await TemplateCall(self.socket, self._stage.connector.exchange, SETTINGS, self._stage.clock).run()
        self.closed = True

    def tell(self, message: dict[str, object]) -> None:
        self.socket.give(json.dumps(message))

    async def speak(self, sound: Pcm, chunks_ms: tuple[int, ...] = (20,)) -> None:
        data, at, number = resample(sound, SAMPLE_RATE, 8_000).astype("<i2").tobytes(), 0, 0
        while at < len(data):
            chunk_ms = chunks_ms[number % len(chunks_ms)]
            self.socket.give(data[at : at + chunk_ms * 16])
            at, number = at + chunk_ms * 16, number + 1
            await self._stage.clock.sleep(chunk_ms / 1000)

    async def press(self, keys: str) -> None:
        for key in keys:
            self.tell({"key": key})

    async def say_words(self, text: str) -> None:
        raise NotImplementedError

    async def say_nothing(self) -> None:
        raise NotImplementedError

    async def wants_person(self) -> None:
        await self.press("0")

    async def hang_up(self) -> None:
        self.tell({"bye": True})

    async def vanish(self) -> None:
        self.socket.close()

    def _took(self, data: str | bytes) -> None:
        if isinstance(data, bytes):
            self.ear.play(np.frombuffer(data, "<i2"), 8_000)
            return
        message = json.loads(data)
        if "flush" in message:
            self.ear.flush()
        elif "transfer" in message:
            headers = message["transfer"]["headers"]
            self.transfers.append(Order(message["transfer"]["to"], headers.get("X-Civicline-Ticket")))


class TemplatePeer:
    name = gateway = "template"
    can = frozenset({"source", "sound", "chunks", "keys", "refusal", "vanish", "dialled", "ticket", "busy"})
    mischief = (
        Mischief("half a sample", lambda call: call.socket.give(b"\x00" * 7), "bad_audio"),
        Mischief("20 KB of sound", lambda call: call.socket.give(b"\x00" * 20_000), "too_large"),
        Mischief("no JSON", lambda call: call.socket.give("{nonsense"), "not_json"),
        Mischief("a key that no telephone has", lambda call: call.press("X"), "bad_key"),
        Mischief("60 keys at once", lambda call: call.press("5" * 60), "too_fast"),
        Mischief("a second hello", lambda call: call.tell({"hello": {}}), "hello_twice"),
    )

    async def call(self, stage: Stage, *, authentic: bool = True) -> FarEnd:
        far = FarEnd(stage)
        stage.beside(far.visit("a-secret-of-nobody" if authentic else "a guess"))
        await stage.clock.sleep(0.01)
        return far


@PEERS.add("template")
def _template() -> Peer:
    return TemplatePeer()
