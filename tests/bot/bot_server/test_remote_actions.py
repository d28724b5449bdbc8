"""When our own action server fails, the caller gets a person: never silence, never five minutes."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any, AsyncIterator, Awaitable, Callable, List, Optional

import jsonschema
import pytest
from aiohttp import web
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot_server.patches import remote_actions

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = json.loads((ROOT / "contracts/bot_reply.schema.json").read_text("utf-8"))
DOMAIN = Domain.load(str(ROOT / "domain.yml"))
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@pytest.fixture
async def serve() -> AsyncIterator[Callable[[Answer], Awaitable[str]]]:
    runners: List[web.AppRunner] = []

    async def start(answer: Answer) -> str:
        app = web.Application()
        app.router.add_post("/webhook", answer)
        runner = web.AppRunner(app)
        await runner.setup()
        runners.append(runner)
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}/webhook"

    yield start
    for runner in runners:
        await runner.cleanup()


async def run(
    url: str, action: str = "action_route", need: str = "theft_cold", said: Optional[UserUttered] = None
) -> List[Event]:
    events = [SlotSet("need", need), *([said] if said else [])]
    tracker = DialogueStateTracker.from_events("call-1", events, DOMAIN.slots)
    nlg = TemplatedNaturalLanguageGenerator(DOMAIN.responses)
    remote = RemoteAction(action, EndpointConfig(url, enable_selective_domain=True))
    return await remote_actions.run(remote, CollectingOutputChannel(), nlg, tracker, DOMAIN)


def object_of(events: List[Event]) -> Any:
    (uttered,) = events
    assert isinstance(uttered, BotUttered)
    assert uttered.text
    reply = uttered.data["custom"]["civicline"]
    jsonschema.validate(reply, SCHEMA)
    return reply


async def test_an_action_that_answers_gives_its_words_and_events(serve: Any) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        assert (asked["next_action"], asked["sender_id"]) == ("action_route", "call-1")
        slot = {"event": "slot", "name": "need", "value": "barking_dog"}
        return web.json_response({"events": [slot], "responses": [{"text": "hello"}]})

    uttered, slot = await run(await serve(answer))
    assert (uttered.text, slot.value) == ("hello", "barking_dog")


async def test_a_form_whose_validation_fails_brings_a_person_and_is_not_thrown_away() -> None:
    events = await run("http://127.0.0.1:9/webhook", action="validate_report_form")
    assert object_of(events[:1])["reason"] == "system_failure"
    assert any(isinstance(event, SlotSet) for event in events[1:])  # else Rasa rejects the form, and the words with it


async def test_an_action_server_that_is_down_means_a_person() -> None:
    reply = object_of(await run("http://127.0.0.1:9/webhook"))
    assert (reply["act"], reply["reason"], reply["need"]) == ("transfer", "system_failure", "theft_cold")


async def test_an_emergency_is_told_to_dial_though_the_action_server_is_down() -> None:
    events = await run("http://127.0.0.1:9/webhook", action="action_emergency")
    reply = object_of(events)
    assert (reply["disposition"], reply["reason"], reply["voice"]) == ("911", "emergency", {"safety": True})
    assert "dial" in events[0].text


async def test_who_despairs_is_not_told_to_hang_up_though_the_action_server_is_down() -> None:
    said = UserUttered("i want to end my life", intent={"name": "are_you_robot", "confidence": 0.9})
    said.parse_data = {"emergency": {"is": True, "sure": True, "need": "suicidal_self_other", "phrase": "end my life"}}
    events = await run("http://127.0.0.1:9/webhook", action="action_emergency", said=said)
    reply = object_of(events)
    assert (reply["act"], reply["disposition"], reply["need"]) == ("transfer", "call_taker", "suicidal_self_other")
    assert "stay with me" in events[0].text.lower()
    assert "hang up" not in events[0].text.lower()


async def test_a_slow_action_server_means_a_person_in_time(serve: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote_actions, "TIMEOUT_S", 0.2)
    monkeypatch.setattr(remote_actions, "_CONNECTIONS", remote_actions.Connections())

    async def never(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(20)
        return web.json_response({})

    started = time.monotonic()
    assert object_of(await run(await serve(never)))["reason"] == "system_failure"
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, "{}"),
        (200, "not json"),
        (200, "[]"),
        (200, '{"events": "none"}'),
        (200, '{"events": [{"event": 7}]}'),
        (404, "{}"),
    ],
)
async def test_rubbish_from_the_action_server_means_a_person(serve: Any, status: int, body: str) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text=body, content_type="application/json")

    assert object_of(await run(await serve(answer)))["act"] == "transfer"


@pytest.mark.parametrize("first", [502, 503, None])
async def test_an_action_server_that_goes_away_is_asked_once_more(serve: Any, first: Optional[int]) -> None:
    """Behind one address there may be another; `None`: the connection is cut."""
    asked: List[str] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        asked.append((await request.json())["next_action"])
        if len(asked) > 1:
            return web.json_response({"responses": [{"text": "hello"}]})
        if first is not None:
            return web.Response(status=first)
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    (uttered,) = await run(await serve(answer))
    assert isinstance(uttered, BotUttered)
    assert uttered.text == "hello"
    assert len(asked) == 2


async def test_an_action_may_still_reject_its_execution(serve: Any) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.json_response({"action_name": "action_route", "error": "not now"}, status=400)

    with pytest.raises(ActionExecutionRejection):
        await run(await serve(answer))


def test_no_action_is_sent_the_domain() -> None:
    """Rasa sends it to every form that is listed without `send_domain: false`: twenty kilobytes a turn that nobody reads."""
    ours = [name for name in DOMAIN.user_actions if not name.startswith("utter_")]
    assert ours
    assert not [name for name in ours if DOMAIN.does_custom_action_explicitly_need_domain(name)]
