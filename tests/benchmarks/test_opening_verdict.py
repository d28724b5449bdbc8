"""How a call's first words are judged: what is right, a question, a person, or acted upon wrongly."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.opening_verdict import (
    AGAIN,
    ALARM,
    DANGER,
    PERSON,
    RIGHT,
    WHICH,
    WRONG,
    Answer,
    Opening,
    both_served,
    verdict,
)

RESPONSES = {"utter_ask_recording": "I keep no sound."}
TO_A_PERSON = {"act": "transfer", "disposition": "call_taker", "destination": {"id": "call_taker"}}


def judged(right: str, text: str = "", **decision: Any) -> str:
    return verdict(Opening("any", tuple(right.split("|")), "words"), Answer(text, decision), RESPONSES)


@pytest.mark.parametrize(
    ("right", "decision", "wanted"),
    [
        ("theft_cold", {"need": "theft_cold", "ask": {"slot": "self_service"}}, RIGHT),
        ("bond|theft_cold", {"need": "theft_cold"}, RIGHT),
        ("theft_cold", {"need": "theft_cold", "ask": {"slot": "danger"}}, DANGER),
        ("theft_cold|danger", {"need": "theft_cold", "ask": {"slot": "danger"}}, RIGHT),
        ("theft_cold", {"need": "theft_cold", "ask": {"slot": "which_need"}}, WHICH),
        ("theft_cold", {"ask": {"slot": "need"}}, AGAIN),
        ("theft_cold", {"need": "speak_to_person", **TO_A_PERSON}, PERSON),
        ("theft_cold", {"need": "bond", "act": "transfer", "destination": {"id": "bonding_office"}}, WRONG),
        ("theft_cold", {"need": "emg_fire", "disposition": "911"}, ALARM),
        ("911", {"need": "emg_fire", "disposition": "911"}, RIGHT),
        ("elsewhere", {"need": "out_of_scope_chat", "act": "inform"}, RIGHT),
        ("elsewhere", {"need": "bond", "act": "transfer", "destination": {"id": "bonding_office"}}, WRONG),
        ("person", TO_A_PERSON, RIGHT),
    ],
)
def test_what_came_is_judged(right: str, decision: dict[str, Any], wanted: str) -> None:
    assert judged(right, **decision) == wanted


def test_a_response_that_is_said_is_right() -> None:
    assert judged("utter_ask_recording", "I keep no sound. How can I help?", ask={"slot": "need"}) == RIGHT
    assert judged("utter_ask_recording", "How can I help?", ask={"slot": "need"}) == AGAIN


def test_both_needs_are_served_or_the_person_is_told_of_the_other() -> None:
    first = Answer("", {"need": "towed_impound", "facts": {"asked_along": "parking_ticket"}})
    assert both_served(("towed_impound", "parking_ticket"), [first])
    assert not both_served(("towed_impound", "graffiti"), [first])
