"""A caller whom two needs fit nearly as well is asked which; nobody in danger is, and nobody twice."""

from __future__ import annotations

from typing import Any, List

import pytest

from actions.routing import ActionRoute, ValidateNeedForm
from actions.which_need import asked_below
from tests.bot.actions.desk import Casework, Conversation

DECIDED = {
    "status": "decided",
    "disposition": "transfer",
    "act": "transfer",
    "destination": {"id": "general_line", "name": "General line", "phone": "+17205550100"},
    "say": "I'm connecting you.",
    "notices": [],
    "rule": "default",
}
TWO = ["graffiti", "pothole_street"]


async def begun(casework: Casework, between: List[str], said: str = "the stop sign is painted over") -> Conversation:
    scope = {"candidates": between, "sure": 0.4}
    return await Conversation().turn(ValidateNeedForm(casework.client()), said, between[0], scope=scope)


async def test_of_two_needs_that_are_as_likely_the_caller_is_asked_which() -> None:
    casework = Casework(route=(200, DECIDED))
    talk = await begun(casework, TWO)
    assert "graffiti" in talk.text
    assert "pothole" in talk.text
    assert talk.text.count("?") == 1
    assert talk.reply["ask"] == {"slot": "which_need", "kind": "choice", "choices": ["first", "second"]}
    assert not casework.requests("route")


@pytest.mark.parametrize(
    ("answer", "turn", "need"),
    [
        ("the second one please", {"intent": "inform"}, "pothole_street"),
        ("um the first", {"intent": "inform"}, "graffiti"),
        ("/dtmf", {"intent": "dtmf", "digits": "2"}, "pothole_street"),
        ("somebody sprayed it", {"intent": "graffiti"}, "graffiti"),
        (
            "it's the sign that needs fixing",
            {"intent": "nlu_fallback", "likely": ["dumping", "pothole_street"]},
            "pothole_street",
        ),
        ("no my car was towed", {"intent": "towed_impound", "likely": ["towed_impound"]}, "towed_impound"),
    ],
)
async def test_the_answer_is_the_need(answer: str, turn: Any, need: str) -> None:
    casework = Casework(route=(200, DECIDED))
    talk = await begun(casework, TWO)
    scope = {"candidates": turn.get("likely", [turn["intent"]])}
    await talk.turn(
        ValidateNeedForm(casework.client()), answer, turn["intent"], scope=scope, digits=turn.get("digits", "")
    )
    assert [asked["need"] for asked in casework.requests("route")] == [need]
    assert "which_need" not in casework.requests("route")[0]["facts"]


async def test_neither_is_asked_openly_once() -> None:
    casework = Casework(route=(200, DECIDED))
    talk = await begun(casework, TWO)
    await talk.turn(ValidateNeedForm(casework.client()), "neither", "deny")
    await talk.turn(ActionRoute(casework.client()))
    assert talk.reply["ask"] == {"slot": "need", "kind": "open"}
    assert not casework.requests("route")
    await talk.turn(
        ValidateNeedForm(casework.client()), "the sign", TWO[1], scope={"candidates": TWO[::-1], "sure": 0.4}
    )
    assert [asked["need"] for asked in casework.requests("route")] == [TWO[1]]


@pytest.mark.parametrize(
    "answer", [("it's complicated", "nlu_fallback"), ("well", "affirm"), ("i don't know", "dont_know")]
)
async def test_an_answer_that_tells_nothing_leaves_the_likelier(answer: Any) -> None:
    casework = Casework(route=(200, DECIDED))
    talk = await begun(casework, TWO)
    await talk.turn(ValidateNeedForm(casework.client()), *answer)
    assert [asked["need"] for asked in casework.requests("route")] == [TWO[0]]


@pytest.mark.parametrize(
    "between",
    [
        ["graffiti", "emg_in_progress"],
        ["dv_current", "graffiti"],
        ["graffiti", "case_status"],
    ],
)
async def test_where_there_may_be_danger_or_another_way_to_go_nobody_is_asked(between: List[str]) -> None:
    casework = Casework(route=(200, DECIDED))
    await begun(casework, between)
    assert len(casework.requests("route")) == 1


async def test_it_is_asked_once() -> None:
    casework = Casework(route=(200, DECIDED))
    talk = await begun(casework, TWO)
    scope = {"candidates": TWO, "sure": 0.4}
    await talk.turn(ValidateNeedForm(casework.client()), "the painted sign", "graffiti", scope=scope)
    assert [asked["need"] for asked in casework.requests("route")] == ["graffiti"]


async def test_a_need_that_is_sure_enough_is_acted_upon() -> None:
    casework = Casework(route=(200, DECIDED))
    scope = {"candidates": TWO, "sure": asked_below()}
    await Conversation().turn(ValidateNeedForm(casework.client()), "there's graffiti", "graffiti", scope=scope)
    assert [asked["need"] for asked in casework.requests("route")] == ["graffiti"]


