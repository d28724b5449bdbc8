"""A case is told about only with its number or code and the PIN; doubts go to a person."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Dict

import httpx
import pytest

from actions.case_status import ActionCaseStatus, Credentials, ValidateCaseStatusForm, heard
from actions.sealing import seal
from actions.turn import Turn
from agencies.live_files import HERE
from spoken.number_forms import forms_of
from tests.bot.actions.desk import Casework, Conversation

FOUND = {"outcome": "found", "case": {"spoken": "Your report was given to an officer on November third."}}


def turn(text: str, **parts: Any) -> Turn:
    known: Dict[str, Any] = {"facts": {}, "secrets": {}, "digits": "", "metadata": {}, **parts}
    return Turn(
        "c", text, "inform", 0.9, (), known["facts"], known["secrets"], known["digits"], known["metadata"], False
    )


@pytest.mark.parametrize(
    ("asking", "text", "expected"),
    [
        ("case_reference", "four four one nine two", Credentials("44192")),
        ("case_reference", "twenty twenty six dash four one double seven oh two", Credentials("2026-417702")),
        ("case_reference", "44192 and 0317", Credentials("44192", "0317")),
        ("pin", "oh three one seven", Credentials(None, "0317")),
        ("pin", "oh three one", Credentials()),
        ("case_reference", "it's the blue one", Credentials()),
    ],
)
def test_numbers_are_heard_as_the_open_question_means_them(asking: str, text: str, expected: Credentials) -> None:
    assert heard(turn(text), asking) == expected


def test_keys_count_like_words() -> None:
    assert heard(turn("/dtmf", digits="44192"), "case_reference") == Credentials("44192")


async def test_code_then_pin_then_the_answer() -> None:
    casework = Casework(**{"case-status": (200, FOUND)})
    form, talk = ValidateCaseStatusForm(casework.client()), Conversation()
    await talk.turn(form, "what about my case", "case_status")
    assert talk.reply["ask"] == {"slot": "case_reference", "kind": "number", "digits": 10}
    await talk.turn(form, "four four one nine two", "inform")
    assert talk.reply["ask"] == {"slot": "pin", "kind": "number", "digits": 4}
    await talk.turn(form, "oh three one seven", "inform")
    assert casework.requests("case-status") == [
        {"agency": "denver", "access_code": "44192", "pin": "0317", "call_id": "call-1"}
    ]
    await talk.turn(ActionCaseStatus(casework.client()), "oh three one seven", "inform")
    assert talk.text.startswith("Your report was given to an officer")
    assert (talk.reply["act"], talk.reply["disposition"]) == ("case_status", "case_status")


async def test_a_case_number_is_sent_as_casework_writes_it() -> None:
    casework = Casework(**{"case-status": (200, FOUND)})
    talk = await Conversation().turn(
        ValidateCaseStatusForm(casework.client()),
        "case 2026 417702 pin 0317",
        "case_status",
        facts={"case_number": "2026417702", "pin": "0317"},
    )
    assert casework.requests("case-status")[0]["case_number"] == "2026-417702"
    assert talk.slots["case_reference"] is None


async def test_a_number_in_the_agencys_own_form_is_heard_and_so_many_digits_are_expected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(HERE / "denver", tmp_path / "denver")
    with (tmp_path / "denver" / "agency.yml").open("a", encoding="utf-8") as info:
        info.write("case_numbers: [GO-YYYY-#####]\n")
    monkeypatch.setenv("CIVICLINE_AGENCIES_ROOT", str(tmp_path))
    casework = Casework(**{"case-status": (200, FOUND)})
    form, talk = ValidateCaseStatusForm(casework.client()), Conversation()
    await talk.turn(form, "what about my case", "case_status")
    assert talk.reply["ask"] == {"slot": "case_reference", "kind": "number", "digits": 9}
    await talk.turn(form, "G O twenty twenty six one two three four five", "inform")
    await talk.turn(form, "oh three one seven", "inform")
    assert casework.requests("case-status")[0]["case_number"] == "GO-2026-12345"


@pytest.mark.parametrize(
    ("text", "secrets", "expected"),
    [
        (
            "twenty six oh oh one two three four five",
            {"access_code": "26001", "pin": "2345"},
            Credentials("26-0012345"),
        ),
        ("26 0012345 and the pin is 0317", {"pin": "0317"}, Credentials("26-0012345", "0317")),
        ("26 0012345 0317", {}, Credentials("26-0012345", "0317")),
    ],
)
def test_digits_of_the_agencys_number_are_no_code_and_no_pin(
    text: str, secrets: Dict[str, str], expected: Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Turn, "case_numbers", forms_of(["YY-#######"]))
    assert heard(turn(text, secrets=secrets), "case_reference") == expected


async def test_a_wrong_pin_asks_once_more_from_the_start_and_never_says_which_was_wrong() -> None:
    casework = Casework(**{"case-status": (200, {"outcome": "not_found", "tries_left": 2})})
    talk = Conversation(
        ask={"slot": "pin", "kind": "number", "digits": 4}, case_reference=seal("44192"), need="case_status"
    )
    await talk.turn(ValidateCaseStatusForm(casework.client()), "9999", "inform")
    assert "didn't match" in talk.text
    assert talk.reply["ask"]["slot"] == "case_reference"
    assert talk.slots["case_reference"] is None


async def test_a_locked_case_leads_to_a_person() -> None:
    casework = Casework(**{"case-status": (200, {"outcome": "locked", "minutes": 15})})
    talk = Conversation(
        ask={"slot": "pin", "kind": "number", "digits": 4}, case_reference=seal("44192"), need="case_status"
    )
    await talk.turn(ValidateCaseStatusForm(casework.client()), "9999", "inform")
    await talk.turn(ActionCaseStatus(casework.client()), "9999", "inform")
    assert (talk.reply["act"], talk.reply["disposition"]) == ("transfer", "call_taker")


async def test_no_number_at_hand_leads_to_a_person() -> None:
    casework = Casework()
    talk = Conversation(ask={"slot": "case_reference", "kind": "number", "digits": 10}, need="case_status")
    await talk.turn(ValidateCaseStatusForm(casework.client()), "i don't have it", "deny")
    await talk.turn(ActionCaseStatus(casework.client()), "i don't have it", "deny")
    assert talk.reply["act"] == "transfer"


async def test_a_look_up_that_fails_leads_to_a_person() -> None:
    casework = Casework(**{"case-status": httpx.ReadTimeout("slow")})
    talk = Conversation(
        ask={"slot": "pin", "kind": "number", "digits": 4}, case_reference=seal("44192"), need="case_status"
    )
    await talk.turn(ValidateCaseStatusForm(casework.client()), "1234", "inform")
    await talk.turn(ActionCaseStatus(casework.client()), "1234", "inform")
    assert talk.reply["reason"] == "system_failure"


SIGNED_IN = {"outcome": "signed_in", "session": "civicline_person_x", "filed": True}
NUMBERED = {
    "outcome": "found",
    "case": {**FOUND["case"], "number_spoken": "two zero two six, four one seven, seven zero two"},
}


async def told(case: Dict[str, Any], intent: str = "case_status") -> tuple[Casework, Conversation]:
    casework = Casework(**{"case-status": (200, case), "person-sessions": (200, SIGNED_IN)})
    form, talk = ValidateCaseStatusForm(casework.client()), Conversation()
    await talk.turn(form, "what about my case", intent)
    await talk.turn(form, "four four one nine two", "inform")
    await talk.turn(form, "oh three one seven", "inform")
    await talk.turn(ActionCaseStatus(casework.client()), "oh three one seven", "inform")
    return casework, talk


async def asked_on(casework: Casework, talk: Conversation, text: str, intent: str) -> None:
    await talk.turn(ValidateCaseStatusForm(casework.client()), text, intent)
    if talk.slots["decision"]:
        await talk.turn(ActionCaseStatus(casework.client()), text, intent)


async def test_who_asks_on_about_the_case_is_not_asked_for_the_code_again() -> None:
    casework, talk = await told(FOUND)
    await asked_on(casework, talk, "so nobody was arrested yet", "case_status")
    assert (talk.reply["ask"]["slot"], len(casework.requests("case-status"))) == ("person", 1)


async def test_another_case_needs_its_own_code() -> None:
    casework, talk = await told(FOUND)
    await asked_on(casework, talk, "and how is my other report going", "case_status")
    assert talk.reply["ask"]["slot"] == "case_reference"


async def test_the_case_number_is_read_out_twice_and_kept_out_of_the_store() -> None:
    casework, talk = await told(NUMBERED, "case_number_request")
    assert talk.text.count("four one seven, seven zero two") == 2
    assert talk.said[0]["secret"] == NUMBERED["case"]["number_spoken"]
    casework, talk = await told(NUMBERED)
    assert "four one seven" not in talk.text
    await asked_on(casework, talk, "what's the number of it", "case_number_request")
    assert talk.text.count("four one seven, seven zero two") == 2


async def test_a_case_without_a_number_says_so() -> None:
    _, talk = await told(FOUND, "case_number_request")
    assert "no case number yet" in talk.text


async def test_without_a_session_the_status_is_told_all_the_same() -> None:
    casework = Casework(**{"case-status": (200, FOUND)})
    form, talk = ValidateCaseStatusForm(casework.client()), Conversation()
    await talk.turn(form, "status 44192 pin 0317", "case_status", facts={"access_code": "44192", "pin": "0317"})
    assert talk.slots["verified"] is None
    assert talk.slots["decision"]["outcome"] == "found"


async def test_a_number_of_another_form_is_refused_with_the_reason_and_taken_when_it_is_said_again() -> None:
    casework = Casework()
    form = ValidateCaseStatusForm(casework.client())
    talk = await Conversation().turn(form, "status of my case 2644179 pls", "case_status")
    assert "have 10 digits" in talk.text
    assert talk.reply["ask"]["slot"] == "case_reference"
    await talk.turn(form, "2644179. i JUST said that", "correct")
    assert talk.reply["ask"]["slot"] == "pin"


@pytest.mark.parametrize(
    "said",
    ["that's what i'm calling for i don't have the number", "i said i need it i dont have it", "no number no case",
     "officer was named delgado it was a burglary on raleigh street"],
)  # fmt: skip
async def test_who_has_no_number_goes_to_somebody_who_finds_it_with_the_story_told(said: str) -> None:
    casework = Casework()
    talk = await Conversation().turn(
        ValidateCaseStatusForm(casework.client()), "i'm looking into my old report", "case_number_request"
    )
    assert "access code" in talk.text
    assert "What is your case number" not in talk.text
    await talk.turn(ValidateCaseStatusForm(casework.client()), said, "nlu_fallback", facts={"street": "Raleigh St"})
    await talk.turn(ActionCaseStatus(casework.client()), said, "nlu_fallback")
    assert (talk.reply["act"], talk.reply["facts"]["street"]) == ("transfer", "Raleigh St")
    assert "your name, the street and the day" in talk.text


async def test_who_asks_for_the_number_and_says_that_there_is_none_is_not_asked_for_it() -> None:
    casework = Casework()
    talk = await Conversation().turn(
        ValidateCaseStatusForm(casework.client()), "i'm trying to find my report number", "case_number_request"
    )
    assert talk.slots["decision"] == {"failed": "routed", "find": True}


async def test_no_case_but_another_matter_goes_on_with_that_one() -> None:
    casework = Casework()
    talk = await Conversation().turn(
        ValidateCaseStatusForm(casework.client()), "my report number", "case_number_request"
    )
    scope = {"candidates": ["case_number_request", "transit_issue"], "sure": 0.4, "beside": 0.3}
    await talk.turn(
        ValidateCaseStatusForm(casework.client()), "no case. just RTD phone number", "case_number_request", scope=scope
    )
    assert talk.slots["need"] == "transit_issue"
