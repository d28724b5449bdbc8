"""A report is gone on with in another channel: code and PIN, nothing asked again; messages are told after a status."""

from __future__ import annotations

import json

import httpx
import pytest

from actions.messages import receipt
from tests.bot.actions.report_desk import CODE, CODE_SPOKEN, PIN, WAY_IN, Caller, Intake, begun


async def resuming(intake: Intake, need: str = "resume_report") -> Caller:
    return await Caller(intake).says("i want to go on with my report", need)


async def test_code_and_pin_lead_to_the_question_that_is_open() -> None:
    intake = Intake()
    intake.answers = {"injured": {"value": False}, "where": {"value": "14th Ave"}}
    caller = await resuming(intake)
    assert caller.reply["ask"] == {"slot": "access_code", "kind": "number", "digits": 5}
    await caller.says("four two seven one nine", facts={"access_code": CODE})
    assert caller.reply["ask"] == {"slot": "pin", "kind": "number", "digits": 4}
    assert CODE not in json.dumps(caller.talk.slots)
    await caller.says("/dtmf", "dtmf", digits=PIN)
    assert "a theft" in caller.said
    assert caller.asked == "when"


async def test_code_and_pin_in_one_breath() -> None:
    caller = await (await resuming(Intake())).says("42719 8364")
    assert caller.asked == "injured"


async def broken_off() -> Caller:
    """A call in which something (a false alarm, a transfer that did not happen) ended the report form in the middle."""
    caller = await (await begun()).says("no", "deny")
    caller.talk.slots.update({"report": None, "report_over": None, "ask": None})
    return caller


async def test_the_report_of_this_call_is_gone_on_with_without_a_code() -> None:
    caller = await broken_off()
    await caller.says("no it's not an emergency can we just finish the report", "resume_report")
    assert (caller.asked, caller.reply["need"]) == ("where", "theft_cold")


async def test_whoever_tells_the_same_again_in_the_same_call_is_not_asked_all_again() -> None:
    caller = await broken_off()
    caller.talk.slots["report"] = {"stage": "offer", "kinds": [{"kind": "theft", "spoken": "a theft"}]}
    await caller.says("yeah my bike got stolen last night i was giving the report", "theft_cold")
    assert caller.asked == "where"


async def test_of_another_matter_a_new_report_is_offered() -> None:
    caller = await broken_off()
    caller.talk.slots.update(
        {"need": "graffiti", "report": {"stage": "offer", "kinds": [{"kind": "theft", "spoken": "a theft"}]}}
    )
    await caller.says("and somebody sprayed my fence", "graffiti")
    assert caller.asked == "self_service"


async def test_a_code_that_is_said_counts_more_than_the_report_of_this_call() -> None:
    caller = await broken_off()
    await caller.says("four two seven one nine", "resume_report", facts={"access_code": CODE})
    assert caller.asked == "pin"


async def test_two_wrong_tries_bring_a_person() -> None:
    caller = await resuming(Intake())
    await caller.says("42719 1111")
    assert "didn't match" in caller.said
    assert caller.asked == "access_code"
    await caller.says("42719 1111")
    assert "protect" in caller.first
    assert caller.reply["act"] == "transfer"


async def test_no_code_at_hand_brings_a_person() -> None:
    caller = await (await resuming(Intake())).says("i don't have it", "deny")
    assert (caller.reply["act"], caller.reply["reason"]) == ("transfer", "routed")


async def test_digits_that_are_no_code_are_asked_for_again_then_a_person() -> None:
    caller = await (await resuming(Intake())).says("4 2 7")
    assert "one by one" in caller.said
    await caller.says("4 2 7")
    assert caller.reply["act"] == "transfer"


async def test_a_reopened_report_asks_only_what_is_wanted() -> None:
    intake = Intake()
    intake.wanted = ["contact"]
    caller = await (await resuming(intake)).says("42719 8364")
    assert "a little more" in caller.said
    assert caller.asked == "contact"
    await caller.says("303 555 0123", facts={"phone": "+13035550123"})
    assert caller.asked == "report_summary"


async def test_something_is_added_to_a_filed_report() -> None:
    intake = Intake()
    intake.state = "submitted"
    caller = await (await resuming(intake, "add_to_report")).says("42719 8364")
    assert caller.asked == "report_add"
    await caller.says("the serial number is a b one two three", "add_to_report")
    assert intake.messages == ["the serial number is a b one two three"]
    assert caller.reply["act"] == "report"


async def test_who_adds_to_a_case_that_has_ended_hears_what_becomes_of_it_and_not_that_somebody_works_on_it() -> None:
    intake = Intake()
    intake.state, intake.late = "submitted", "Your report has been closed. What you've told us is kept with it."
    caller = await (await resuming(intake, "add_to_report")).says("42719 8364")
    await caller.says("the serial number is a b one two three", "add_to_report")
    assert "has been closed" in caller.said
    assert "whoever works on it" not in caller.said
    assert "anything else" in caller.said


