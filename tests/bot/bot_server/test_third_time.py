"""Whatever action speaks, no question is put a third time in a row: a person is offered, and the second time one comes."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

import pytest
from rasa.shared.core.events import BotUttered, Event, FollowupAction, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot_server import third_time
from bot_server.third_time import DANGER, PERSON, READ_BACK


def put(slot: str, act: str = "ask", **more: Any) -> Dict[str, Any]:
    return {"act": act, "need": "theft_cold", "ask": {"slot": slot, "kind": "text"}, **more}


def after(*bodies: Optional[Dict[str, Any]]) -> List[Event]:
    """A call in which these replies were heard, and the caller has just spoken again."""
    events: List[Event] = []
    for body in bodies:
        events += [UserUttered("hm"), BotUttered("Something.", {"custom": {"civicline": body}})]
    return [*events, UserUttered("hm")]


def said(body: Dict[str, Any]) -> List[Dict[str, Any]]:
    return [{"text": "A sentence before."}, {"text": "The question?", "custom": {"civicline": body}}]


@pytest.mark.parametrize(
    "slot", ["where", "items.1.value", "pin", "need", "anything_else", "self_service", "after_transfer"]
)
def test_the_third_time_in_a_row_is_once_too_often(slot: str) -> None:
    assert not third_time.is_due(after(), said(put(slot)))
    assert not third_time.is_due(after(put(slot)), said(put(slot)))
    assert third_time.is_due(after(put(slot), put(slot)), said(put(slot)))


@pytest.mark.parametrize(
    ("before", "why"),
    [
        ((put("where"), put("when"), put("where")), "another question came between"),
        ((put("where"), put("where", act="inform")), "it was answered"),
        ((put("where", repeat=True), put("where")), "it was to be heard again"),
        ((put("where", voice={"wait_s": 60}), put("where")), "the caller looked for something"),
        ((put("where"), put("where"), put(PERSON)), "a person was turned down"),
    ],
)
def test_what_does_not_count(before: Any, why: str) -> None:
    assert not third_time.is_due(after(*before), said(put("where"))), why


def test_two_questions_do_not_take_turns_for_ever() -> None:
    turns = [put("value"), put("hate")] * 4
    assert third_time.is_due(after(*turns), said(put("value")))
    assert not third_time.is_due(after(*turns[:4]), said(put("value")))


def test_a_question_about_danger_between_does_not_begin_the_row_anew() -> None:
    assert third_time.is_due(after(put("where"), put(DANGER), put("where")), said(put("where")))


def test_a_wish_to_hear_it_again_is_granted_twice() -> None:
    again = put("where", repeat=True)
    assert not third_time.is_due(after(put("where")), said(again))
    assert not third_time.is_due(after(put("where"), again), said(again))
    assert third_time.is_due(after(put("where"), again, again), said(again))


def test_danger_is_asked_about_however_often() -> None:
    assert not third_time.is_due(after(put(DANGER), put(DANGER)), said(put(DANGER)))


def test_a_reading_back_is_heard_after_each_of_a_few_corrections() -> None:
    assert not third_time.is_due(after(*[put(READ_BACK)] * 5), said(put(READ_BACK)))
    assert third_time.is_due(after(*[put(READ_BACK)] * 6), said(put(READ_BACK)))


def test_a_person_is_offered_instead_and_what_was_said_beside_the_question_stays() -> None:
    tracker = DialogueStateTracker.from_events("call", after(put("where"), put("where")))
    responses, happened = third_time.instead(tracker, said(put("where")), [])
    assert responses[0] == {"text": "A sentence before."}
    assert responses[1]["response"] == "utter_offer_person"
    assert responses[1]["custom"]["civicline"]["ask"]["slot"] == PERSON
    assert not happened


def test_whoever_was_offered_one_before_is_connected() -> None:
    tracker = DialogueStateTracker.from_events("call", after(put(PERSON), put("where"), put("where")))
    responses, happened = third_time.instead(tracker, said(put("where")), [])
    assert not responses
    assert [one.action_name for one in happened if isinstance(one, FollowupAction)] == ["action_hand_over"]
