"""What ends or holds up a report: a person, danger, a stop for now, a failure of ours. What was given goes along."""

from __future__ import annotations

import json

import httpx
import pytest

from actions.danger_check import ActionCheckDanger, ActionDangerAnswer
from actions.handover import ActionHandOver
from spoken.en import saying
from tests.bot.actions.report_desk import CODE_SPOKEN, PIN, Intake, begun, started, to_the_pin, to_the_summary


async def test_a_refused_answer_is_explained_and_asked_again_and_then_the_report_goes_on_without_it() -> None:
    intake = Intake()
    caller = await (await (await started(intake)).says("no", "deny")).says("14th and pearl")
    await caller.says("nonsense")
    assert caller.said == "I didn't get that. Again: When did it happen?"
    await caller.says("more nonsense")
    assert caller.said == "All right, let's go on without that. What happened?"
    assert intake.answers["when"] == {"value": "more nonsense", "text": "more nonsense", "how": "unknown"}


async def test_a_question_that_must_be_answered_is_put_twice_and_then_a_person_comes_with_the_story() -> None:
    intake = Intake()
    caller = await (await started(intake)).says("no", "deny")
    for _ in range(2):
        await caller.says("i don't know", "dont_know")
    assert caller.reply["act"] == "transfer"
    assert intake.tickets[0]["facts"]["injured"] is False


@pytest.mark.parametrize("answers", [("skip",), ("1234", "1234"), ("hm", "the usual"), ("1234", "skip")])
async def test_who_chooses_no_digits_that_will_do_is_given_some_and_hears_them(answers: tuple[str, ...]) -> None:
    intake = Intake()
    caller = await to_the_pin(intake)
    for text in answers:
        await caller.says(text, "skip_question" if text == "skip" else "inform")
    assert intake.pin is not None
    assert caller.said.count(saying.digits(intake.pin)) == 2
    assert caller.asked == "report_summary"
    assert saying.digits(intake.pin) in json.dumps([said.get("secret") for said in caller.talk.said])


async def test_an_answer_that_was_kept_is_not_given_up_because_its_change_is_not_understood() -> None:
    intake = Intake()
    caller = await to_the_summary(intake)
    await caller.says("the date is wrong", "correct")
    for _ in range(2):
        await caller.says("nonsense")
    assert caller.reply["act"] == "transfer"
    assert intake.answers["when"]["value"] == "last night"


async def test_two_turns_that_answer_nothing_bring_a_person_with_the_answers() -> None:
    intake = Intake()
    caller = await started(intake, facts={"where": "14th Ave"})
    await caller.says("purple", "nlu_fallback")
    assert caller.said == "Again: Is anyone hurt?"
    await caller.says("purple", "nlu_fallback")
    assert (caller.reply["act"], caller.reply["reason"]) == ("transfer", "not_understood")
    assert intake.tickets[0]["facts"]["where"] == "14th Ave"
    assert intake.left == ["handed_over"]


async def test_a_person_at_any_time_hears_the_story_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    intake = Intake()
    caller = await (await started(intake)).says("no", "deny")
    await caller.says("at fourteenth and pearl", facts={"where": "14th Ave & Pearl St"})
    client = intake.client()
    monkeypatch.setattr("actions.handover.shared_client", lambda: client)
    await caller.talk.turn(ActionHandOver(), "i want a person", "speak_to_person")
    assert intake.tickets[0]["facts"]["where"] == "14th Ave & Pearl St"
    assert intake.tickets[0]["facts"]["injured"] is False
    assert CODE_SPOKEN not in json.dumps(intake.tickets)
    assert "kept everything" in caller.said


async def test_an_answer_that_ends_the_form_is_an_emergency_with_the_answers() -> None:
    intake = Intake()
    caller = await (await started(intake)).says("yes my neighbor is bleeding", "affirm")
    assert (caller.reply["act"], caller.reply["disposition"]) == ("transfer", "911")
    assert caller.said == "Dial nine one one."
    assert intake.left == ["emergency"]
    assert intake.tickets[0]["facts"]["injured"] is True


async def test_stop_for_now_keeps_the_answers_and_says_how_to_come_back() -> None:
    intake = Intake()
    caller = await (await started(intake)).says("my break is over, can i do the rest later", "stop_for_now")
    assert intake.left == ["stopped"]
    assert CODE_SPOKEN in caller.said
    assert caller.reply["act"] == "report"
    assert caller.talk.slots["report"] is None


async def test_whoever_gives_up_for_something_else_is_not_held_by_the_report() -> None:
    intake = Intake()
    caller = await started(intake)
    await caller.says("forget it i want to know about my towed car instead", "towed_impound")
    assert intake.left == ["stopped"]
    assert CODE_SPOKEN in caller.said
    assert caller.asked == "did_you_mean"
    assert "towed car" in caller.said
    assert caller.talk.slots["report"] is None


async def test_whoever_gives_up_before_there_is_a_code_hears_that_nothing_was_filed() -> None:
    for text in ("i changed my mind i don't want to do this", "i'd like to cancel my report"):
        caller = await (await begun()).says(text, "change_mind")
        assert caller.said == "All right. Nothing was filed. Is there anything else?"


