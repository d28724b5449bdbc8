"""The talk itself: every move leaves the caller with a question to answer, and carries the object."""

from __future__ import annotations

import pytest
from rasa_sdk import Action

from actions import change_of_mind, conversation, goodbyes, open_answer, said_again
from actions.misses import ActionNoMatch
from tests.bot.actions.desk import Casework, Conversation

OPEN = {"slot": "suspect_present", "kind": "yes_no", "prompt": "Is the person still there?"}


@pytest.mark.parametrize(
    "action",
    [
        conversation.ActionAreYouRobot(),
        conversation.ActionHelp(),
        conversation.ActionCapabilities(),
        conversation.ActionAbuse(),
        conversation.ActionGreet(),
    ],
)
async def test_a_digression_ends_with_the_open_question(action: conversation.SayAndAskAgain) -> None:
    talk = await Conversation(ask=OPEN, need="theft_cold").turn(action, "by the way", "x")
    assert talk.text.endswith("Is the person still there?")
    assert talk.reply["ask"]["slot"] == "suspect_present"
    assert talk.reply["need"] == "theft_cold"


async def test_the_assistant_says_that_it_is_automated() -> None:
    talk = await Conversation().turn(conversation.ActionAreYouRobot(), "am i talking to a machine", "are_you_robot")
    assert "automated" in talk.text
    assert "not an officer" in talk.text


async def test_repeat_says_the_last_reply_word_for_word_with_its_object() -> None:
    talk = await Conversation(ask=OPEN).turn(conversation.ActionHelp(), "help", "ask_help")
    said, object_ = talk.text, talk.reply
    await talk.turn(said_again.ActionRepeat(), "say again", "ask_repeat")
    assert talk.text == said
    assert talk.reply == {**object_, "repeat": True}


async def test_slower_lasts() -> None:
    talk = await Conversation(ask=OPEN).turn(conversation.ActionHelp(), "help", "ask_help")
    await talk.turn(said_again.ActionSlower(), "slower please", "ask_slower")
    assert talk.reply["voice"]["rate"] == "slow"
    await talk.turn(conversation.ActionHelp(), "help", "ask_help")
    assert talk.reply["voice"]["rate"] == "slow"


async def test_a_moment_to_look_something_up_is_given() -> None:
    talk = await Conversation(ask=OPEN).turn(conversation.ActionHoldOn(), "hang on", "hold_on")
    assert talk.reply["voice"]["wait_s"] == 60
    assert talk.reply["ask"]["slot"] == "suspect_present"


async def test_somebody_else_who_comes_to_the_telephone_is_waited_for() -> None:
    talk = await Conversation(ask=OPEN).turn(conversation.ActionHoldOn(), "can my mom talk", "out_of_scope_chat")
    assert talk.text.startswith("Of course.")
    assert talk.reply["voice"]["wait_s"] == 60


async def test_did_you_mean_is_asked_and_a_yes_goes_on_with_that_need() -> None:
    scope = {"reason": "out_of_scope", "candidates": ["towed_impound", "auto_theft"]}
    talk = await Conversation().turn(ActionNoMatch(), "car place thing", "nlu_fallback", scope=scope)
    assert "a towed car" in talk.text
    await talk.turn(open_answer.ActionOpenAnswer(), "yes", "affirm")
    assert talk.slots["need"] == "towed_impound"
    assert "need_form" in [event["name"] for event in talk.happened if event["event"] == "followup"]


async def test_no_more_needs_ends_the_call_politely() -> None:
    talk = await Conversation(open_question="anything_else").turn(
        open_answer.ActionOpenAnswer(), "no that's all", "deny"
    )
    assert talk.reply["act"] == "end"
    assert "Goodbye" in talk.text


async def test_yes_to_anything_else_asks_what() -> None:
    talk = await Conversation(open_question="anything_else").turn(open_answer.ActionOpenAnswer(), "yes", "affirm")
    assert talk.reply["ask"] == {"slot": "need", "kind": "open"}


OFFER = {
    "disposition": "self_service_report",
    "offer": {
        "slot": "self_service",
        "kind": "choice",
        "choices": ["online", "person"],
        "prompt": "Online, or a person?",
    },
    "person": {"destination": {"id": "call_taker", "name": "a call-taker"}, "say": "Connecting you."},
}