async def test_a_case_that_ends_while_its_questions_are_open_is_told_of_and_asked_no_further() -> None:
    intake = Intake()
    intake.wanted = ["contact"]
    caller = await (await resuming(intake)).says("42719 8364")
    intake.state, intake.late = "submitted", "Your report has been closed. What you've told us is kept with it."
    await caller.says("303 555 0123", facts={"phone": "+13035550123"})
    assert "has been closed" in caller.said
    assert caller.asked == "report_add_more"


async def test_casework_down_while_resuming_brings_a_person() -> None:
    intake = Intake(resume=httpx.ConnectError("down"))
    caller = await (await resuming(intake)).says("42719 8364")
    assert (caller.reply["act"], caller.reply["reason"]) == ("transfer", "system_failure")


async def status(intake: Intake, code: str) -> Caller:
    caller = Caller(intake)
    await caller.talk.turn(caller.status, "how is my report going", "case_status")
    await caller.talk.turn(caller.status, f"{code} {PIN}", "inform")
    await caller.talk.turn(caller.told, f"{code} {PIN}", "inform")
    return caller


async def test_a_status_of_an_unfinished_report_offers_to_go_on() -> None:
    intake = Intake()
    caller = await status(intake, CODE)
    assert "report_form" in [event["name"] for event in caller.talk.happened if event["event"] == "followup"]
    await caller.says(f"{CODE} {PIN}")
    assert (caller.asked, "not finished" in caller.said) == ("report_go_on", True)
    await caller.says("yes", "affirm")
    assert caller.asked == "injured"


async def test_new_messages_are_told_after_the_status_and_noted_once_the_caller_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    intake = Intake()
    caller = await status(intake, "11111")
    assert caller.said == "It goes on. One new message: call me. Is there anything else?"
    assert intake.messages == []
    client = intake.client()
    monkeypatch.setattr("actions.messages.shared_client", lambda: client)
    monkeypatch.setattr("actions.open_answer.receipt", receipt)
    from actions.open_answer import ActionOpenAnswer

    await caller.talk.turn(ActionOpenAnswer(), "no", "deny")
    assert intake.messages == ["read"]


@pytest.mark.parametrize("broken", [404, httpx.ReadTimeout("slow")])
async def test_a_status_is_told_when_messages_cannot_be_had(broken: object) -> None:
    caller = await status(Intake(unread=broken), "11111")
    assert caller.said == "It goes on. Is there anything else?"
    assert CODE_SPOKEN not in caller.said


async def test_a_case_that_wants_more_is_gone_on_with_after_its_status() -> None:
    intake = Intake()
    intake.wanted = ["contact"]
    caller = await status(intake, CODE)
    assert caller.said == "It goes on. One new message: call me."
    await caller.says(f"{CODE} {PIN}")
    assert (caller.asked, caller.said) == ("report_go_on", "Would you like to go on with it now?")
    await caller.says("yes", "affirm")
    assert caller.asked == "contact"


async def test_a_goodbye_instead_of_going_on_is_a_goodbye() -> None:
    caller = await status(Intake(), CODE)
    await caller.says(f"{CODE} {PIN}")
    await caller.says("no thanks", "deny")
    assert caller.reply["act"] == "report"
    assert "kept everything" in caller.said


async def test_a_caller_who_is_handed_in_goes_on_without_code_or_pin() -> None:
    intake = Intake()
    intake.answers = {"injured": {"value": False}, "where": {"value": "14th Ave"}}
    caller = await Caller(intake).says("/resume_report", "resume_report", seen={"handed_in": WAY_IN})
    assert "a theft" in caller.said
    assert caller.asked == "when"
    await caller.says("last night", facts={"when": "last night"})
    assert caller.asked == "what_happened"


async def test_whom_the_call_takers_digits_do_not_lead_on_a_person_takes_back() -> None:
    caller = await Caller(Intake()).says("/resume_report", "resume_report", seen={"handed_in": "00000000"})
    assert (caller.reply["act"], caller.reply["reason"]) == ("transfer", "routed")


async def test_handed_in_while_casework_is_down_a_person_takes_back() -> None:
    intake = Intake(**{"handed-in": httpx.ConnectError("down")})
    caller = await Caller(intake).says("/resume_report", "resume_report", seen={"handed_in": WAY_IN})
    assert (caller.reply["act"], caller.reply["reason"]) == ("transfer", "system_failure")


async def test_something_for_the_case_that_was_told_about_needs_no_code() -> None:
    intake = Intake()
    caller = await status(intake, "11111")
    caller.talk.slots["need"] = "add_to_report"
    await caller.says("i want to add something", "add_to_report")
    assert caller.asked == "report_add"
    await caller.says("a white van was there at three", "inform")
    assert intake.messages == ["a white van was there at three"]
    assert "/v1/reports/resume" not in [path for path, _ in intake.asked]


async def test_what_is_told_along_with_the_wish_to_add_is_taken_at_once() -> None:
    intake = Intake()
    caller = await status(intake, "11111")
    caller.talk.slots["need"] = "add_to_report"
    await caller.says("i want to add that my neighbor has a video of it", "add_to_report")
    assert intake.messages == ["i want to add that my neighbor has a video of it"]
