"""A conversation copied our way is the one that Rasa's copy makes by playing all events again."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any, Dict, Iterator, List

import pytest
from rasa.shared.core import events as rasas
from rasa.shared.core.domain import Domain
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

from bot_server.patches import tracker_copies

DOMAIN = Domain.load(str(Path(__file__).parents[3] / "domain.yml"))
OPENED: List[rasas.Event] = [
    rasas.ActionExecuted("action_session_start"),
    rasas.SessionStarted(),
    rasas.ActionExecuted("action_listen"),
    rasas.UserUttered("my car was towed", {"name": "towed_impound"}, metadata={"channel": "web"}),
]
ASKED: List[rasas.Event] = [
    *OPENED,
    rasas.ActionExecuted("need_form"),
    rasas.ActiveLoop("need_form"),
    rasas.SlotSet("need", "towed_impound"),
    rasas.SlotSet("facts", {"where": "14th and Pearl"}),
    rasas.BotUttered("Was it today?", {"custom": {}}),
    rasas.ActionExecuted("action_listen"),
    rasas.UserUttered("yes", {"name": "affirm"}),
]
TALKS: Dict[str, List[rasas.Event]] = {
    "nothing yet": [],
    "a session only": OPENED[:2],
    "first words": OPENED,
    "a form asks": ASKED,
    "the form went on": [*ASKED, rasas.ActionExecuted("need_form"), rasas.ActiveLoop(None), rasas.SlotSet("ask", None)],
    "the form was rejected": [*ASKED, rasas.ActionExecutionRejected("need_form")],
    "the form was interrupted": [*ASKED, rasas.LoopInterrupted(True)],
    "another action is due": [*ASKED, rasas.ActionExecuted("action_route"), rasas.FollowupAction("report_form")],
    "taken back": [*ASKED, rasas.ActionExecuted("action_route"), rasas.UserUtteranceReverted()],
    "an action taken back": [*ASKED, rasas.ActionExecuted("action_route"), rasas.ActionReverted()],
    "started over": [*ASKED, rasas.Restarted()],
    "paused": [*ASKED, rasas.ActionExecuted("action_listen"), rasas.ConversationPaused()],
    "all forgotten": [*ASKED, rasas.ActionExecuted("action_listen"), rasas.AllSlotsReset()],
}


@pytest.fixture(autouse=True)
def slots_as_rasa_has_them() -> Iterator[None]:
    yield
    if "__copy__" in Slot.__dict__:
        del Slot.__copy__


def conversation(name: str) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("call-1", copy.deepcopy(TALKS[name]), slots=DOMAIN.slots)


def everything(tracker: DialogueStateTracker) -> Dict[str, Any]:
    state = tracker.current_state(EventVerbosity.ALL)
    slots = {name: dict(slot.__dict__) for name, slot in tracker.slots.items()}
    rest = {key: value for key, value in tracker.__dict__.items() if key not in ("slots", "events")}
    return {**state, "all slots": slots, "all events": list(tracker.events), "rest": rest}


@pytest.mark.parametrize("name", TALKS)
def test_a_copy_is_rasas_copy(name: str) -> None:
    tracker = conversation(name)
    wanted = everything(tracker_copies._rasas_copy(tracker))
    Slot.__copy__ = tracker_copies.copy_slot
    assert everything(tracker_copies.copy_tracker(tracker)) == wanted


@pytest.mark.parametrize("name", TALKS)
def test_what_happens_to_a_copy_does_not_happen_to_the_conversation(name: str) -> None:
    tracker = conversation(name)
    before = copy.deepcopy(everything(tracker))
    Slot.__copy__ = tracker_copies.copy_slot
    other = tracker_copies.copy_tracker(tracker)
    later = [rasas.SlotSet("need", "noise"), rasas.ActionExecuted("need_form"), rasas.ActiveLoop("need_form")]
    other.update_with_events([*later, rasas.ActionExecutionRejected("need_form"), rasas.ConversationPaused()], DOMAIN)
    assert everything(tracker) == before


def test_a_conversation_that_keeps_few_events_is_copied_as_rasa_does() -> None:
    tracker = DialogueStateTracker.from_events("call-1", copy.deepcopy(ASKED), DOMAIN.slots, max_event_history=4)
    assert everything(tracker_copies.copy_tracker(tracker)) == everything(tracker_copies._rasas_copy(tracker))


def test_every_slot_is_copied_with_its_values_and_its_class() -> None:
    for slot in DOMAIN.slots:
        slot = copy.copy(slot)
        slot.value = None
        other = tracker_copies.copy_slot(slot)
        assert type(other) is type(slot)
        assert other is not slot
        assert other.__dict__ == slot.__dict__
