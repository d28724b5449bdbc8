"""A report is taken question by question: answers, what is left out, corrections, the summary. Nothing given is lost."""

from __future__ import annotations

import json

import pytest

from tests.bot.actions import report_desk
from tests.bot.actions.report_desk import CODE_SPOKEN, QUESTIONS, Intake, question, started, to_the_summary

ONE_QUESTION = [question("any_concern", "yes_no", "Is anyone hurt or still there?"), *QUESTIONS[1:]]


async def test_every_answer_goes_out_with_words_value_and_the_key_of_its_turn() -> None:
    intake = Intake()
    caller = await (await started(intake)).says("no", "deny")
    await caller.says("it was at fourteenth and pearl", facts={"where": "14th Ave & Pearl St"})
    told = [body for path, body in intake.asked if path.endswith("/answers")]
    assert told[1] == {
        "question": "where",
        "value": "14th Ave & Pearl St",
        "text": "it was at fourteenth and pearl",
        "channel": "voice",
        "turn": told[1]["turn"],
    }
    assert told[0]["value"] is False
    assert told[0]["turn"] != told[1]["turn"]


async def test_the_whole_way_to_the_reference() -> None:
    intake = Intake()
    caller = await to_the_summary(intake)
    assert (caller.asked, caller.reply["ask"]["kind"]) == ("report_summary", "yes_no")
    assert "The where: fourteenth and pearl." in caller.said
    assert caller.said.endswith("Is that right?")
    await caller.says("yes", "affirm")
    assert (caller.reply["act"], caller.reply["disposition"]) == ("report", "self_service_report")
    assert CODE_SPOKEN in caller.said
    assert intake.state == "submitted"
    assert caller.talk.slots["report"] is None
    assert caller.talk.slots["open_question"] == "anything_else"


async def test_nothing_of_the_answers_grows_in_the_slots() -> None:
    caller = await to_the_summary(Intake())
    assert len(json.dumps(caller.talk.slots["report"])) < 400
    assert len(json.dumps(caller.talk.slots["ask"])) < 600
    assert not caller.talk.slots["facts"]


async def test_any_words_are_an_answer_to_what_happened() -> None:
    intake = Intake()
    caller = await started(intake)
    for text, intent in (("no", "deny"), ("14th and pearl", "inform"), ("last night", "inform")):
        await caller.says(text, intent)
    await caller.says(
        "someone stole my bike out of the garage and my neighbor said he saw a towed car", "towed_impound"
    )
    assert intake.answers["what_happened"]["text"].startswith("someone stole my bike")
    assert caller.asked == "contact"


async def test_i_dont_know_skip_and_back() -> None:
    intake = Intake()
    caller = await (await (await started(intake)).says("no", "deny")).says("14th and pearl")
    await caller.says("i don't know", "dont_know")
    assert intake.answers["when"]["how"] == "unknown"
    await caller.says("go back", "inform")
    assert caller.asked == "when"
    await caller.says("last night")
    assert intake.answers["when"]["value"] == "last night"
    await caller.says("they took my bike")
    await caller.says("i don't know", "dont_know")
    assert intake.answers["contact"]["how"] == "skipped"


async def test_a_required_answer_cannot_be_skipped_and_says_why() -> None:
    caller = await (await started()).says("skip that one", "skip_question")
    assert "needs an answer" in caller.said
    assert caller.asked == "injured"


async def test_no_fourteenth_and_pearl_corrects_the_latest_answer() -> None:
    intake = Intake()
    caller = await (await (await started(intake)).says("no", "deny")).says(
        "thirteenth and pearl", facts={"where": "13th Ave & Pearl St"}
    )
    text = "no, fourteenth and pearl"
    await caller.says(text, facts={"where": "14th Ave & Pearl St"}, spans=[("where", 4, len(text))])
    assert intake.answers["where"]["value"] == "14th Ave & Pearl St"
    assert caller.asked == "when"


async def test_a_named_answer_is_corrected_later() -> None:
    intake = Intake()
    caller = await (await (await started(intake)).says("no", "deny")).says("thirteenth and pearl")
    await caller.says("wait the place was wrong", "correct")
    assert caller.asked == "where"
    await caller.says("fourteenth and pearl", facts={"where": "14th Ave & Pearl St"})
    assert intake.answers["where"]["value"] == "14th Ave & Pearl St"
    assert caller.asked == "when"


@pytest.mark.parametrize("text", ["wait the address was 1430 not 1420", "sorry, the address was fourteen thirty"])
async def test_a_house_number_alone_is_put_into_the_address(text: str) -> None:
    intake = Intake()
    caller = await (await started(intake)).says("no", "deny")
    await caller.says("fourteen twenty pearl", facts={"where": "1420 Pearl St"})
    await caller.says(text, "correct")
    assert intake.answers["where"]["value"] == "1430 Pearl St"
    assert caller.asked == "when"


@pytest.mark.parametrize(
    ("facts", "kept", "asked"), [({"where": "1420 Fox St"}, "1420 Fox St", "when"), ({}, "1420 Pearl St", "where")]
)
async def test_a_wrong_street_is_not_mended_by_the_number_that_is_said_with_it(
    facts: dict[str, str], kept: str, asked: str
) -> None:
    intake = Intake()
    caller = await (await started(intake)).says("no", "deny")
    await caller.says("fourteen twenty pearl", facts={"where": "1420 Pearl St"})
    await caller.says("the street's wrong it's fourteen twenty fox", "correct", facts=facts)
    assert intake.answers["where"]["value"] == kept
    assert caller.asked == asked


async def test_a_question_in_the_middle_is_answered_and_then_the_same_is_asked() -> None:
    caller = await (await (await started()).says("no", "deny")).says("thirteenth and pearl")
    await caller.says("what are the hours of the city offices", "city_hours_info")
    assert caller.said == "They open at eight. When did it happen?"
    assert caller.asked == "when"