@pytest.mark.parametrize("beside", ["inform", "out_of_scope_chat"])
async def test_what_may_as_well_be_no_need_is_not_acted_upon_unasked(beside: str) -> None:
    casework = Casework(route=(200, DECIDED))
    scope = {"candidates": ["towed_impound", beside], "sure": 0.4}
    talk = await Conversation().turn(ValidateNeedForm(casework.client()), "my car", "towed_impound", scope=scope)
    await talk.turn(ActionRoute(casework.client()))
    assert talk.reply["ask"]["slot"] == "did_you_mean"
    assert "a towed car" in talk.text
    assert not casework.requests("route")


async def test_what_may_as_well_be_a_need_is_not_turned_away() -> None:
    casework = Casework(route=(200, DECIDED))
    scope = {"candidates": ["out_of_scope_chat", "court_date_ticket"], "sure": 0.4}
    talk = await Conversation().turn(
        ValidateNeedForm(casework.client()), "how do i get that paper", "out_of_scope_chat", scope=scope
    )
    await talk.turn(ActionRoute(casework.client()))
    assert "a court date" in talk.text


async def test_who_keeps_to_themselves_which_of_two_it_is_tells_a_person() -> None:
    casework = Casework(route=(200, DECIDED))
    talk = await begun(casework, TWO)
    await talk.turn(ValidateNeedForm(casework.client()), "i'd rather not say", "skip_question")
    await talk.turn(ActionRoute(casework.client()))
    assert talk.reply["act"] == "transfer"
    assert talk.reply["reason"] == "asked_for_person"


async def test_a_second_for_which_nothing_speaks_is_not_named() -> None:
    casework = Casework(route=(200, DECIDED))
    scope = {"candidates": TWO, "sure": 0.5, "beside": 0.05}
    talk = await Conversation().turn(ValidateNeedForm(casework.client()), "paint on my wall", "graffiti", scope=scope)
    await talk.turn(ActionRoute(casework.client()))
    assert talk.reply["ask"]["slot"] == "did_you_mean"
    assert "pothole" not in talk.text


async def test_beside_a_move_of_the_talk_for_which_nothing_speaks_the_need_is_acted_upon() -> None:
    casework = Casework(route=(200, DECIDED))
    scope = {"candidates": ["shelter_food", "skip_question"], "sure": 0.52, "beside": 0.09}
    await Conversation().turn(ValidateNeedForm(casework.client()), "nowhere to sleep", "shelter_food", scope=scope)
    assert [asked["need"] for asked in casework.requests("route")] == ["shelter_food"]


NOISE = ["barking_dog", "noise_ongoing"]


@pytest.mark.parametrize(
    ("said", "likely", "need"),
    [
        ("the second one i guess", ["affirm", "barking_dog"], "noise_ongoing"),
        ("rooster isnt a dog. noise i guess", ["animal_cruelty", "barking_dog"], "noise_ongoing"),
        ("a dog not noise", ["noise_ongoing"], "barking_dog"),
    ],
)
async def test_what_is_named_and_not_denied_is_meant(said: str, likely: List[str], need: str) -> None:
    casework = Casework(route=(200, DECIDED))
    talk = await begun(casework, NOISE, "it screams all night")
    await talk.turn(ValidateNeedForm(casework.client()), said, "inform", scope={"candidates": likely, "sure": 0.3})
    assert casework.requests("route")[-1]["need"] == need


@pytest.mark.parametrize(
    ("said", "intent", "likely"),
    [
        ("nope", "deny", ["deny", "pothole_street"]),
        ("neither its denver weeds grass too high code violation", "graffiti", ["graffiti", "pothole_street"]),
        ("neither", "deny", ["deny"]),
    ],
)
async def test_neither_is_neither_whatever_the_rest_resembles(said: str, intent: str, likely: List[str]) -> None:
    casework = Casework(route=(200, DECIDED))
    talk = await begun(casework, TWO)
    await talk.turn(ValidateNeedForm(casework.client()), said, intent, scope={"candidates": likely, "sure": 0.4})
    assert talk.slots["decision"] == {"neither": "utter_rephrase"}
    assert not casework.requests("route")


async def test_what_chooses_nothing_is_asked_once_more() -> None:
    casework = Casework(route=(200, DECIDED))
    talk = await begun(casework, TWO)
    await talk.turn(ValidateNeedForm(casework.client()), "take it now", "affirm", scope={"candidates": ["affirm"]})
    assert talk.reply["ask"]["slot"] == "which_need"
    assert not casework.requests("route")
    await talk.turn(ValidateNeedForm(casework.client()), "take it now", "affirm", scope={"candidates": ["affirm"]})
    assert casework.requests("route")