@pytest.mark.parametrize(
    ("text", "intent", "act"), [("stop for now", "stop_for_now", "report"), ("bye", "goodbye", "end")]
)
async def test_whoever_leaves_with_something_told_is_asked_for_a_pin_once(text: str, intent: str, act: str) -> None:
    intake = Intake()
    caller = await (await (await begun(intake)).says("no", "deny")).says("14th and pearl")
    await caller.says(text, intent)
    assert (caller.asked, caller.said) == ("pin", "To keep it, choose four digits.")
    await caller.says("eight three six four")
    assert (intake.pin, intake.left, caller.reply["act"]) == (PIN, ["stopped"], act)
    assert CODE_SPOKEN in caller.said


async def test_whoever_wants_nothing_kept_goes_without_a_pin() -> None:
    intake = Intake()
    caller = await (await (await begun(intake)).says("no", "deny")).says("14th and pearl")
    await (await caller.says("stop for now", "stop_for_now")).says("no thanks", "deny")
    assert caller.said == "All right. Nothing was filed. Is there anything else?"
    assert CODE_SPOKEN not in caller.said


async def test_nobody_is_asked_for_a_pin_who_has_told_nothing() -> None:
    caller = await (await begun()).says("stop for now", "stop_for_now")
    assert caller.said == "All right. Nothing was filed. Is there anything else?"


async def test_never_mind_is_no_answer_to_whether_somebody_is_hurt() -> None:
    intake = Intake()
    await (await started(intake)).says("never mind", "deny")
    assert "injured" not in intake.answers
    assert intake.left == ["stopped"]


async def test_goodbye_in_the_middle_keeps_the_answers_and_ends() -> None:
    intake = Intake()
    caller = await (await started(intake)).says("goodbye", "goodbye")
    assert intake.left == ["stopped"]
    assert caller.reply["act"] == "end"


@pytest.mark.parametrize("broken", [httpx.ReadTimeout("slow"), httpx.ConnectError("down"), 503])
async def test_casework_down_in_the_middle_brings_a_person_with_the_unsaved_answer(broken: object) -> None:
    intake = Intake()
    caller = await (await started(intake)).says("no", "deny")
    intake.broken["answers"] = broken
    await caller.says("at fourteenth and pearl", facts={"where": "14th Ave & Pearl St"})
    assert (caller.reply["act"], caller.reply["reason"]) == ("transfer", "system_failure")
    assert caller.reply["facts"]["where"] == "at fourteenth and pearl"


async def test_a_broken_connection_is_tried_again_with_the_same_key() -> None:
    intake = Intake()
    caller = await (await started(intake)).says("no", "deny")
    real, fails = intake.__class__.__call__, [httpx.RemoteProtocolError("restarted")]

    class Flaky(Intake):
        def __call__(self, request: httpx.Request) -> httpx.Response:
            found = real(self, request)
            if request.url.path.endswith("/answers") and fails:
                raise fails.pop()
            return found

    intake.__class__ = Flaky
    await caller.says("fourteenth and pearl")
    assert caller.asked == "when"
    keys = [body["turn"] for path, body in intake.asked if path.endswith("/answers")][-2:]
    assert keys[0] == keys[1]
    assert len(intake.turns) == 2


async def test_a_report_that_cannot_be_filed_now_brings_a_person() -> None:
    intake = Intake()
    caller = await to_the_summary(intake)
    intake.broken["submit"] = httpx.ReadTimeout("slow")
    await caller.says("yes", "affirm")
    assert (caller.reply["act"], caller.reply["reason"]) == ("transfer", "system_failure")


async def test_violence_at_home_is_for_a_person() -> None:
    intake = Intake()
    caller = await (await started(intake)).says("my husband did it and i'm scared of him", "dv_current")
    assert (caller.reply["act"], caller.reply["need"]) == ("transfer", "dv_current")
    assert intake.tickets[0]["need"] == "dv_current"


async def test_an_answer_that_sounded_like_danger_waits_and_is_not_asked_for_again() -> None:
    intake = Intake()
    caller = await started(intake)
    for text, intent in (("no", "deny"), ("14th and pearl", "inform"), ("last night", "inform")):
        await caller.says(text, intent)
    story = "somebody kicked in the door and took everything"
    await caller.talk.turn(ActionCheckDanger(), story, "emg_in_progress")
    assert caller.asked == "danger"
    await caller.talk.turn(ActionDangerAnswer(client=intake.client()), "no", "deny")
    assert "report_form" in [event["name"] for event in caller.talk.happened if event["event"] == "followup"]
    assert {"event": "active_loop", "name": None} in [
        {name: event[name] for name in ("event", "name")}
        for event in caller.talk.happened
        if event["event"] == "active_loop"
    ]
    await caller.says("no", "deny")
    assert intake.answers["what_happened"]["text"] == story
    assert caller.asked == "contact"
    assert "held" not in caller.talk.slots["report"]


async def test_danger_that_is_confirmed_in_a_report_keeps_what_was_given() -> None:
    intake = Intake()
    caller = await (await started(intake)).says("no", "deny")
    await caller.talk.turn(ActionCheckDanger(), "i think he is back", "suspicious_activity")
    await caller.talk.turn(ActionDangerAnswer(client=intake.client()), "yes", "affirm")
    assert caller.reply["disposition"] == "911"
    assert intake.left == ["emergency"]
    assert intake.tickets[0]["facts"]["injured"] is False


async def test_a_silence_and_a_miss_in_a_row_bring_a_person_and_misses_far_apart_do_not() -> None:
    caller = await started()
    for _ in range(3):
        await caller.says("purple", "nlu_fallback")
        assert caller.asked is not None
        await caller.says("how many more questions", "inform")
    caller.talk.slots["silences"] = 1
    await caller.says("purple", "nlu_fallback")
    assert caller.reply["act"] == "transfer"
