"""Nobody took the transfer: the caller has a choice, the number is read back and corrected in parts, and a promise is written."""

from __future__ import annotations

from typing import Any

import pytest

from actions.call_back import TIME, ActionCallBack, ActionWantsCallBack, ValidateCallBackForm, after_transfer
from actions.turn import Turn
from tests.bot.actions.desk import Casework, Conversation


def turn(text: str = "", digits: str = "") -> Turn:
    return Turn("call-1", text, "inform", 0.9, (), {}, {}, digits, {}, False)


ALL = ["again", "call_back", "other"]


@pytest.mark.parametrize(
    ("said", "keys", "choices", "meant"),
    [
        ("try again please", "", ALL, "again"),
        ("can somebody call me back", "", ALL, "call_back"),
        ("a callback", "", ALL, "call_back"),
        ("no leave it", "", ALL, "other"),
        ("something else", "", ALL, "other"),
        ("get me a person", "", ALL, "again"),
        ("try again", "", ALL, "again"),
        ("try once more", "", ALL, "again"),
        ("yes try again please", "", ALL, "again"),
        ("keep trying", "", ALL, "again"),
        ("yes call me back again later", "", ALL, "call_back"),
        ("blue", "", ALL, None),
        ("", "1", ALL, "again"),
        ("", "2", ALL, "call_back"),
        ("", "4", ALL, None),
        ("call me back", "", ["again", "other"], None),
        ("", "2", ["again", "other"], "other"),
    ],
)
def test_what_a_caller_wants_after_a_failed_transfer(said: str, keys: str, choices: list[str], meant: str) -> None:
    assert after_transfer(turn(said, keys), choices) == meant


async def test_whoever_wishes_to_be_rung_back_is_asked_for_the_number_at_once() -> None:
    talk = Conversation()
    await talk.turn(ActionWantsCallBack(), "can somebody call me back", "hold_on")
    assert [event["name"] for event in talk.happened if event["event"] == "followup"] == ["call_back_form"]
    await talk.turn(ValidateCallBackForm(), "can somebody call me back", "hold_on")
    assert talk.reply["ask"]["slot"] == "call_back_number"
    assert "nobody" not in talk.text


async def talk_to(*turns: dict[str, Any]) -> Conversation:
    talk = Conversation()
    for one in ({"text": "/transfer_failed", "intent": "transfer_failed"}, *turns):
        await talk.turn(ValidateCallBackForm(), **one)
    return talk


async def test_the_apology_names_danger_and_gives_a_choice() -> None:
    talk = await talk_to()
    assert "nobody could take your call" in talk.text
    assert "nine one one" in talk.text
    assert talk.reply["ask"] == {"slot": "after_transfer", "kind": "choice", "choices": ALL}


async def test_nobody_is_tried_for_ever() -> None:
    again = [{"text": "try again", "intent": "ask_repeat"}, {"text": "/transfer_failed", "intent": "transfer_failed"}]
    talk = await talk_to(*again)
    assert talk.reply["ask"]["choices"] == ALL
    for one in again:
        await talk.turn(ValidateCallBackForm(), **one)
    assert talk.reply["ask"]["choices"] == ["call_back", "other"]
    assert "try again" not in talk.text


async def test_a_call_back_is_written_with_number_and_time_and_with_the_story() -> None:
    talk = await talk_to(
        {"text": "call me back", "intent": "inform"},
        {"text": "/dtmf", "intent": "dtmf", "digits": "3035550123"},
        {"text": "no the last four are oh one nine nine", "intent": "deny"},
        {"text": "yes", "intent": "affirm"},
        {"text": "in the morning", "intent": "inform"},
    )
    assert talk.slots["call_back"]["then"] == "call_back"
    assert "0199" not in str(talk.slots), "the number lies open in the conversation's slots"
    casework = Casework(**{"call-backs": (201, {"id": "cb1"})})
    await talk.turn(ActionCallBack(casework.client()))
    [wish] = casework.requests("call-backs")
    assert (wish["number"], wish["best_time"], wish["ticket"]) == ("+13035550199", "morning", "T1")
    assert [story["reason"] for story in casework.requests("handovers")] == ["call_back"]
    assert "try to call you in the morning" in talk.text
    assert talk.reply["ask"]["slot"] == "anything_else"


async def test_the_number_is_read_back_before_it_counts() -> None:
    talk = await talk_to(
        {"text": "call me back", "intent": "inform"},
        {"text": "three oh three five five five oh one two three", "intent": "inform"},
    )
    assert talk.text == "That's three zero three, five five five, zero one two three. Is that right?"
    assert talk.reply["ask"]["kind"] == "yes_no"


async def test_trying_again_rings_a_person() -> None:
    talk = await talk_to({"text": "try again", "intent": "inform"})
    await talk.turn(ActionCallBack(Casework().client()))
    assert (talk.reply["act"], talk.reply["reason"]) == ("transfer", "asked_for_person")


async def test_two_answers_that_make_no_sense_ring_a_person_again() -> None:
    talk = await talk_to({"text": "blue", "intent": "inform"})
    assert talk.text.startswith("Sorry, I didn't get that.")
    await talk.turn(ValidateCallBackForm(), "green", "inform")
    assert talk.slots["call_back"] == {"then": "again"}


async def test_a_call_back_that_cannot_be_written_goes_to_a_person() -> None:
    talk = await talk_to(
        {"text": "call me back", "intent": "inform"},
        {"text": "3035550123", "intent": "inform"},
        {"text": "yes", "intent": "affirm"},
        {"text": "any time", "intent": "inform"},
    )
    await talk.turn(ActionCallBack(Casework(**{"call-backs": (503, {})}).client()))
    assert (talk.reply["act"], talk.reply["reason"]) == ("transfer", "system_failure")


async def test_something_else_leads_back_to_the_opening_question() -> None:
    talk = await talk_to({"text": "no leave it", "intent": "deny"})
    await talk.turn(ActionCallBack(Casework().client()))
    assert talk.text == "How can I help you?"


@pytest.mark.parametrize(
    ("said", "when"), [("any time after five", "evening"), ("before noon", "morning"), ("whenever", "any_time")]
)
async def test_a_time_by_the_clock_is_a_time_of_the_day(said: str, when: str) -> None:
    talk = Conversation(ask={**TIME, "sealed": None})
    await talk.turn(ValidateCallBackForm(), said, "inform")
    assert talk.slots["call_back"]["best_time"] == when
