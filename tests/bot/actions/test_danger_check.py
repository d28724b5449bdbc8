"""When danger cannot be excluded the caller is asked once; only a clear "no" goes on with the call."""

from __future__ import annotations

from typing import Any, Dict

import pytest

from actions.danger_check import ActionCheckDanger, ActionDangerAnswer
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


async def test_what_answered_the_open_question_is_not_asked_for_again(answer: ActionDangerAnswer) -> None:
    ask = {"slot": "touching_wire", "kind": "yes_no", "choices": ["yes", "no"]}
    talk = Conversation(need="tree_storm", ask=ask, facts={"where": "Pearl St"})
    await talk.turn(ActionCheckDanger(), "no the wires are on the alley side it didn't touch anything", "deny")
    await talk.turn(answer, "no nobody", "deny")
    assert talk.slots["facts"]["touching_wire"] is False
    assert talk.slots["ask"] is None
    assert "touching_wire" in talk.slots["asked"]
    assert "need_form" in [event["name"] for event in talk.happened if event["event"] == "followup"]


async def test_what_was_overheard_as_danger_ends_nothing_once_danger_was_denied(answer: ActionDangerAnswer) -> None:
    ask = {"slot": "happening_now", "kind": "yes_no", "choices": ["yes", "no"]}
    talk = Conversation(need="vandalism", ask=ask, report={"stage": "questions"})
    overheard = {"happening_now": True, "where": "the alley"}
    await talk.turn(ActionCheckDanger(), "happening now well the paint is", "vandalism", facts=overheard)
    await talk.turn(answer, "no", "deny")
    assert talk.slots["report"]["held"]["facts"] == {"where": "the alley"}


@pytest.mark.parametrize("said", ["now pls. bus was number 0 south, its plate i didnt catch", "now"])
async def test_a_choice_that_sounded_like_danger_is_not_asked_for_again(answer: ActionDangerAnswer, said: str) -> None:
    talk = Conversation(need="crash_no_injury", report={"stage": "offer"})
    await talk.turn(ActionCheckDanger(), said, "crash_no_injury")
    await talk.turn(answer, "no like i said", "deny")
    assert talk.slots["report"]["held"]["text"] == said


async def test_what_did_not_answer_it_is(answer: ActionDangerAnswer) -> None:
    ask = {
        "slot": "touching_wire",
        "kind": "yes_no",
        "choices": ["yes", "no"],
        "prompt": "Is it touching a power line?",
    }
    talk = Conversation(need="tree_storm", ask=ask, facts={})
    await talk.turn(ActionCheckDanger(), "it's laying by the wires somehow", "tree_storm")
    await talk.turn(answer, "no nobody", "deny")
    assert "touching_wire" not in talk.slots["facts"]
    assert "power line" in talk.text


async def test_a_need_told_beside_a_question_about_the_line_is_served_after_a_no(answer: ActionDangerAnswer) -> None:
    talk = Conversation()
    scope: Dict[str, Any] = {"candidates": ["ask_recording", "case_status"]}
    said = "is this recorded because somebody knocked my fence down"
    await talk.turn(ActionCheckDanger(), said, "ask_recording", scope=scope, also=["vandalism"])
    await talk.turn(answer, "no nobody", "deny")
    assert talk.slots["need"] == "vandalism"
    assert "need_form" in [event["name"] for event in talk.happened if event["event"] == "followup"]


@pytest.mark.parametrize(
    ("said", "intent", "need"),
    [
        ("idk he isnt answering, prob asleep, hes 16", "welfare_check", "welfare_check"),
        ("she's not answering, she's probably got her headphones on", "welfare_check", "welfare_check"),
        ("i don't know", "dont_know", "trespass_unwanted"),
        ("well no not yet i guess", "deny", "trespass_unwanted"),
    ],
)
async def test_who_does_not_know_hears_the_number_and_the_ticket_says_first_that_it_is_not_known(
    said: str, intent: str, need: str
) -> None:
    casework = Casework()
    talk = await (await checked()).turn(ActionDangerAnswer(casework.client()), said, intent)
    assert "hang up and dial nine one one" in talk.text
    assert (talk.reply["act"], talk.reply["disposition"], talk.reply["need"]) == ("transfer", "call_taker", need)
    (ticket,) = casework.requests("handovers")
    assert next(iter(ticket["facts"])) == "danger_not_known"


@pytest.mark.parametrize("said", ["no bye", "uh no. ok bye", "oh. no nobody. ok thx bye"])
async def test_a_no_and_a_goodbye_to_the_question_end_the_call(answer: ActionDangerAnswer, said: str) -> None:
    talk = await (await checked()).turn(answer, said, "goodbye")
    assert (talk.reply["act"], talk.text) == ("end", "Thank you for calling. Goodbye.")


async def test_a_goodbye_that_denied_nothing_hears_the_number(answer: ActionDangerAnswer) -> None:
    talk = await (await checked()).turn(answer, "what i said goodbye", "goodbye")
    assert talk.reply["act"] == "end"
    assert "dial nine one one" in talk.text


async def test_a_goodbye_within_a_report_leaves_it_as_its_form_does(answer: ActionDangerAnswer) -> None:
    report = {"stage": "ask", "id": "R1", "open": True}
    talk = await (await checked(report=report)).turn(answer, "no bye", "goodbye")
    assert talk.slots["report"]["held"]["intent"] == "goodbye"
    assert "report_form" in [event["name"] for event in talk.happened if event["event"] == "followup"]


async def test_a_no_answers_the_same_question_of_the_need(answer: ActionDangerAnswer) -> None:
    ask = {"slot": "in_danger_now", "kind": "yes_no", "prompt": "Is the child in danger right now?", "danger": True}
    talk = await (await checked(ask=ask, need="child_abuse")).turn(
        answer, "I said no. Whats the age", "out_of_scope_chat"
    )
    assert talk.slots["facts"]["in_danger_now"] is False
    assert talk.slots["ask"] is None
    assert "need_form" in [event["name"] for event in talk.happened if event["event"] == "followup"]


async def test_what_is_taken_back_with_the_no_is_not_gone_on_with(answer: ActionDangerAnswer) -> None:
    talk = await (await checked("noise_party_now")).turn(answer, "no no its fine cancel it", "change_mind")
    assert [event["name"] for event in talk.happened if event["event"] == "followup"] == ["action_change_mind"]
