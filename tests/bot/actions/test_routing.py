"""One question at most, then the decision; a person whenever that is in doubt."""

from __future__ import annotations

import httpx
import pytest

from actions.routing import ActionRoute, ValidateNeedForm
from tests.bot.actions.desk import Casework, Conversation

ASK = {
    "status": "ask",
    "need": "theft_cold",
    "ask": {
        "slot": "suspect_present",
        "kind": "yes_no",
        "choices": ["yes", "no"],
        "prompt": "Is the person still there?",
        "reprompt": "Yes or no. Is the person still there?",
    },
}
DECIDED = {
    "status": "decided",
    "need": "towed_impound",
    "disposition": "transfer",
    "act": "transfer",
    "destination": {"id": "impound", "name": "Vehicle impound", "phone": "+17205550100"},
    "say": "I'm connecting you with the impound.",
    "notices": [],
    "rule": "default",
}


async def test_the_deciding_question_is_asked_and_the_need_is_told_while_asking() -> None:
    talk = await Conversation().turn(
        ValidateNeedForm(Casework(route=(200, ASK)).client()), "my bike is gone", "theft_cold"
    )
    assert talk.text == "Is the person still there?"
    assert talk.reply["need"] == "theft_cold"
    assert talk.reply["ask"] == {"slot": "suspect_present", "kind": "yes_no", "choices": ["yes", "no"]}
    assert talk.slots["decision"] is None


@pytest.mark.parametrize(
    ("text", "intent", "value"),
    [
        ("yes", "affirm", True),
        ("yeah he's right there", "suspicious_activity", True),
        ("uh no he left an hour ago", "deny", False),
        ("not that i know of", "inform", False),
        ("i don't know", "dont_know", "unknown"),
        ("well i'm not sure", "inform", "unknown"),
    ],
)
async def test_an_answer_in_any_form_reaches_the_directory(text: str, intent: str, value: object) -> None:
    casework = Casework(route=(200, ASK))
    talk = await Conversation().turn(ValidateNeedForm(casework.client()), "my bike is gone", "theft_cold")
    casework.answers["route"] = (200, DECIDED)
    await talk.turn(ValidateNeedForm(casework.client()), text, intent)
    assert casework.requests("route")[-1]["facts"]["suspect_present"] == value
    assert talk.slots["decision"]["disposition"] == "transfer"


async def test_a_key_answers_a_yes_or_no_question() -> None:
    casework = Casework(route=(200, ASK))
    talk = await Conversation().turn(ValidateNeedForm(casework.client()), "my bike is gone", "theft_cold")
    await talk.turn(ValidateNeedForm(casework.client()), "/dtmf", "dtmf", digits="2")
    assert casework.requests("route")[-1]["facts"]["suspect_present"] is False


async def test_a_fact_heard_in_the_first_sentence_is_sent_along() -> None:
    casework = Casework(route=(200, ASK))
    await Conversation().turn(
        ValidateNeedForm(casework.client()),
        "my bike is gone he ran off",
        "theft_cold",
        facts={"suspect_present": False},
    )
    assert casework.requests("route")[0]["facts"] == {"suspect_present": False, "happening_now": False}


async def test_two_misses_in_a_row_reach_a_call_taker() -> None:
    client = Casework(route=(200, ASK)).client()
    talk = await Conversation().turn(ValidateNeedForm(client), "my bike is gone", "theft_cold")
    await talk.turn(ValidateNeedForm(client), "bananas", "nlu_fallback", confidence=0.1)
    assert talk.text == "Yes or no. Is the person still there?"
    await talk.turn(ValidateNeedForm(client), "purple", "nlu_fallback", confidence=0.1)
    assert talk.slots["decision"] == {"failed": "not_understood"}
    await talk.turn(ActionRoute(client), "purple", "nlu_fallback")
    assert (talk.reply["act"], talk.reply["reason"]) == ("transfer", "not_understood")


async def test_another_need_in_the_middle_of_a_question_changes_the_need_and_drops_its_answers() -> None:
    casework = Casework(route=(200, ASK))
    talk = await Conversation().turn(
        ValidateNeedForm(casework.client()),
        "my bike is gone",
        "theft_cold",
        facts={"where": "Pearl St", "weapon": False},
    )
    casework.answers["route"] = (200, DECIDED)
    await talk.turn(ValidateNeedForm(casework.client()), "actually where is my towed car", "towed_impound")
    assert casework.requests("route")[-1]["need"] == "towed_impound"
    assert casework.requests("route")[-1]["facts"] == {"where": "Pearl St"}


