"""Twilio's end: webhooks that fetch documents and follow them, and a media stream where a document asks for one."""

import base64
import json
import secrets
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element, fromstring

from tests.voice_connector.gateways.conformance.fake_socket import FakeSocket
from tests.voice_connector.gateways.conformance.peers import PEERS, Mischief, Order, Peer
from tests.voice_connector.gateways.conformance.stage import CALLER_NUMBER, DIALLED, Ear, Stage
from voice_connector.gateways.twilio.settings import TwilioSettings
from voice_connector.gateways.twilio.stream import Stream
from voice_connector.gateways.twilio.webhooks import Webhooks
from voice_connector.sound.codecs import mu_law_decode, mu_law_encode, resample
from voice_connector.speech.interfaces import SAMPLE_RATE, Pcm

SIP = {"call_taker": "sip:+15550100@pbx.example", "general_line": "sip:+15550111@pbx.example"}


def twilio_settings(way: str) -> TwilioSettings:
    return TwilioSettings.model_validate(
        {"auth_token": "twilio-test-token", "public_url": "https://line.example", "way": way, "sip": SIP}
    )


class Caller:
    """One call at Twilio: asks, follows the document, asks again."""

    def __init__(self, stage: Stage, webhooks: Webhooks, *, authentic: bool) -> None:
        self.stage, self.webhooks, self.authentic = stage, webhooks, authentic
        self.sid = "CA" + secrets.token_hex(16)
        self.ear = Ear(stage.clock.now)
        self.read: list[str] = []
        self.transfers: list[Order] = []
        self.documents: list[Element] = []
        self.nobody_answers = 0  # of the places that are rung
        self.rings_for_s = 0.0  # 0: as long as the document says
        self.socket: FakeSocket | None = None
        self.token = ""
        self.on_the_line, self._sequence = True, 0

    @property
    def closed(self) -> bool:
        return not self.on_the_line

    def fields(self, **more: str) -> dict[str, str]:
        return {"CallSid": self.sid, "From": CALLER_NUMBER, "To": DIALLED, "CallStatus": "in-progress", **more}

    async def ring(self) -> None:
        await self.follow(await self.webhooks.voice(self.fields(CallStatus="ringing")))

    async def follow(self, document: str) -> None:
        """Does what the document says, verb by verb, as far as Twilio goes on by itself."""
        root = fromstring(document)
        self.documents.append(root)
        self.read += [say.text or "" for say in root.iter("Say")]
        for verb in root:
            if verb.tag == "Connect":
                self.stage.beside(self._stream(verb))
                return
            if verb.tag == "Pause":
                await self.stage.clock.sleep(float(verb.get("length", "0")))
            elif verb.tag == "Dial":
                await self._dial(verb)
                return
            elif verb.tag == "Hangup":
                self.on_the_line = False
                return
            elif verb.tag == "Gather":
                return  # the test says what the caller does
            elif verb.tag == "Redirect":
                await self.follow(await self.ask(verb.text or ""))
                return

    async def ask(self, url: str, **more: str) -> str:
        parts = urlsplit(url)
        path = parts.path.rsplit("/", 1)[1]
        if path == "dialled":
            return await self.webhooks.dialled(self.fields(**more))
        return await self.webhooks.next(self.fields(**more), nothing="nothing" in parse_qs(parts.query))

    async def _dial(self, dial: Element) -> None:
        target = dial[0].text or ""
        number = target.split("?")[0].removeprefix("sip:").split("@")[0]
        ticket = parse_qs(urlsplit(target).query).get("X-Civicline-Ticket", [None])[0]
        self.transfers.append(Order(number, ticket))
        if self.nobody_answers:
            self.nobody_answers -= 1
            await self.stage.clock.sleep(self.rings_for_s or float(dial.get("timeout", "30")))
            await self.follow(await self.ask(dial.get("action", ""), DialCallStatus="no-answer"))
            return
        await self.stage.clock.sleep(3)
        child = {"CallSid": "CA" + secrets.token_hex(16), "ParentCallSid": self.sid, "CallStatus": "in-progress"}
        self.webhooks.notice(child)

    async def _stream(self, connect: Element) -> None:
        stream = connect[0]
        self.token = next(one.get("value", "") for one in stream if one.get("name") == "token")
        self.socket = FakeSocket(self._took)
        self._sid = "MZ" + secrets.token_hex(16)
        self.give({"event": "connected", "protocol": "Call", "version": "1.0.0"})
        self.give(self.start())
        await Stream(self.socket, self.webhooks.admit, self.stage.clock).run()
        self.socket.close()
        if not self.authentic:
            self.on_the_line = False
        elif self.on_the_line:
            await self.follow(await self.ask(connect.get("action", "")))

    def start(self) -> dict[str, object]:
        token = self.token if self.authentic else self.token[:-4] + "0000"
        body = {
            "accountSid": "AC0", "streamSid": self._sid, "callSid": self.sid, "tracks": ["inbound"],
            "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
            "customParameters": {"token": token},
        }  # fmt: skip
        return {"event": "start", "start": body, "streamSid": self._sid}

    def give(self, message: dict[str, object]) -> None:
        assert self.socket is not None
        self._sequence += 1
        self.socket.give(json.dumps({"sequenceNumber": str(self._sequence), **message}))

    def _took(self, data: str | bytes) -> None:
        message = json.loads(data)
        assert message["streamSid"] == self._sid
        if message["event"] == "media":
            self.ear.play(mu_law_decode(base64.b64decode(message["media"]["payload"])), 8_000)
        elif message["event"] == "clear":
            self.ear.flush()
        elif message["event"] == "mark":
            self.stage.beside(self._echo(message["mark"]["name"]))

    async def _echo(self, name: str) -> None:
        """Twilio sends a mark back once what came before it has been played."""
        await self.stage.clock.sleep(max(0.0, self.ear.until - self.stage.clock.now()))
        self.give({"event": "mark", "mark": {"name": name}})

    # --- what the caller does

    async def speak(self, sound: Pcm, chunks_ms: tuple[int, ...] = (20,)) -> None:
        data, at, number = mu_law_encode(resample(sound, SAMPLE_RATE, 8_000)), 0, 0
        while at < len(data) and self.socket is not None and not self.socket.gone:
            chunk_ms = chunks_ms[number % len(chunks_ms)]
            self.media(data[at : at + chunk_ms * 8])
            at, number = at + chunk_ms * 8, number + 1
            await self.stage.clock.sleep(chunk_ms / 1000)

    def media(self, data: bytes) -> None:
        payload = base64.b64encode(data).decode()
        self.give({"event": "media", "media": {"track": "inbound", "chunk": "1", "timestamp": "5", "payload": payload}})

    async def press(self, keys: str) -> None:
        for key in keys:
            self.give({"event": "dtmf", "streamSid": self._sid, "dtmf": {"track": "inbound_track", "digit": key}})

    async def say_words(self, text: str) -> None:
        raise NotImplementedError

    async def say_nothing(self) -> None:
        raise NotImplementedError

    async def wants_person(self) -> None:
        await self.press("0")

    async def hang_up(self) -> None:
        self.on_the_line = False
        self.give({"event": "stop", "stop": {"accountSid": "AC0", "callSid": self.sid}})

    async def vanish(self) -> None:
        assert self.socket is not None
        self.on_the_line = False
        self.socket.close()


