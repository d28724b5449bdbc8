"""A no to an offer, a person, a guess or the other need ends that alone: what is told with it is understood."""

from __future__ import annotations

import pytest

from actions.change_of_mind import ActionChangeMind, ActionCorrect
from actions.goodbyes import ActionGoodbye
from actions.open_answer import ActionOpenAnswer
from actions.openings import ActionPersonAnswer, ActionWrongNumber
from actions.routing import ActionRoute, ValidateNeedForm
from tests.bot.actions.desk import Casework, Conversation
from tests.bot.actions.report_desk import offered


def followed(talk: Conversation) -> list[str]:
    return [event["name"] for event in talk.happened if event["event"] == "followup"]


async def test_no_person_but_the_need_that_was_told() -> None:
    talk = await Conversation().turn(ActionPersonAnswer(), "no how much is a dog license", "dmv_tax_license")
    assert talk.slots["need"] == "dmv_tax_license"
    assert followed(talk) == ["need_form"]


async def test_no_person_alone_goes_back_to_the_open_question() -> None:
    talk = await Conversation().turn(ActionPersonAnswer(), "no", "deny")
    assert talk.text == "All right. How can I help you?"


async def test_no_person_but_an_answer_to_a_report_is_given_to_the_report() -> None:
    report = {"stage": "ask", "id": "R1", "open": True}
    ask = {"slot": "plate", "kind": "text", "asked": "plate"}
    talk = await Conversation(report=report, ask=ask).turn(
        ActionPersonAnswer(), "no. the plate is AKX-552 its a gray dodge", "inform"
    )
    assert "akx 552" in talk.slots["report"]["held"]["text"]
    assert followed(talk) == ["report_form"]


async def test_what_is_told_with_the_no_and_not_understood_is_asked_for_in_other_words() -> None:
    talk = await Conversation().turn(ActionPersonAnswer(), "no it's about the chickens and the law", "nlu_fallback")
    assert talk.text.endswith("In a few words, what do you need help with?")


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("no the library not you guys just the chicken question", "nlu_fallback"),
        ("i dont wanna do no report who cleans it", "nlu_fallback"),
        ("no we didnt pay anybody. i just want to know if hes in trouble", "nlu_fallback"),
        ("i dont want a police report, just RTDs number", "case_number_request"),
        ("haha ok no. delete this convo", "out_of_scope_chat"),
    ],
)
async def test_a_question_instead_of_a_report_brings_no_call_taker_who_takes_one(said: str, intent: str) -> None:
    caller = await (await offered()).says(said, intent)
    assert caller.reply["act"] == "ask"
    assert caller.said == "All right, no report. In a few words, what do you need help with?"
    assert caller.talk.slots["need"] is None


async def test_another_need_instead_of_a_report_is_gone_on_with() -> None:
    caller = await (await offered()).says("no rtd handles it just give me the number", "transit_issue")
    assert caller.talk.slots["need"] == "transit_issue"
    assert followed(caller.talk) == ["need_form"]


async def test_the_other_need_of_the_first_breath_comes_when_the_report_of_the_first_is_not_wanted() -> None:
    caller = await (await offered(also=["dmv_tax_license"])).says("no just the chicken question", "nlu_fallback")
    assert caller.talk.slots["need"] == "dmv_tax_license"


async def test_a_question_about_the_same_matter_goes_to_a_person_who_is_not_said_to_take_a_report() -> None:
    caller = await (await offered()).says("no i just want to know who has it. where do i call", "theft_cold")
    assert caller.reply["act"] == "transfer"
    assert "report" not in caller.said


async def test_no_report_and_no_more_is_a_person_as_before() -> None:
    caller = await (await offered()).says("no", "deny")
    assert caller.reply["act"] == "transfer"


async def test_a_no_to_a_guess_goes_on_with_what_it_is_instead() -> None:
    guessed = {"open_question": "did_you_mean", "candidate": "alarm_company"}
    scope = {"candidates": ["deny", "trash_missed"], "sure": 0.8}
    talk = await Conversation(**guessed).turn(
        ActionOpenAnswer(), "no alarm. large item trash, couch on the curb", "deny", scope=scope
    )
    assert talk.slots["need"] == "trash_missed"


async def test_a_no_to_the_other_need_ends_the_call_though_the_words_name_it() -> None:
    waiting = {"open_question": "also", "candidate": "bond", "also": ["bond"], "need": "civil_dispute"}
    casework = Casework()
    talk = await Conversation(**waiting).turn(ValidateNeedForm(casework.client()), "what bond?? no", "bond")
    await talk.turn(ActionRoute(casework.client()), "what bond?? no", "bond")
    assert (talk.reply["act"], talk.text) == ("end", "Thank you for calling. Goodbye.")
    assert not casework.requests("route")


@pytest.mark.parametrize("said", ["nothing bye", "no goodbye", "no. thx bye"])
async def test_a_goodbye_with_a_no_is_a_goodbye_whatever_waits(said: str) -> None:
    talk = await Conversation(open_question="anything_else", also=["bond"], need="civil_dispute").turn(
        ActionGoodbye(), said, "goodbye"
    )
    assert talk.reply["act"] == "end"


async def test_whoever_says_goodbye_to_the_other_need_is_not_asked_about_it_again() -> None:
    talk = await Conversation(open_question="also", candidate="bond", also=["bond"]).turn(
        ActionGoodbye(), "ok bye", "goodbye"
    )
    assert talk.reply["act"] == "end"


async def test_a_wrong_number_that_says_goodbye_is_not_asked_whether_it_needs_help() -> None:
    talk = await Conversation().turn(ActionWrongNumber(), "no sorry wrong number bye", "silent_or_hangup")
    assert talk.reply["act"] == "end"


async def test_one_matter_is_one_after_the_caller_says_so() -> None:
    talk = await Conversation(also=["bond"], need="civil_dispute", open_question="anything_else").turn(
        ActionCorrect(), "both what? i only said the one thing", "correct"
    )
    assert talk.text.startswith("All right, just the one.")
    assert talk.slots["also"] == []


async def test_whoever_starts_over_is_not_asked_about_what_waited() -> None:
    talk = await Conversation(also=["bond"], need="civil_dispute").turn(ActionChangeMind(), "start over", "change_mind")
    assert not talk.slots["also"]


@pytest.mark.parametrize(
    ("said", "intent", "act"),
    [
        ("no i just wanted you to know about it", "inform", "inform"),
        ("no can i do it online", "choose_online", "ask"),
        ("no how long does it take", "nlu_fallback", "ask"),
        ("no it was just lost", "deny", "ask"),
    ],
)
async def test_a_no_that_is_about_the_offer_is_answered_as_before(said: str, intent: str, act: str) -> None:
    caller = await (await offered()).says(said, intent)
    assert caller.reply["act"] == act
    assert "no report" not in caller.said
