"""The far end of the text-level gateway: posts activities, does what the answer says."""

import secrets
from typing import Any

from tests.voice_connector.gateways.conformance.peers import PEERS, Mischief, Order, Peer
from tests.voice_connector.gateways.conformance.stage import CALLER_NUMBER, DIALLED, Ear, Stage
from voice_connector.gateways.text.conversation import Conversation
from voice_connector.gateways.text.settings import TextSettings
from voice_connector.speech.interfaces import Pcm

SETTINGS = TextSettings.model_validate({"token": "a-token-of-nobody", "transfer_status": True, "refresh_s": 20})


class Bot:
    """AudioCodes' side of one call."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.ear = Ear(stage.clock.now)
        self.read: list[str] = []
        self.transfers: list[Order] = []
        self.nobody_answers = 0
        self.on_the_line = True
        self.session: dict[str, Any] = {}  # what the last sessionParams were
        connector = stage.connector
        self.conversation = Conversation(
            "conv-" + secrets.token_hex(8),
            SETTINGS,
            connector.exchange,
            connector.settings.call,
            stage.clock,
        )

    @property
    def closed(self) -> bool:
        return not self.on_the_line

    async def send(self, *activities: dict[str, Any]) -> None:
        stamped = [{"id": secrets.token_hex(8), "timestamp": "2026-03-02T17:00:00.000Z", **one} for one in activities]
        await self.post({"conversation": "conv", "activities": stamped})

    async def post(self, body: Any) -> None:
        for activity in (await self.conversation.activities(body)).get("activities", []):
            self._do(activity)

    def _do(self, activity: dict[str, Any]) -> None:
        self.session.update(activity.get("sessionParams", {}))
        if activity["type"] == "message":
            self.read.append(activity["text"])
        elif activity["name"] == "hangup":
            self.on_the_line = False
        elif activity["name"] == "transfer":
            given = activity["activityParams"]
            headers = {one["name"]: one["value"] for one in given["transferSipHeaders"]}
            number = given["transferTarget"].removeprefix("tel:")
            self.transfers.append(Order(number, headers.get("X-Civicline-Ticket")))
            self.stage.beside(self._ring())

    async def _ring(self) -> None:
        await self.stage.clock.sleep(3)
        if not self.nobody_answers:
            await self.send({"type": "event", "name": "transferStatus", "value": {"status": "answered"}})
            return
        self.nobody_answers -= 1
        told = {"status": "failed", "reasonCode": "no-answer"}
        await self.send({"type": "event", "name": "transferStatus", "value": told})

    async def refresh(self) -> None:
        while self.on_the_line:
            self.conversation.alive()
            await self.stage.clock.sleep(15)

    # --- what the caller does

    async def speak(self, sound: Pcm, chunks_ms: tuple[int, ...] = (20,)) -> None:
        raise NotImplementedError

    async def press(self, keys: str) -> None:
        await self.send({"type": "event", "name": "DTMF", "value": keys})

    async def say_words(self, text: str) -> None:
        await self.send({"type": "message", "text": text, "parameters": {"confidence": 0.83}})

    async def say_nothing(self) -> None:
        await self.stage.clock.sleep(self.session["userNoInputTimeoutMS"] / 1000)
        await self.send({"type": "event", "name": "noUserInput", "value": 1})

    async def wants_person(self) -> None:
        await self.press("0")

    async def hang_up(self) -> None:
        self.on_the_line = False
        self.conversation.disconnect()

    async def vanish(self) -> None:
        self.on_the_line = False
        await self.stage.clock.sleep(40)


async def _flood(bot: Bot) -> None:
    for _ in range(60):
        await bot.send({"type": "event", "name": "speechHypothesis", "value": "..."})


class TextPeer:
    name = gateway = "text"
    can = frozenset({"source", "keys", "recognised", "vanish", "dialled", "carrier_transfer", "ticket", "busy"})
    mischief = (
        Mischief("no object", lambda bot: bot.post(["activities"]), "not_an_object"),
        Mischief("no activities", lambda bot: bot.post({"activities": "all of them"}), "no_activities"),
        Mischief("a thousand activities", lambda bot: bot.post({"activities": [{}] * 1_000}), "no_activities"),
        Mischief("a message without words", lambda bot: bot.send({"type": "message", "text": 5}), "bad_text"),
        Mischief(
            "keys of no telephone", lambda bot: bot.send({"type": "event", "name": "DTMF", "value": "5x"}), "bad_key"
        ),
        Mischief("60 requests at once", _flood, "too_fast"),
    )

    async def call(self, stage: Stage, *, authentic: bool = True) -> Bot:
        bot = Bot(stage)
        parameters = {"caller": CALLER_NUMBER, "callee": DIALLED, "locale": "en-US"}
        await bot.send({"type": "event", "name": "start", "parameters": parameters})
        stage.beside(bot.refresh())
        return bot


@PEERS.add("text")
def _text() -> Peer:
    return TextPeer()
