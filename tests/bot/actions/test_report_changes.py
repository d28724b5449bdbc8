"""What a caller says at the read-back is taken whole; what is told beside the question is kept; nothing is called changed that was not."""

from __future__ import annotations

from typing import Any, Dict, List

import pytest

from actions.report.values import told_along
from actions.turn import Turn
from spoken.en import report_offer
from tests.bot.actions.report_desk import Caller, Intake, started, to_the_summary


def sent(intake: Intake, what: str) -> List[Dict[str, Any]]:
    return [body for path, body in intake.asked if path.endswith(f"/{what}")]


async def test_a_change_at_the_read_back_goes_to_casework_in_the_callers_words() -> None:
    intake = Intake()
    caller = await to_the_summary(intake)
    await caller.says("no it was on friday, and make it 80", "deny", facts={"when": "friday"})
    (body,) = sent(intake, "changes")
    assert (body["text"], body["told"]) == ("no it was on friday, and make it 80", {})
    assert caller.said.startswith("Thanks, I've changed that. The when: friday.")
    assert caller.asked == "report_summary"


async def test_nothing_is_called_changed_where_nothing_was() -> None:
    caller = await (await to_the_summary(Intake())).says("no that's not quite it", "deny")
    assert "changed" not in caller.said
    assert caller.asked == "report_change"


@pytest.mark.parametrize("text", ["the time", "the date is wrong", "change the day"])
async def test_what_is_named_without_a_new_answer_is_asked_for(text: str) -> None:
    caller = await (await to_the_summary(Intake())).says("no", "deny")
    assert caller.asked == "report_change"
    await caller.says(text, "inform")
    assert caller.asked == "when"
    await caller.says("on friday", facts={"when": "friday"})
    assert "on friday" in caller.said
    assert caller.asked == "report_summary"


async def test_a_change_said_twice_over_is_still_taken() -> None:
    intake = Intake()
    caller = await (await to_the_summary(intake)).says("no", "deny")
    await caller.says("hmm let me think", "inform")
    await caller.says("it was on friday", "correct", facts={"when": "friday"})
    assert intake.answers["when"]["value"] == "friday"
    assert caller.asked == "report_summary"


async def test_a_place_that_was_found_in_the_words_goes_along() -> None:
    intake = Intake()
    caller = await to_the_summary(intake)
    await caller.says("no at twelfth and pearl", "deny", facts={"where": "12th Ave & Pearl St"})
    assert sent(intake, "changes")[0]["told"] == {"where": "12th Ave & Pearl St"}
    assert intake.answers["where"]["value"] == "12th Ave & Pearl St"


async def test_an_answer_to_another_question_is_kept_and_the_open_one_is_asked_once_more_without_a_miss() -> None:
    intake = Intake()
    caller = await started(intake)
    await caller.says("outside eleven eleven east colfax", facts={"where": "1111 E Colfax Ave"})
    assert intake.answers["where"]["value"] == "1111 E Colfax Ave"
    assert caller.said == "Again: Is anyone hurt?"
    await caller.says("last night like after ten", facts={"when": "last night", "when_iso": "2026-11-27"})
    assert (caller.asked, caller.talk.slots["report_over"]) == ("what_happened", None)
    assert intake.answers["injured"]["value"] is False  # a story that is over, told twice


async def test_the_same_words_again_beside_the_question_are_a_miss() -> None:
    caller = await started(Intake())
    for _ in range(3):
        await caller.says("outside eleven eleven east colfax", facts={"where": "1111 E Colfax Ave"})
    assert caller.reply["act"] == "transfer"


async def test_a_name_said_again_is_no_wish_to_go_back() -> None:
    caller: Caller = await started(Intake())
    await caller.says("gunner knight like i said", "correct", confidence=0.9)
    assert "back" not in caller.said
    assert caller.asked == "injured"


def test_to_the_one_question_about_danger_its_parts_are_told_along() -> None:
    facts = {"weapon": True, "injured": False, "where": "14th Ave & Pearl St"}
    turn = Turn("c", "nobody's hurt but it was a bullet", "inform", 0.9, (), facts, {}, "", {}, False)
    assert told_along({"slot": "any_concern"}, turn) == {"weapon": True, "injured": False}
    assert told_along({"slot": "more_to_tell"}, turn) == {"where": "14th Ave & Pearl St"}
    assert told_along({"slot": "video"}, turn) == {}


@pytest.mark.parametrize(
    ("said", "theft"),
    [
        ("no they're gone no guns nothing like that they stole my tools that's what it is", True),
        ("nothing's damaged but the lock i'm telling you it's a theft all my nail guns and saws", True),
        ("it's stolen", False),
        ("nothing was taken just broken", False),
        ("it wasn't stolen they keyed it", False),
    ],
)
def test_a_protest_makes_a_theft_of_what_was_taken_down_as_damage(said: str, theft: bool) -> None:
    assert report_offer.theft_not_damage(said) is theft
