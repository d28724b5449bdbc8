"""After a miss: an example, then the keys, then a person; two in a row are always a person, whatever was missed."""

from __future__ import annotations

import pytest
from rasa_sdk import Action

from actions.conversation import ActionHelp, ActionHoldOn
from actions.misses import ActionMisheard, ActionNoInput, ActionNoMatch
from actions.routing import ValidateNeedForm
from actions.said_again import ActionRepeat, ActionSlower
from tests.bot.actions.desk import RESPONSES, Casework, Conversation

YES_NO = {
    "slot": "suspect_present",
    "kind": "yes_no",
    "prompt": "Is the person still there?",
    "reprompt": "Are they there?",
}
PLACE = {"slot": "where", "kind": "place", "prompt": "Where is it?", "reprompt": "What is the address?"}
CHOICE = {"slot": "kind", "kind": "choice", "prompt": "Which?", "reprompt": "Which?", "choices": ["car", "bike"]}


@pytest.mark.parametrize(("ask", "kind"), [(None, "open"), (YES_NO, "yes_no"), (PLACE, "place"), (CHOICE, "choice")])
@pytest.mark.parametrize("action", [ActionNoInput(), ActionMisheard()])
async def test_help_fits_the_question_and_grows(action: Action, ask: dict, kind: str) -> None:
    first = await Conversation(ask=ask).turn(action)
    assert first.text.endswith(str(RESPONSES[f"utter_example_{kind}"][0]["text"]).format(choices="car, or bike"))
    later = await Conversation(ask=ask, stumbles=1).turn(action)
    assert later.text.endswith(RESPONSES[f"utter_keys_{kind}"][0]["text"])


@pytest.mark.parametrize("first", [ActionNoInput(), ActionMisheard(), ActionNoMatch()])
@pytest.mark.parametrize(
    ("second", "reason"),
    [(ActionNoInput(), "no_input"), (ActionMisheard(), "low_confidence"), (ActionNoMatch(), "not_understood")],
)
async def test_any_two_misses_in_a_row_reach_a_person(first: Action, second: Action, reason: str) -> None:
    talk = await Conversation().turn(first, "hm", "nlu_fallback")
    assert talk.reply["act"] == "ask"
    await talk.turn(second, "hm", "nlu_fallback")
    assert (talk.reply["act"], talk.reply["reason"]) == ("transfer", reason)


@pytest.mark.parametrize("between", [ActionRepeat(), ActionHelp(), ActionHoldOn(), ActionSlower()])
async def test_a_turn_that_was_understood_ends_the_row(between: Action) -> None:
    talk = await Conversation(ask=YES_NO).turn(ActionNoInput())
    await talk.turn(between, "say that again", "ask_repeat")
    await talk.turn(ActionMisheard())
    assert talk.reply["act"] == "ask"


async def test_the_fourth_miss_of_a_call_reaches_a_person_even_when_none_followed_another() -> None:
    talk = await Conversation(ask=YES_NO, stumbles=3).turn(ActionMisheard())
    assert talk.reply["act"] == "transfer"


async def test_keys_are_not_offered_to_somebody_who_types() -> None:
    talk = await Conversation(ask=YES_NO, stumbles=1).turn(ActionMisheard(), metadata={"channel": "web"})
    assert "press" not in talk.text


async def test_an_answer_ends_the_row_but_the_ladder_remembers() -> None:
    casework = Casework(route=(200, {"status": "ask", "need": "theft_cold", "ask": PLACE}))
    talk = await Conversation(ask=YES_NO, need="theft_cold").turn(ActionMisheard())
    await talk.turn(ValidateNeedForm(casework.client()), "yes", "affirm")
    assert talk.slots["misses"] == 0
    await talk.turn(ActionMisheard())
    assert talk.text.endswith(RESPONSES["utter_keys_place"][0]["text"])


async def test_a_story_that_has_only_begun_is_asked_for_its_matter_and_then_reaches_a_person() -> None:
    began = "good morning i'm seventy eight years old and my wife has dialysis at eleven"
    talk = await Conversation().turn(ActionNoMatch(), began, "inform")
    assert talk.text == RESPONSES["utter_tell_more"][0]["text"]
    await talk.turn(ActionNoMatch(), "and we have lived on this street since nineteen eighty one", "inform")
    assert talk.reply["act"] == "transfer"