@pytest.mark.parametrize(("intent", "act"), [("choose_online", "report"), ("deny", "transfer")])
async def test_the_offer_of_self_service_is_taken_or_a_person_comes(
    monkeypatch: pytest.MonkeyPatch, intent: str, act: str
) -> None:
    client = Casework().client()
    monkeypatch.setattr("actions.handover.shared_client", lambda: client)
    talk = Conversation(open_question="self_service", decision=OFFER, need="theft_cold")
    await talk.turn(open_answer.ActionOpenAnswer(), "well", intent)
    assert talk.reply["act"] == act


async def test_an_unclear_answer_to_the_offer_brings_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Casework().client()
    monkeypatch.setattr("actions.handover.shared_client", lambda: client)
    talk = Conversation(open_question="self_service", decision=OFFER, need="theft_cold")
    await talk.turn(ActionNoMatch(), "the thing", "nlu_fallback")
    assert (talk.reply["act"], talk.reply["disposition"]) == ("transfer", "call_taker")


async def test_a_change_of_mind_forgets_need_and_answers() -> None:
    talk = Conversation(need="theft_cold", facts={"where": "x"}, ask=OPEN, asked=["suspect_present"])
    await talk.turn(change_of_mind.ActionChangeMind(), "forget it", "change_mind")
    assert (talk.slots["need"], talk.slots["facts"], talk.slots["ask"]) == (None, None, None)
    assert "need" not in talk.reply


async def test_a_correction_forgets_the_last_answer_and_asks_again() -> None:
    talk = Conversation(
        need="crash_no_injury",
        facts={"injured": False, "where": "x"},
        asked=["injured"],
        decision={"need": "crash_no_injury"},
    )
    await talk.turn(change_of_mind.ActionCorrect(), "no that's wrong", "correct")
    assert talk.slots["facts"] == {"where": "x"}
    assert talk.slots["asked"] == []
    assert "need_form" in [event["name"] for event in talk.happened if event["event"] == "followup"]


@pytest.mark.parametrize("words", ["ok", "fine", "that's it", "great", "no thanks", "nope we're good", "nothing else"])
async def test_whoever_is_content_hears_goodbye(words: str) -> None:
    talk = await Conversation(open_question="anything_else").turn(open_answer.ActionOpenAnswer(), words, "affirm")
    assert talk.reply["act"] == "end"


@pytest.mark.parametrize("action", [open_answer.ActionOpenAnswer(), goodbyes.ActionGoodbye()])
@pytest.mark.parametrize("intent", ["deny", "goodbye"])
async def test_a_word_that_is_no_goodbye_hangs_up_on_nobody(action: Action, intent: str) -> None:
    talk = await Conversation(open_question="anything_else").turn(action, "now", intent)
    assert talk.reply["act"] == "ask"
    assert talk.text.endswith("Is there anything else?")
    await talk.turn(action, "now", intent)
    assert talk.reply["act"] == "transfer"  # twice not understood


async def test_a_goodbye_in_the_middle_ends_the_call() -> None:
    talk = await Conversation(ask=OPEN).turn(goodbyes.ActionGoodbye(), "okay bye now", "goodbye")
    assert talk.reply["act"] == "end"


async def test_yes_with_a_need_after_it_goes_to_that_need() -> None:
    talk = Conversation(open_question="anything_else", need="theft_cold", asked=["suspect_present"])
    heard = {"candidates": ["affirm", "parking_ticket", "court_date_ticket"]}
    await talk.turn(open_answer.ActionOpenAnswer(), "yes the parking ticket", "affirm", scope=heard)
    assert talk.slots["need"] == "parking_ticket"
    assert talk.happened[-1]["name"] == "need_form"


async def test_a_bare_yes_asks_what_it_is() -> None:
    talk = Conversation(open_question="anything_else")
    await talk.turn(
        open_answer.ActionOpenAnswer(), "yes please", "affirm", scope={"candidates": ["affirm", "parking_ticket"]}
    )
    assert talk.text == "How can I help you?"