async def test_a_transfer_carries_destination_ticket_and_reason() -> None:
    casework = Casework(route=(200, DECIDED))
    talk = await Conversation().turn(ValidateNeedForm(casework.client()), "where is my car", "towed_impound")
    await talk.turn(ActionRoute(casework.client()), "where is my car", "towed_impound")
    assert talk.text == "I'm connecting you with the impound."
    assert talk.reply == {
        "act": "transfer",
        "need": "towed_impound",
        "disposition": "transfer",
        "destination": {"id": "impound", "name": "Vehicle impound", "phone": "+17205550100"},
        "reason": "routed",
        "ticket": "T1",
    }


async def test_an_answer_that_means_danger_is_an_emergency() -> None:
    danger = {**DECIDED, "disposition": "911", "say": "Hang up and dial nine one one."}
    casework = Casework(route=(200, danger))
    talk = await Conversation().turn(
        ValidateNeedForm(casework.client()), "my car was hit i'm bleeding", "crash_no_injury"
    )
    await talk.turn(ActionRoute(casework.client()), "my car was hit i'm bleeding", "crash_no_injury")
    assert (talk.reply["disposition"], talk.reply["reason"]) == ("911", "emergency")
    assert talk.reply["voice"] == {"safety": True}


@pytest.mark.parametrize(
    "answer",
    [
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("slow"),
        (500, {}),
        (429, {}),
        (404, {"error": {"code": "unknown_need", "message": "no such need"}}),
    ],
)
async def test_a_directory_that_fails_means_a_person(answer: object) -> None:
    client = Casework(route=answer).client()
    talk = await Conversation().turn(ValidateNeedForm(client), "my bike is gone", "theft_cold")
    await talk.turn(ActionRoute(client), "my bike is gone", "theft_cold")
    assert (talk.reply["act"], talk.reply["reason"], talk.reply["disposition"]) == (
        "transfer",
        "system_failure",
        "call_taker",
    )


async def test_a_casework_that_breaks_off_is_asked_once_more_and_then_left_alone_for_a_moment() -> None:
    casework = Casework(route=httpx.ConnectError("refused"))
    client = casework.client()
    talk = await Conversation().turn(ValidateNeedForm(client), "my bike is gone", "theft_cold")
    await talk.turn(ActionRoute(client), "my bike is gone", "theft_cold")
    assert [name for name, _ in casework.asked] == ["route", "route"]
    assert "ticket" not in talk.reply


async def test_self_service_is_offered_once_with_a_person_beside_it() -> None:
    offer = {
        **DECIDED,
        "need": "theft_cold",
        "disposition": "self_service_report",
        "act": "report",
        "say": "You can report that online.",
        "offer": {
            "slot": "self_service",
            "kind": "choice",
            "choices": ["online", "person"],
            "prompt": "Online, or a person?",
        },
        "person": {"destination": {"id": "call_taker", "name": "a call-taker"}, "say": "Connecting you."},
    }
    client = Casework(route=(200, offer)).client()
    talk = await Conversation().turn(ValidateNeedForm(client), "my bike is gone", "theft_cold")
    await talk.turn(ActionRoute(client), "my bike is gone", "theft_cold")
    assert talk.text == "You can report that online. Online, or a person?"
    assert talk.reply["ask"]["choices"] == ["online", "person"]
    await talk.turn(ActionRoute(client), "my bike is gone", "theft_cold")
    assert talk.reply["act"] == "transfer"
    assert talk.reply["destination"]["id"] == "call_taker"


async def test_a_case_that_is_asked_about_on_the_way_is_looked_up_and_not_only_promised() -> None:
    decision = {
        **DECIDED,
        "need": "case_status",
        "disposition": "case_status",
        "act": "inform",
        "say": "I can look that up.",
    }
    talk = await Conversation(need="case_status", decision=decision).turn(
        ActionRoute(Casework().client()),
        "stolen but i already reported it in august i want to know the status",
        "case_status",
    )
    assert [one["name"] for one in talk.happened if one["event"] == "followup"] == ["case_status_form"]
    assert talk.said == []
