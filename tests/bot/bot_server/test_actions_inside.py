"""Actions inside Rasa's process do what the action server does, and their failures bring a person as its failures do."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Iterator, List

import pytest
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot_server import actions_inside
from bot_server.patches import remote_actions

DOMAIN = Domain.load(str(Path(__file__).resolve().parents[3] / "domain.yml"))
NOBODY = EndpointConfig("http://127.0.0.1:9/webhook", enable_selective_domain=True)
PACKAGE = """
import asyncio
from rasa_sdk import Action
from rasa_sdk.events import SlotSet
from rasa_sdk.interfaces import ActionExecutionRejection

class Answers(Action):
    def name(self): return "action_route"
    async def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text=f"{tracker.sender_id}, {tracker.get_slot('need')}")
        tracker.slots["facts"]["where"] = "changed in place"
        return [SlotSet("asked", ["where", ("when", 1)])]

class Slow(Action):
    def name(self): return "action_slower"
    async def run(self, dispatcher, tracker, domain): await asyncio.sleep(30)

class Breaks(Action):
    def name(self): return "action_help"
    async def run(self, dispatcher, tracker, domain): raise KeyError("broken")

class GivesNoJson(Action):
    def name(self): return "action_repeat"
    async def run(self, dispatcher, tracker, domain): return [SlotSet("need", object())]

class Rejects(Action):
    def name(self): return "action_thanks"
    def run(self, dispatcher, tracker, domain): raise ActionExecutionRejection("action_thanks", "not now")
"""


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "small_town_actions.py").write_text(PACKAGE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv(actions_inside.SETTING, "small_town_actions")
    monkeypatch.setattr(remote_actions, "_inside", actions_inside.from_environment())
    return


def conversation() -> DialogueStateTracker:
    known = [SlotSet("need", "theft_cold"), SlotSet("facts", {"where": "Pearl St"})]
    return DialogueStateTracker.from_events("call-1", list(known), DOMAIN.slots)


async def run(action: str, tracker: Any = None) -> List[Event]:
    nlg = TemplatedNaturalLanguageGenerator(DOMAIN.responses)
    remote = RemoteAction(action, NOBODY)
    return await remote_actions.run(remote, CollectingOutputChannel(), nlg, tracker or conversation(), DOMAIN)


async def test_an_action_gives_its_words_and_events_as_json_does() -> None:
    uttered, slot = await run("action_route")
    assert (uttered.text, slot.value) == ("call-1, theft_cold", ["where", ["when", 1]])


async def test_an_action_cannot_change_the_conversation_itself() -> None:
    tracker = conversation()
    await run("action_route", tracker)
    assert tracker.get_slot("facts") == {"where": "Pearl St"}


@pytest.mark.parametrize("action", ["action_help", "action_repeat", "action_goodbye", "action_slower"])
async def test_an_action_that_breaks_hangs_or_is_not_there_brings_a_person_in_time(
    action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote_actions, "TIMEOUT_S", 0.3)
    started = time.monotonic()
    (uttered,) = await run(action)
    assert time.monotonic() - started < 3
    assert isinstance(uttered, BotUttered)
    reply = uttered.data["custom"]["civicline"]
    assert (reply["act"], reply["reason"], reply["need"]) == ("transfer", "system_failure", "theft_cold")


async def test_an_action_may_reject() -> None:
    with pytest.raises(ActionExecutionRejection):
        await run("action_thanks")


def test_a_package_that_is_not_there_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(actions_inside.SETTING, "no_such_package")
    with pytest.raises(SystemExit):
        actions_inside.from_environment()


def test_without_the_setting_the_action_server_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(actions_inside.SETTING)
    assert actions_inside.from_environment() is None
