"""Another need that is told beside the answer to a report's question: heard at once, once, and served after the report."""

from __future__ import annotations

from typing import Any, Dict, List

import pytest

from actions.report.beside import other_needs
from actions.turn import Turn
from tests.bot.actions.report_desk import Intake, started, to_the_summary

NO_AND_A_POTHOLE = "no, and I also have a pothole in front of my house"
HEARD_AS_A_POTHOLE: Dict[str, Any] = {"candidates": ["pothole_street", "deny"], "sure": 0.7}
PROMISE = "About a pothole, a sign or a street light: I'll come to that right after this."


async def test_another_need_beside_an_answer_is_heard_at_once_and_the_next_question_follows() -> None:
    intake = Intake()
    caller = await started(intake)
    await caller.says(NO_AND_A_POTHOLE, "pothole_street", scope=HEARD_AS_A_POTHOLE)
    assert caller.said == f"{PROMISE} Where did it happen?"
    assert intake.answers["injured"]["value"] is False


async def test_that_it_comes_later_is_said_once() -> None:
    caller = await started()
    await caller.says(NO_AND_A_POTHOLE, "pothole_street", scope=HEARD_AS_A_POTHOLE)
    again = "fourteenth and pearl, and also there's that pothole"
    place = {"where": "14th Ave & Pearl St"}
    await caller.says(again, "pothole_street", scope=HEARD_AS_A_POTHOLE, facts=place)
    assert caller.said == "When did it happen?"


async def test_after_the_report_the_caller_is_asked_about_it() -> None:
    caller = await to_the_summary(Intake())
    caller.talk.slots["report"]["later"] = "pothole_street"
    await caller.says("yes", "affirm")
    assert caller.asked == "did_you_mean"
    assert "a pothole" in caller.said
    assert caller.talk.slots["candidate"] == "pothole_street"


async def test_what_is_told_beside_the_last_yes_is_asked_about_without_a_promise_before_it() -> None:
    caller = await to_the_summary(Intake())
    heard = {"candidates": ["affirm", "parking_ticket"], "sure": 0.9}
    await caller.says("yes, and also I need to pay a parking ticket", "affirm", scope=heard)
    assert "right after this" not in caller.said
    assert caller.said.endswith("Shall we go on to the other thing you asked about, a parking ticket?")


async def test_a_third_need_waits_behind_the_second() -> None:
    caller = await started()
    await caller.says(NO_AND_A_POTHOLE, "pothole_street", scope=HEARD_AS_A_POTHOLE)
    heard = {"candidates": ["barking_dog", "inform"], "sure": 0.9}
    told = "at 14th and pearl, oh and also my neighbor's dog keeps barking"
    await caller.says(told, "barking_dog", scope=heard, facts={"where": "14th Ave & Pearl St"})
    assert caller.said.startswith("About a barking dog: I'll come to that right after this.")
    assert caller.talk.slots["report"]["later"] == "pothole_street"
    assert caller.talk.slots["also"] == ["barking_dog"]


async def test_of_a_story_in_which_two_matters_were_read_the_other_one_is_heard() -> None:
    intake = Intake()
    caller = await started(intake)
    for text, intent in (("no", "deny"), ("14th and pearl", "inform"), ("last night", "inform")):
        await caller.says(text, intent)
    story = "somebody cut the lock and took my bike, and also there's a big pothole on my street"
    await caller.says(story, "theft_cold", also=["pothole_street"])
    assert caller.said == f"{PROMISE} Which number may we use?"
    assert intake.answers["what_happened"]["text"] == story


async def test_an_answer_that_ends_the_report_in_danger_promises_nothing() -> None:
    caller = await started()
    heard = {"candidates": ["affirm", "pothole_street"], "sure": 0.9}
    await caller.says("yes, and also there's a pothole", "affirm", scope=heard)
    assert caller.reply["disposition"] == "911"
    assert "pothole" not in caller.said


@pytest.mark.parametrize(
    ("text", "candidates", "sure", "also", "free", "heard"),
    [
        ("no. also there's a pothole on my street", ["pothole_street"], 0.9, (), False, ["pothole_street"]),
        ("no, and by the way my trash wasn't picked up", ["deny", "trash_missed"], 0.9, (), False, ["trash_missed"]),
        ("it's a blue bike, and my car was towed too", ["towed_impound"], 0.9, (), True, ["towed_impound"]),
        ("yes, and his camera got it", ["affirm", "graffiti"], 0.9, (), False, []),  # nothing says another matter
        ("yes, and also his camera got it", ["affirm", "add_to_report"], 0.9, (), False, []),  # of this report
        ("the window, and also the lock", ["burglary_cold", "inform"], 0.9, (), False, []),  # the same story
        ("a red jacket, and also a tag on the wall", ["graffiti", "inform"], 0.4, (), True, []),  # not sure
        ("my bike, and he also hits me", ["theft_cold"], 0.9, ("dv_current",), True, []),  # never put off
    ],
)
def test_a_need_is_another_one_when_the_words_say_so_and_it_stands_apart(
    text: str, candidates: List[str], sure: float, also: tuple[str, ...], free: bool, heard: List[str]
) -> None:
    turn = Turn("call-1", text, candidates[0], 0.9, tuple(candidates), {}, {}, "", {"agency": "denver"}, False)
    turn = Turn(**{**turn.__dict__, "sure": sure, "also": also})
    assert other_needs(turn, free) == heard


async def test_in_danger_nothing_is_put_off() -> None:
    caller = await started()
    await caller.says(
        NO_AND_A_POTHOLE, "pothole_street", scope=HEARD_AS_A_POTHOLE, emergency={"is": True, "probability": 0.9}
    )
    assert "right after this" not in caller.said
