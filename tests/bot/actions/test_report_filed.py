"""A report that has been read back is filed when its person says so, and only what was read back is changed by name."""

from __future__ import annotations

import pytest

from actions.report.kinds import Kinds
from tests.bot.actions.report_desk import KIND, OFFER, Caller, Intake, offered, started, to_the_summary


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("just file it, its right", "stop_for_now"),
        ("no just file it", "deny"),
        ("it's right file it", "nlu_fallback"),
        ("nothing to change", "deny"),
        ("i don't want to change nothing file it", "change_mind"),
        ("i dont wanna change anything", "change_mind"),
    ],
)
@pytest.mark.parametrize("asked_what_to_change", [False, True])
async def test_whoever_finds_nothing_to_change_has_the_report_filed(
    text: str, intent: str, asked_what_to_change: bool
) -> None:
    intake = Intake()
    caller = await to_the_summary(intake)
    if asked_what_to_change:
        await caller.says("no", "deny")
        assert caller.asked == "report_change"
    await caller.says(text, intent)
    assert intake.state == "submitted"
    assert "Your report is filed" in caller.said


@pytest.mark.parametrize(("text", "intent"), [("don't file it", "deny"), ("yes file it but change the date", "affirm")])
async def test_a_wish_not_to_file_or_to_change_first_files_nothing(text: str, intent: str) -> None:
    intake = Intake()
    caller = await to_the_summary(intake)
    await caller.says(text, intent)
    assert intake.state == "draft"


async def test_never_mind_to_what_should_be_changed_reads_the_report_back_again() -> None:
    intake = Intake()
    caller = await (await to_the_summary(intake)).says("no", "deny")
    await caller.says("never mind", "change_mind")
    assert (caller.asked, intake.left) == ("report_summary", [])


@pytest.mark.parametrize(
    "text",
    [
        "oh the purse was from penneys thirty dollars but there was sixty in it",
        "no. the insurance is at allianz",
        "no. my camera is the thing they took lol so no video",
    ],
)
async def test_an_answer_that_names_a_thing_is_no_wish_to_change_what_nobody_has_read_back(text: str) -> None:
    intake = Intake()
    caller = await (await started(intake)).says("no", "deny")
    await caller.says("14th and pearl")
    assert caller.asked == "when"
    await caller.says(text, "inform")
    assert caller.asked == "what_happened"
    assert intake.answers["when"]["text"] == text


async def test_a_no_with_a_remark_about_a_thing_is_the_no() -> None:
    caller = await (await started(Intake())).says("no. my camera is the thing they took lol so no video", "deny")
    assert caller.asked == "where"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("do the report", "records_copy"),
        ("you make the report please the passport is not stolen i think i forget it", "add_to_report"),
        ("can you just do it real quick i'm on my lunch", "stop_for_now"),
        ("well i dont do the computer dear so you better do it yourself what do you need", "ask_help"),
        ("i want a report so i can get a refund", "report_something"),
        ("take it but its vandalism he did it on purpose", "nlu_fallback"),
    ],
)
async def test_the_offer_is_taken_in_peoples_own_words(text: str, intent: str) -> None:
    caller = await (await offered(Intake())).says(text, intent, confidence=0.95)
    assert caller.asked == "injured"


async def test_what_is_told_beside_the_acceptance_is_kept() -> None:
    intake = Intake()
    caller = await offered(intake)
    await caller.says(
        "just take it my gate was maybe two hundred at 14th and pearl", facts={"where": "14th Ave & Pearl St"}
    )
    begun = next(body for path, body in intake.asked if path == "/v1/reports" and "known" in body)
    assert begun["known"]["where"] == "14th Ave & Pearl St"


@pytest.mark.parametrize(
    ("text", "intent", "said"),
    [
        ("uh do i NEED one tho", "skip_question", "insurance often asks for one"),
        ("is it required", "nlu_fallback", "insurance often asks for one"),
        ("whats faster", "ask_slower", "A few minutes"),
    ],
)
async def test_a_question_about_the_offer_is_answered_and_the_offer_made_again(
    text: str, intent: str, said: str
) -> None:
    caller = await (await offered(Intake())).says(text, intent)
    assert said in caller.said
    assert caller.asked == "self_service"


async def test_the_day_on_which_the_report_is_wanted_is_not_the_day_it_happened() -> None:
    intake = Intake()
    caller = await offered(intake)
    await caller.says(
        "take it here, id rather have it on record today", facts={"when": "today", "when_iso": "2026-11-20"}
    )
    begun = next(body for path, body in intake.asked if path == "/v1/reports" and "known" in body)
    assert not {"when", "when_iso"} & set(begun["known"])


async def test_a_day_that_tells_when_it_happened_is_kept_beside_the_acceptance() -> None:
    intake = Intake()
    caller = await offered(intake)
    await caller.says("you take it, it happened today", facts={"when": "today", "when_iso": "2026-11-20"})
    begun = next(body for path, body in intake.asked if path == "/v1/reports" and "known" in body)
    assert begun["known"]["when_iso"] == "2026-11-20"


async def test_a_hit_mailbox_is_no_parked_vehicle(monkeypatch: pytest.MonkeyPatch) -> None:
    damage = {**KIND, "kind": "vandalism", "need": "vandalism", "spoken": "damage"}
    monkeypatch.setattr("tests.bot.actions.report_desk.KINDS", [damage])
    monkeypatch.setattr("actions.report.opening.KINDS", Kinds())
    intake = Intake()
    hit = {"stage": "offer", "kinds": [{"kind": "hit_run_parked", "spoken": "a hit and run"}]}
    caller = Caller(intake, need="hit_run_parked", decision=OFFER, report=hit)
    await caller.says("somebody hit my mailbox and half my brick wall with a truck", "hit_run_parked")
    assert caller.asked == "self_service"
    await caller.says("you can take it", "affirm")
    begun = next(body for path, body in intake.asked if path == "/v1/reports" and "known" in body)
    assert begun["kind"] == "vandalism"


async def test_the_report_of_a_parked_vehicle_is_left_once_it_is_said_that_none_was_hit() -> None:
    hit = {"stage": "offer", "kinds": [{"kind": "hit_run_parked", "spoken": "a hit and run"}]}
    caller = await offered(Intake(), need="hit_run_parked", report=hit)
    await caller.says("you can take it", "affirm")
    await caller.says("no it was a mailbox not a vehicle", "deny")
    assert caller.talk.slots["need"] == "vandalism"
