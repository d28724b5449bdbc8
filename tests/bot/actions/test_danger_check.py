"""When danger cannot be excluded the caller is asked once; only a clear "no" goes on with the call."""

from __future__ import annotations

from typing import Any, Dict

import pytest

from actions.emergency import ActionCheckDanger, ActionDangerAnswer
from tests.bot.actions.desk import Casework, Conversation


@pytest.fixture
def answer() -> ActionDangerAnswer:
    return ActionDangerAnswer(Casework().client())


async def checked(intent: str = "trespass_unwanted", **slots: Any) -> Conversation:
    scope: Dict[str, Any] = {"candidates": [intent, "emg_in_progress"]}
    talk = Conversation(**slots)
    return await talk.turn(ActionCheckDanger(), "a man is at my door", intent, scope=scope, facts={"where": "Pearl St"})


async def test_the_question_is_asked_in_one_sentence_and_what_was_said_is_kept() -> None:
    talk = await checked()
    assert talk.reply["ask"] == {"slot": "danger", "kind": "yes_no", "choices": ["yes", "no"]}
    assert talk.text.endswith("right now?")
    assert talk.slots["facts"] == {"where": "Pearl St"}


@pytest.mark.parametrize(
    ("said", "intent"), [("yes", "affirm"), ("yeah he's trying the handle", "suspicious_activity")]
)
async def test_yes_is_an_emergency(answer: ActionDangerAnswer, said: str, intent: str) -> None:
    talk = await (await checked()).turn(answer, said, intent)
    assert (talk.reply["disposition"], talk.reply["reason"], talk.reply["need"]) == (
        "911",
        "emergency",
        "emg_in_progress",
    )
    assert talk.reply["voice"] == {"safety": True}


async def test_no_goes_on_with_the_need_that_was_named(answer: ActionDangerAnswer) -> None:
    talk = await (await checked()).turn(answer, "no he's gone", "deny")
    assert talk.slots["need"] == "trespass_unwanted"
    assert talk.slots["danger_check"] is None
    assert "need_form" in [event["name"] for event in talk.happened if event["event"] == "followup"]


async def test_no_in_the_middle_of_a_form_asks_the_forms_question_again(answer: ActionDangerAnswer) -> None:
    ask = {"slot": "suspect_present", "kind": "yes_no", "prompt": "Is the person still there?"}
    talk = await (await checked(ask=ask, need="theft_cold")).turn(answer, "no", "deny")
    assert talk.text == "Is the person still there?"
    assert "suspect_present" not in talk.slots["facts"]


@pytest.mark.parametrize(
    ("said", "intent", "reason"),
    [
        ("i don't know", "dont_know", "routed"),
        ("/no_input", "no_input", "no_input"),
        ("operator", "speak_to_person", "asked_for_person"),
    ],
)
async def test_anything_but_a_clear_no_reaches_a_person(
    answer: ActionDangerAnswer, said: str, intent: str, reason: str
) -> None:
    talk = await (await checked()).turn(answer, said, intent)
    assert (talk.reply["act"], talk.reply["reason"]) == ("transfer", reason)
    assert talk.slots["danger_check"] is None


@pytest.mark.parametrize("said", ["outside union station by the racks", "what", "it was about an hour ago"])
async def test_more_of_the_story_is_asked_about_once_more_in_other_words(answer: ActionDangerAnswer, said: str) -> None:
    talk = await (await checked()).turn(answer, said, "inform")
    assert talk.reply["ask"]["slot"] == "danger"
    assert talk.slots["danger_check"]["again"] is True
    again = await talk.turn(answer, "outside union station by the racks", "inform")
    assert (again.reply["act"], again.reply["reason"]) == ("transfer", "not_understood")


async def test_a_story_that_is_over_told_twice_is_a_no(answer: ActionDangerAnswer) -> None:
    talk = await (await checked()).turn(answer, "outside union station by the racks", "inform")
    await talk.turn(answer, "well it was about an hour ago", "inform")
    assert talk.slots["danger_check"] is None
    assert "need_form" in [event["name"] for event in talk.happened if event["event"] == "followup"]


async def test_the_emergency_itself_is_never_gone_on_with(answer: ActionDangerAnswer) -> None:
    talk = await checked("emg_medical")
    await talk.turn(answer, "no", "deny")
    assert talk.slots.get("need") is None
    assert talk.reply["ask"] == {"slot": "need", "kind": "open"}