class Gathering(Caller):
    """The text way: one request a turn."""

    async def press(self, keys: str) -> None:
        await self._turn(Digits=keys)

    async def say_words(self, text: str) -> None:
        await self._turn(SpeechResult=text, Confidence="0.83")

    async def say_nothing(self) -> None:
        await self.follow(await self.ask(self._verb("Redirect").text or ""))

    async def hang_up(self) -> None:
        self.on_the_line = False
        self.webhooks.notice(self.fields(CallStatus="completed"))

    async def vanish(self) -> None:
        self.on_the_line = False
        await self.stage.clock.sleep(160)

    async def _turn(self, **fields: str) -> None:
        await self.follow(await self.ask(self._verb("Gather").get("action", ""), **fields))

    def _verb(self, name: str) -> Element:
        found = self.documents[-1].find(name)
        assert found is not None
        return found


def _flood(call: Caller) -> None:
    for _ in range(60):
        call.media(b"\xff" * 800)


class StreamPeer:
    name, gateway = "twilio by stream", "twilio"
    can = frozenset(
        {"source", "sound", "chunks", "keys", "refusal", "vanish", "dialled", "carrier_transfer", "ticket", "busy"}
    )
    mischief = (
        Mischief("no JSON", lambda call: call.socket.give("{nonsense"), "not_json"),
        Mischief("a binary frame", lambda call: call.socket.give(b"\x00" * 640), "binary"),
        Mischief("a letter of 20 KB", lambda call: call.socket.give("x" * 20_000), "too_large"),
        Mischief("no base64", lambda call: call.give({"event": "media", "media": {"payload": "%%%"}}), "bad_audio"),
        Mischief("6 s of sound at once", _flood, "too_fast"),
        Mischief("60 keys at once", lambda call: call.press("5" * 60), "too_fast"),
        Mischief("a key that no telephone has", lambda call: call.press("X"), "bad_key"),
        Mischief("a second start", lambda call: call.give(call.start()), "started_twice"),
    )  # fmt: skip

    async def call(self, stage: Stage, *, authentic: bool = True) -> Caller:
        caller = Caller(stage, _webhooks(stage, "stream"), authentic=authentic)
        await caller.ring()
        await stage.clock.sleep(0.01)
        return caller


class GatherPeer:
    name, gateway = "twilio by gather", "twilio"
    can = frozenset({"source", "keys", "recognised", "vanish", "dialled", "carrier_transfer", "ticket", "busy"})
    mischief = (Mischief("a key that no telephone has", lambda call: call.press("5X"), "bad_key"),)

    async def call(self, stage: Stage, *, authentic: bool = True) -> Gathering:
        caller = Gathering(stage, _webhooks(stage, "gather"), authentic=authentic)
        await caller.ring()
        return caller


def _webhooks(stage: Stage, way: str) -> Webhooks:
    """One for all calls of a stage."""
    connector = stage.connector
    if way not in stage.kept:
        stage.kept[way] = Webhooks(twilio_settings(way), connector.exchange, connector.settings.call, stage.clock)
    board: Webhooks = stage.kept[way]
    return board


@PEERS.add("twilio by stream")
def _stream() -> Peer:
    return StreamPeer()


@PEERS.add("twilio by gather")
def _gather() -> Peer:
    return GatherPeer()
