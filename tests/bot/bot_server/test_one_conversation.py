"""A turn that is sent again is taken once, a database that is away is told as such, and endpoints.yml works without its variables."""

from __future__ import annotations

import json
import os
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, AsyncIterator, Dict, List, Optional

import pytest
import sqlalchemy.exc
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.lock_store import LockStore
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot_server import events
from bot_server.__main__ import fill_in
from bot_server.patches import one_conversation
from bot_server.rest import Rest
from launcher.paths import ROOT
from launcher.settings import OF_SEVERAL_HOSTS, Settings
from tracker_store.errors import Overtaken
from tracker_store.locks import InMemory, TurnLocks

DONE: List[Event] = [
    ActionExecuted("action_listen"),
    UserUttered("the one before", metadata={"turn": "t1"}),
    BotUttered("older"),
    UserUttered("a wallet", metadata={"turn": "t2"}),
    BotUttered("Where was it?", {"custom": {"civicline": {"act": "ask"}}}),
    ActionExecuted("action_listen"),
]


class _Locks:
    @asynccontextmanager
    async def lock(self, conversation: str) -> AsyncIterator[None]:
        yield


class _Processor:
    def __init__(self) -> None:
        self.worked_on: List[str] = []

    async def handle_message(self, message: UserMessage) -> List[Dict[str, Any]]:
        self.worked_on.append(message.text)
        return [{"text": "worked on"}]


def agent(kept: List[Event]) -> Any:
    async def retrieve(_: str) -> Optional[DialogueStateTracker]:
        return DialogueStateTracker.from_events("call-1", kept) if kept else None

    store = SimpleNamespace(retrieve=retrieve)
    return SimpleNamespace(is_ready=lambda: True, lock_store=_Locks(), tracker_store=store, processor=_Processor())


def sent(turn: str, again: bool) -> UserMessage:
    told = {"turn": turn, **({"again": True} if again else {})}
    return UserMessage("a wallet", CollectingOutputChannel(), "call-1", metadata=told)


async def test_a_turn_that_was_done_is_answered_as_before_and_not_done_twice() -> None:
    bot = agent(DONE)
    answer = await one_conversation.handle_message(bot, sent("t2", again=True))
    assert not bot.processor.worked_on
    assert [part["text"] for part in answer or [] if "text" in part] == ["Where was it?"]
    assert [part["custom"]["civicline"]["act"] for part in answer or [] if "custom" in part] == ["ask"]


@pytest.mark.parametrize(("kept", "turn"), [(DONE, "t3"), (DONE, "t1"), ([], "t1"), (DONE[:4], "t2")])
async def test_a_turn_that_was_not_done_is_done(kept: List[Event], turn: str) -> None:
    bot = agent(kept)
    await one_conversation.handle_message(bot, sent(turn, again=True))
    assert bot.processor.worked_on == ["a wallet"]


async def test_a_code_that_only_a_mask_is_left_of_is_asked_for_again() -> None:
    masked = BotUttered("Your code is [number].", metadata={"masked": True})
    bot = agent([*DONE[:4], masked])
    await one_conversation.handle_message(bot, sent("t2", again=True))
    assert bot.processor.worked_on == ["/ask_repeat"]


async def test_a_turn_that_comes_once_is_not_looked_for() -> None:
    bot = agent(DONE)
    await one_conversation.handle_message(bot, sent("t2", again=False))
    assert bot.processor.worked_on == ["a wallet"]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Overtaken("x"), 503),
        (sqlalchemy.exc.OperationalError("x", None, Exception()), 503),
        (RuntimeError("ours"), 500),
    ],
)
async def test_a_failed_turn_is_told_by_its_status(error: Exception, status: int) -> None:
    async def fails(_: UserMessage) -> None:
        raise error

    answer = await Rest()._answer(fails, {"sender": "call-1", "message": "hello"})
    assert answer.status == status
    assert "hello" not in (answer.body or b"").decode()


async def test_the_answer_is_what_was_said() -> None:
    async def says(message: UserMessage) -> None:
        await message.output_channel.send_text_message(message.sender_id, "Hello.")

    answer = await Rest()._answer(says, {"sender": "call-1", "message": "hello"})
    assert json.loads(answer.body or b"") == [{"recipient_id": "call-1", "text": "Hello."}]


def test_no_second_store_in_memory_stands_behind_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Agent, "_create_tracker_store", staticmethod(one_conversation.tracker_store_of))
    store = SimpleNamespace(domain=None)
    assert one_conversation.tracker_store_of(store, Domain.empty()) is store  # type: ignore[arg-type]


async def test_endpoints_read_every_variable_that_the_launcher_sets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ports = dict.fromkeys(("casework", "actions", "rasa", "connector", "citizen", "console"), 1)
    for name, value in Settings(ports, tmp_path, "token").environment({}).items():
        if name.startswith("CIVICLINE_"):
            monkeypatch.setenv(name, value)
    monkeypatch.chdir(ROOT)
    read = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    store = TrackerStore.create(read.tracker_store, domain=Domain.empty())
    assert store.engine.dialect.name == "sqlite"  # type: ignore[attr-defined]
    locks = LockStore.create(read.lock_store)
    assert isinstance(locks, TurnLocks)
    assert isinstance(locks._locks, InMemory)
    assert await events.Events.from_endpoint_config(read.event_broker) is None


def test_an_address_of_rabbitmq_is_read_whole() -> None:
    found = events.addressed("amqp://bot:p%40ss@broker.example:5673/calls")
    assert found == {
        "host": "amqp://bot:p%40ss@broker.example:5673/calls",
        "port": 5673,
        "username": "bot",
        "password": "p@ss",
    }
    with pytest.raises(ValueError, match="CIVICLINE_EVENTS_URL"):
        events.addressed("kafka://broker")


def test_a_rasa_that_is_started_by_itself_needs_only_what_an_installation_means(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in OF_SEVERAL_HOSTS:
        monkeypatch.delenv(name, raising=False)
    fill_in()
    assert all(os.environ[name] == "" for name in OF_SEVERAL_HOSTS)
