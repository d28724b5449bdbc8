"""A question beside a report is answered truly and shortly, and neither lost, nor filed as an answer, nor taken for another need."""

from __future__ import annotations

import pytest

from actions.misses import ActionNoMatch
from actions.open_answer import ActionOpenAnswer
from actions.report import asides
from actions.report.kinds import Kinds
from actions.routing import ActionRoute, ValidateNeedForm
from tests.bot.actions.report_desk import Intake, started, to_the_summary

BANK, OFFICER = "Call your bank now.", "An officer can tell you that."


@pytest.mark.parametrize("intent", ["fraud_scam", "out_of_scope", "nlu_fallback", "inform", "lost_property"])
async def test_a_question_in_the_middle_is_answered_and_the_open_one_put_again(intent: str) -> None:
    intake = Intake()
    caller = await (await started(intake)).says("no", "deny")
    await caller.says("should i call my bank", intent, confidence=0.9)
    assert caller.said == f"{BANK} Where did it happen?"
    assert "where" not in intake.answers
    assert "later" not in caller.talk.slots["report"]


async def test_a_question_of_no_topic_is_an_officers_to_answer() -> None:
    caller = await started()
    await caller.says("will that be on my record", "nlu_fallback")
    assert caller.said.startswith(OFFICER)
    assert caller.asked == "injured"


async def test_a_question_behind_the_answer_does_not_cost_the_answer() -> None:
    intake = Intake()
    caller = await started(intake)
    await caller.says("no, but will i get it back", "deny")
    assert intake.answers["injured"]["value"] is False
    assert caller.said == "I can't promise that. Where did it happen?"


async def test_a_yes_with_a_question_to_the_read_back_files_it_and_answers() -> None:
    intake = Intake()
    caller = await to_the_summary(intake)
    await caller.says("yes dear should i call the bank", "affirm")
    assert caller.first.startswith(BANK)
    assert intake.state == "submitted"


async def test_a_question_alone_at_the_read_back_files_nothing() -> None:
    intake = Intake()
    caller = await to_the_summary(intake)
    await caller.says("should i call my bank", "fraud_scam", confidence=0.9)
    assert caller.said.startswith(BANK)
    assert caller.asked == "report_summary"
    assert intake.state == "draft"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("should i call my bank", BANK),
        ("yeah do i gotta call my bank or do yall do that", BANK),
        ("will they look at it today", OFFICER),
    ],
)
@pytest.mark.parametrize("action", [ActionNoMatch(), ActionOpenAnswer()])
async def test_right_after_the_filing_it_is_answered_too(
    text: str, answer: str, action: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = Intake()
    monkeypatch.setattr(asides, "shared_client", intake.client)
    monkeypatch.setattr(asides, "KINDS", Kinds())
    caller = await to_the_summary(intake)
    await caller.says("yes", "affirm")
    await caller.talk.turn(action, text, "nlu_fallback", metadata={"channel": "voice"})
    assert caller.talk.text == f"{answer} Is there anything else?"


async def test_right_after_the_filing_no_other_need_is_begun_by_it() -> None:
    intake = Intake()
    caller = await to_the_summary(intake)
    await caller.says("yes", "affirm")
    client = intake.client()
    await caller.talk.turn(
        ValidateNeedForm(client), "should i call my bank", "fraud_scam", metadata={"channel": "voice"}
    )
    await caller.talk.turn(ActionRoute(client), "should i call my bank", "fraud_scam", metadata={"channel": "voice"})
    assert caller.talk.text == f"{BANK} Is there anything else?"
