"""The page's end of the browser gateway."""

import json

import numpy as np

from tests.voice_connector.gateways.conformance.fake_socket import FakeSocket
from tests.voice_connector.gateways.conformance.peers import PEERS, Mischief, Order, Peer
from tests.voice_connector.gateways.conformance.stage import CALLER_NUMBER, Ear, Stage
from voice_connector.gateways.browser import wire
from voice_connector.gateways.browser.socket import PageCall
from voice_connector.gateways.browser.tokens import PageTokens
from voice_connector.speech.interfaces import FRAME_SAMPLES, Pcm


class Page:
    def __init__(self, stage: Stage) -> None:
        self._clock = stage.clock
        self.ear, self.read = Ear(stage.clock.now), []  # type: tuple[Ear, list[str]]
        self.transfers: list[Order] = []
        self.errors: list[str] = []
        self.socket = FakeSocket(self._took)
        self._done = False

    @property
    def closed(self) -> bool:
        return self._done

    async def visit(self, stage: Stage, token: str, tokens: PageTokens) -> None:
        self.socket.give(json.dumps({"type": "start", "token": token, "mode": "voice"}))
        call = PageCall(
            self.socket,
            stage.connector.exchange,
            tokens,
            stage.clock,
            900,
            source=stage.connector.exchange.sources.of_address(CALLER_NUMBER),
        )
        await call.run()
        self._done = True

    async def speak(self, sound: Pcm, chunks_ms: tuple[int, ...] = (20,)) -> None:
        for at in range(0, len(sound) - FRAME_SAMPLES + 1, FRAME_SAMPLES):
            self.socket.give(wire.encode_audio(sound[at : at + FRAME_SAMPLES]))
            await self._clock.sleep(0.02)

    async def press(self, keys: str) -> None:
        for key in keys:
            self.socket.give(json.dumps({"type": "key", "digit": key}))

    async def say_words(self, text: str) -> None:
        self.socket.give(json.dumps({"type": "text", "text": text}))

    async def say_nothing(self) -> None:
        raise NotImplementedError

    async def wants_person(self) -> None:
        await self.press("0")

    async def hang_up(self) -> None:
        self.socket.give(json.dumps({"type": "hang_up"}))

    async def vanish(self) -> None:
        self.socket.close()

    def _took(self, data: str | bytes) -> None:
        if isinstance(data, bytes):
            self.ear.play(np.frombuffer(data, "<i2"))
            return
        message = json.loads(data)
        if message["type"] == "flush":
            self.ear.flush()
        elif message["type"] == "said" and message["who"] == "assistant":
            self.read.append(message["text"])
        elif message["type"] == "transfer":
            self.transfers.append(Order(message.get("phone"), message.get("ticket")))
        elif message["type"] == "error":
            self.errors.append(message["code"])


class BrowserPeer:
    name = gateway = "browser"
    can = frozenset({"source", "sound", "keys", "typed", "refusal", "vanish", "ticket", "busy"})
    mischief = (
        Mischief("half a frame", lambda call: call.socket.give(b"\x00" * 7), "bad_audio"),
        Mischief("no JSON", lambda call: call.socket.give("{nonsense"), "not_json"),
        Mischief("a letter of 50 KB", lambda call: call.socket.give("x" * 50_000), "too_large"),
        Mischief("60 keys at once", lambda call: call.press("5" * 60), "too_fast"),
        Mischief("a sixth letter", lambda call: call.socket.give('{"type": "key", "digit": "F"}'), "bad_key"),
    )

    async def call(self, stage: Stage, *, authentic: bool = True) -> Page:
        tokens = PageTokens("secret", 600, lambda: 1_000.0)
        page = Page(stage)
        stage.beside(page.visit(stage, tokens.issue() if authentic else "9999999999.made.up", tokens))
        await stage.clock.sleep(0.01)
        return page


@PEERS.add("browser")
def _browser() -> Peer:
    return BrowserPeer()
