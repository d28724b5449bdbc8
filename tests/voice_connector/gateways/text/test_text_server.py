"""The text-level gateway on the served connector: create, activities, refresh, disconnect, WebSocket; and who is let in."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import websockets
from structlog.testing import capture_logs

from tests.voice_connector.stage_server import Served, served

NAMES = (f"text-gateway-test-{number}" for number in itertools.count())
TOKEN = "a-token-of-nobody"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
START = {"type": "event", "name": "start", "parameters": {"caller": "+13035550199", "callee": "+17205550100"}}
NUMBERS = itertools.count()


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path, next(NAMES), text={"token": TOKEN}) as running:
        yield running


async def ask(line: Served, path: str, body: Any = None, method: str = "POST", **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await client.request(method, line.address + path, content=content, headers=headers or BEARER)


class FarEnd:
    def __init__(self, line: Served, urls: dict[str, Any]) -> None:
        self.line, self.urls = line, urls

    async def send(self, *activities: dict[str, Any]) -> list[dict[str, Any]]:
        stamped = [{"id": f"a-{next(NUMBERS)}", "timestamp": "2026-03-02T17:00:00Z", **one} for one in activities]
        answer = await ask(self.line, self.urls["activitiesURL"], {"conversation": "conv-1", "activities": stamped})
        assert answer.status_code == 200, answer.text
        return list(answer.json().get("activities", []))


async def conversation(line: Served) -> FarEnd:
    created = await ask(line, "/text/bot", {"conversation": "conv-1", "id": "1", "timestamp": "2026-03-02T17:00:00Z"})
    assert created.status_code == 200
    return FarEnd(line, created.json())


def says(text: str, confidence: float = 0.9) -> dict[str, Any]:
    return {"type": "message", "text": text, "parameters": {"confidence": confidence}}


async def filed(line: Served) -> dict[str, Any]:
    async with asyncio.timeout(15):
        while not line.casework.calls:
            await asyncio.sleep(0.02)
    [record] = line.casework.calls.values()
    return record


async def test_a_call_from_start_to_transfer(line: Served) -> None:
    far = await conversation(line)
    [greeting] = await far.send(START)
    assert greeting["text"] == "Hello."
    assert greeting["sessionParams"]["userNoInputTimeoutMS"] == 30_000
    assert greeting["id"]
    [question] = await far.send(says("there is a loud party"))
    assert question["text"] == "Is it happening right now?"
    words, transfer = await far.send(says("yes", 0.95))
    assert words["text"] == "I'm connecting you to a call-taker."
    assert transfer["name"] == "transfer"
    assert transfer["activityParams"]["transferTarget"] == "tel:+15550100"
    assert {"name": "X-Civicline-Ticket", "value": "tick-1"} in transfer["activityParams"]["transferSipHeaders"]
    await ask(line, far.urls["disconnectURL"], {"conversation": "conv-1", "reason": "transferred"})
    record = await filed(line)
    assert record["transfer"]["outcome"] == "connected"
    assert record["gateway"] == "text"
    assert "3035550199" not in str(record)
    assert "conv-1" not in str(record)


async def test_a_number_is_collected_at_the_far_end_and_taken_whole(line: Served) -> None:
    far = await conversation(line)
    await far.send(START)
    [question] = await far.send(says("my case"))
    assert question["sessionParams"]["dtmfCollectMaxDigits"] == 6
    [answer] = await far.send({"type": "event", "name": "DTMF", "value": "241077"})
    assert "with a detective" in answer["text"]


async def test_an_emergency_sentence_cannot_be_interrupted_at_the_far_end(line: Served) -> None:
    far = await conversation(line)
    await far.send(START)
    words, transfer = await far.send(says("he has a knife", 0.3))
    assert words["activityParams"] == {"bargeIn": False}
    assert transfer["activityParams"]["handoverReason"] == "emergency"


async def test_an_activity_that_comes_twice_happens_once(line: Served) -> None:
    far = await conversation(line)
    await far.send(START)
    twice = {"conversation": "conv-1", "activities": [{"id": "same", **says("there is a loud party")}]}
    first = await ask(line, far.urls["activitiesURL"], twice)
    second = await ask(line, far.urls["activitiesURL"], twice)
    assert first.json() == second.json()
    assert line.bot.messages() == ["there is a loud party"]


async def test_over_a_websocket_answers_come_when_they_are_ready(line: Served) -> None:
    far = await conversation(line)
    address = line.address.replace("http", "ws") + far.urls["websocketURL"]
    async with websockets.connect(address, additional_headers=BEARER, proxy=None) as socket:
        await asyncio.sleep(0.1)
        assert await far.send(START) == []
        async with asyncio.timeout(10):
            greeting = json.loads(await socket.recv())
            assert greeting["activities"][0]["text"] == "Hello."
            assert await far.send(says("graffiti on my wall")) == []
            words = json.loads(await socket.recv())
    assert [one["type"] for one in words["activities"]] == ["message", "event"]


async def test_a_caller_who_hangs_up_is_an_abandoned_call(line: Served) -> None:
    far = await conversation(line)
    await far.send(START)
    await ask(line, far.urls["disconnectURL"], {"conversation": "conv-1"})
    assert (await filed(line))["disposition"] == "abandoned"


async def test_the_far_end_can_check_that_we_are_there(line: Served) -> None:
    assert (await ask(line, "/text/bot", method="GET")).json() == {"type": "ac-bot-api", "success": True}
    far = await conversation(line)
    assert (await ask(line, far.urls["refreshURL"], {})).json() == {"expiresSeconds": 60}


@pytest.mark.parametrize("bearer", ["", "Bearer wrong", "bearer " + TOKEN, "Basic " + TOKEN, "Bearer " + TOKEN + "x"])
async def test_without_the_token_nothing_can_be_reached(line: Served, bearer: str) -> None:
    far = await conversation(line)
    with capture_logs() as logs:
        for path in ("/text/bot", far.urls["activitiesURL"], far.urls["refreshURL"], far.urls["disconnectURL"]):
            refused = await ask(line, path, {"conversation": "c", "activities": []}, Authorization=bearer or "none")
            assert refused.status_code == 401
    assert line.connector.exchange.active == 0
    assert [entry["event"] for entry in logs] == ["a request without the text gateway's token was refused"] * 4


async def test_a_websocket_without_the_token_is_refused(line: Served) -> None:
    far = await conversation(line)
    address = line.address.replace("http", "ws") + far.urls["websocketURL"]
    with pytest.raises((websockets.InvalidStatus, websockets.ConnectionClosed)):
        async with websockets.connect(address, proxy=None) as socket:
            await socket.recv()


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 20_000, b"[]", b'{"conversation": 5}', b'{"conversation": ""}'])
async def test_a_conversation_that_cannot_be_read_is_refused(line: Served, body: bytes) -> None:
    assert (await ask(line, "/text/bot", body)).status_code == 400


async def test_rubbish_in_a_conversation_ends_it_with_a_transfer_and_no_other(line: Served) -> None:
    bad, good = await conversation(line), await conversation(line)
    await bad.send(START)
    await good.send(START)
    answer = (await ask(line, bad.urls["activitiesURL"], b"x" * 60_000)).json()
    assert answer["activities"][0]["name"] == "transfer"
    assert (await good.send(says("graffiti on my wall")))[-1]["name"] == "transfer"


async def test_a_conversation_without_room_rings_one_queue_after_the_other(tmp_path: Path) -> None:
    async with served(tmp_path, next(NAMES), most_chats=1, text={"token": TOKEN}) as line:
        first, second = await conversation(line), await conversation(line)
        await first.send(START)
        [transfer] = await second.send(START)
        assert transfer["activityParams"]["transferTarget"] == "tel:+15550100"
        assert await second.send({"type": "event", "name": "playFinished"}) == []
        failed = {"status": "failed", "reasonCode": "busy"}
        [transfer] = await second.send({"type": "event", "name": "transferStatus", "value": failed})
        assert transfer["activityParams"]["transferTarget"] == "tel:+15550111"
        words, hangup = await second.send({"type": "event", "name": "transferStatus", "value": failed})
        assert "nobody could take your call" in words["text"]
        assert hangup["name"] == "hangup"


async def test_without_a_token_in_the_settings_there_is_no_such_gateway(tmp_path: Path) -> None:
    async with served(tmp_path, next(NAMES)) as line:
        assert (await ask(line, "/text/bot", method="GET")).status_code == 404


async def test_a_second_websocket_for_a_conversation_hears_nothing_of_it(line: Served) -> None:
    far = await conversation(line)
    address = line.address.replace("http", "ws") + far.urls["websocketURL"]
    async with websockets.connect(address, additional_headers=BEARER, proxy=None) as first:
        await asyncio.sleep(0.1)
        async with websockets.connect(address, additional_headers=BEARER, proxy=None) as second:
            await far.send(START)
            async with asyncio.timeout(10):
                assert json.loads(await first.recv())["activities"][0]["text"] == "Hello."
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.3):
                    await second.recv()
        await far.send(says("graffiti on my wall"))
        async with asyncio.timeout(10):
            assert json.loads(await first.recv())["activities"]