async def test_another_need_is_kept_for_after_the_report() -> None:
    intake = Intake()
    caller = await (await (await started(intake)).says("no", "deny")).says("thirteenth and pearl")
    await caller.says("how do i get my car out of the pound", "towed_impound")
    assert caller.said == "About a towed car: I'll come to that right after this. When did it happen?"
    for text in ("last night", "they took it", "skip"):
        await caller.says(text)
    await caller.says("yes", "affirm")
    assert caller.asked == "did_you_mean"
    assert "towed car" in caller.said


async def test_why_how_long_and_an_insult_lead_back_to_the_question() -> None:
    caller = await started()
    for text, intent in (
        ("why do you need that", "inform"),
        ("how many more questions", "inform"),
        ("you stupid thing", "abuse"),
    ):
        await caller.says(text, intent)
        assert caller.said.endswith("Is anyone hurt?"), text
        assert caller.asked == "injured"


@pytest.mark.parametrize(("text", "change"), [("no, it was last friday", True), ("no", False)])
async def test_the_summary_is_corrected_before_filing(text: str, change: bool) -> None:
    intake = Intake()
    caller = await to_the_summary(intake)
    await caller.says(text, "deny", facts={"when": "last friday"} if change else {})
    if not change:
        assert caller.asked == "report_change"
        await caller.says("the date", "inform")
        assert caller.asked == "when"
        await caller.says("last friday", facts={"when": "last friday"})
    assert intake.answers["when"]["text"] == "last friday"
    assert caller.asked == "report_summary"
    await caller.says("yes that's right", "affirm")
    assert intake.state == "submitted"


async def test_i_dont_know_is_no_answer_to_the_summary() -> None:
    intake = Intake()
    caller = await to_the_summary(intake)
    await caller.says("i don't know", "dont_know")
    assert caller.asked == "report_summary"
    assert "tell me what to change" in caller.said
    assert intake.state == "draft"


async def test_a_correction_at_the_summary_that_does_not_fit_is_asked_for_again() -> None:
    intake = Intake()
    caller = await to_the_summary(intake)
    await caller.says("no the date was nonsense", "correct")
    assert caller.asked == "when"
    await caller.says("last friday", facts={"when": "last friday"})
    assert intake.answers["when"]["text"] == "last friday"
    assert caller.asked == "report_summary"


async def test_a_story_that_is_over_told_twice_to_a_question_about_danger_is_a_no() -> None:
    intake = Intake()
    caller = await (await started(intake)).says("outside union station by the racks")
    assert caller.asked == "injured"
    await caller.says("it was about an hour ago")
    assert intake.answers["injured"]["value"] is False
    assert caller.asked == "where"


@pytest.mark.parametrize(
    "said",
    ["no no he was just odd about it when he came back", "no no he was just very polite and then he hung up",
     "it was overnight, i was asleep", "he's long gone and i don't know who", "no hurt no weapon he just walked out"],
)  # fmt: skip
async def test_a_no_with_more_goes_to_casework_as_it_was_said_and_is_not_asked_for_again(
    said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_desk, "QUESTIONS", ONE_QUESTION)
    intake = Intake()
    caller = await (await started(intake)).says(said, "dont_know" if "know" in said else "deny")
    answered = intake.answers["any_concern"]
    assert (answered["value"], answered["text"], caller.asked == "any_concern") == (False, said, False)


async def test_a_danger_named_behind_a_no_goes_to_casework_as_it_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_desk, "QUESTIONS", ONE_QUESTION)
    intake = Intake()
    caller = await (await started(intake)).says("no, my ex took it", "deny")
    assert intake.answers["any_concern"]["text"] == "no, my ex took it"
    assert caller.asked != "any_concern"


async def test_a_danger_told_beside_the_time_is_no_no() -> None:
    intake = Intake()
    caller = await (await started(intake)).says("outside union station by the racks")
    await caller.says("an hour ago and he is still bleeding")
    assert intake.answers.get("injured", {}).get("value") is not False


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("yep with tuesday that's right", "tuesday"),
        ("yes that's right, last night", None),
        ("yes that's it for today", None),
    ],
)
async def test_a_yes_to_something_else_than_was_read_back_changes_it_first(text: str, when: str | None) -> None:
    intake = Intake()
    caller = await to_the_summary(intake)
    await caller.says(text, "affirm", facts={"when": when or "last night"})
    assert intake.state == ("draft" if when else "submitted")
    if when:
        assert intake.answers["when"]["text"] == when
        await caller.says("yes", "affirm")
        assert intake.state == "submitted"


@pytest.mark.parametrize(
    ("text", "facts", "kept"),
    [
        ("hang on i told you friday but that's wrong it was tuesday night", {"when": "friday"}, "tuesday night"),
        ("wait i got that wrong it was tuesday", {"when": "tuesday"}, "tuesday"),
    ],
)
async def test_a_correction_that_tells_its_value_is_no_step_back(text: str, facts: dict[str, str], kept: str) -> None:
    intake = Intake()
    caller = await started(intake)
    for said, intent in (("no", "deny"), ("fourteenth and pearl", "inform"), ("last friday", "inform")):
        await caller.says(said, intent)
    asked = caller.asked
    await caller.says(text, "correct", facts=facts)
    assert intake.answers["when"]["text"] == kept
    assert caller.asked == asked


async def test_when_it_was_is_not_changed_by_an_answer_about_danger() -> None:
    intake = Intake()
    caller = await started(intake, facts={"when": "yesterday"})
    await caller.says("no we're both fine, still fine today", "deny", facts={"when": "today"})
    assert "when" not in intake.answers
