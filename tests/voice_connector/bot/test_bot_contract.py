"""What a bot must keep, asked of the stand-in always and of the real one when CIVICLINE_RASA_URL is set: one contract for both."""

import json
import os
import threading
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import jsonschema_rs
import pytest

from tests.fakes.bot import FakeBot, serve
from voice_connector.bot import messages
from voice_connector.bot.client import PATH, RasaBot
from voice_connector.bot.messages import Message
from voice_connector.bot.replies import Ask, Transfer
from voice_connector.errors import BotFailed

SCHEMA = Path(__file__).parents[3] / "contracts/bot_reply.schema.json"
REAL = os.environ.get("CIVICLINE_RASA_URL")


@pytest.fixture(scope="module")
def stand_in() -> Iterator[str]:
    server = serve(FakeBot(), 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["stand-in", *(["real"] if REAL else [])])
def address(request: pytest.FixtureRequest, stand_in: str) -> str:
    return stand_in if request.param == "stand-in" else str(REAL)


@pytest.fixture
async def bot(address: str) -> AsyncIterator[RasaBot]:
    async with httpx.AsyncClient(base_url=address, trust_env=False) as client:
        yield RasaBot(client, timeout_s=10)


def spoken(text: str) -> Message:
    return Message(
        messages.words(text), {"agency": "denver", "channel": "voice", "language": "en", "stt_confidence": 0.9}
    )


def new_call() -> str:
    return f"contract-{uuid.uuid4().hex[:12]}"


async def test_a_loud_party_is_asked_about_or_handed_over(bot: RasaBot) -> None:
    reply = await bot.send(new_call(), spoken("there is a loud party next door"))
    assert reply.text
    assert reply.decision.need == "noise_party_now"


async def test_a_wish_for_a_person_is_a_transfer_to_a_person(bot: RasaBot) -> None:
    reply = await bot.send(new_call(), spoken("let me speak to a person"))
    assert isinstance(reply, Transfer)
    assert reply.decision.disposition == "call_taker"
    assert reply.decision.reason == "asked_for_person"


async def test_key_zero_is_the_same_wish(bot: RasaBot) -> None:
    reply = await bot.send(new_call(), Message(messages.speak_to_person(), {"agency": "denver", "channel": "voice"}))
    assert isinstance(reply, Transfer)
    assert reply.decision.reason == "asked_for_person"


async def test_an_emergency_is_spoken_without_interruption(bot: RasaBot) -> None:
    reply = await bot.send(new_call(), spoken("he has a gun and he is breaking in"))
    assert reply.decision.emergency
    assert reply.safety


async def test_silence_twice_is_a_person(bot: RasaBot) -> None:
    call, silence = new_call(), Message(messages.no_input(), {"agency": "denver", "channel": "voice"})
    first, second = await bot.send(call, silence), await bot.send(call, silence)
    assert isinstance(first, Ask) or first.text
    assert isinstance(second, Transfer)
    assert second.decision.reason == "no_input"


async def test_another_language_is_handed_over(bot: RasaBot) -> None:
    reply = await bot.send(new_call(), Message(messages.other_language("es"), {"agency": "denver", "channel": "voice"}))
    assert isinstance(reply, Transfer)
    assert reply.decision.reason == "other_language"


async def test_a_chat_gets_its_opening_line(bot: RasaBot) -> None:
    reply = await bot.send(new_call(), Message(messages.call_started(), {"agency": "denver", "channel": "web"}))
    assert reply.text


async def test_every_reply_of_the_stand_in_keeps_the_schema(stand_in: str) -> None:
    schema = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text("utf-8")))
    said = [
        "a loud party",
        "yes",
        "my case",
        "241077",
        "graffiti",
        "he has a gun",
        "a person please",
        "/no_input",
        "bye",
    ]
    call = new_call()
    for text in said:
        body = httpx.post(f"{stand_in}{PATH}", json={"sender": call, "message": text}, trust_env=False).json()
        objects = [part["custom"]["civicline"] for part in body if "custom" in part]
        assert len(objects) == 1
        schema.validate(objects[0])


async def test_a_bot_that_nobody_started_is_unreachable_within_its_time() -> None:
    async with httpx.AsyncClient(base_url="http://127.0.0.1:9", trust_env=False) as client:
        bot, began = RasaBot(client, timeout_s=1), time.monotonic()
        with pytest.raises(BotFailed) as failed:
            await bot.send(new_call(), spoken("hello"))
        assert failed.value.kind == "unreachable"
        assert time.monotonic() - began < 1
        await bot.tell(new_call(), spoken("hello"))
        assert not await bot.ready()


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("rubbish", "malformed"),
        ("not_json", "malformed"),
        ("empty", "empty"),
        ("undecided", "undecided"),
        ("status", "status"),
        ("huge", "too_large"),
    ],
)
async def test_each_way_of_failing_has_its_name(fault: str, kind: str) -> None:
    transport = httpx.MockTransport(FakeBot(fault=fault).handle)
    async with httpx.AsyncClient(base_url="http://bot.test", transport=transport) as client:
        with pytest.raises(BotFailed) as failed:
            await RasaBot(client, timeout_s=1).send(new_call(), spoken("hello"))
    assert failed.value.kind == kind


async def test_a_slow_bot_is_given_up_in_time() -> None:
    transport = httpx.MockTransport(FakeBot(delay_s=5).handle)
    async with httpx.AsyncClient(base_url="http://bot.test", transport=transport) as client:
        with pytest.raises(BotFailed, match=r"within 0\.05 s"):
            await RasaBot(client, timeout_s=0.05).send(new_call(), spoken("hello"))
