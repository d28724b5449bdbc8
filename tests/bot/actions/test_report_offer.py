"""Before the first question of a report: the one offer, which kind, the PIN and the access code."""

from __future__ import annotations

import json
from typing import Any

import pytest

from actions.conversation import ActionHelp
from actions.report.kinds import Kinds
from actions.report.values import body
from tests.bot.actions.report_desk import (
    CODE,
    CODE_SPOKEN,
    KIND,
    OFFER,
    PIN,
    Caller,
    Intake,
    begun,
    offered,
    started,
    to_the_pin,
)

OFFERED = {"stage": "offer", "kinds": [{"kind": "theft", "spoken": "a theft"}]}


async def test_the_offer_names_three_ways_once() -> None:
    caller = await offered()
    assert caller.reply["ask"] == {"slot": "self_service", "kind": "choice", "choices": ["now", "online", "person"]}
    assert caller.reply["disposition"] == "self_service_report"
    assert "take the report now" in caller.said


@pytest.mark.parametrize(
    ("text", "intent", "act"),
    [
        ("take it now", "inform", "ask"),
        ("yes please", "affirm", "ask"),
        ("the website is fine", "choose_online", "report"),
        ("a person please", "inform", "transfer"),
        ("no", "deny", "transfer"),
        ("wibble wobble", "nlu_fallback", "transfer"),
        ("in person", "speak_to_person", "ask"),
        ("over the phone please", "choose_online", "ask"),
        ("here", "ask_repeat", "ask"),
        ("i don't have internet", "choose_online", "ask"),
        ("first one", "skip_question", "ask"),
        ("the second one", "inform", "report"),
        ("i can't do it online, get me a person", "choose_online", "transfer"),
        ("not on the phone", "deny", "transfer"),
    ],
)
async def test_the_offer_is_answered_in_any_words_and_never_made_twice(text: str, intent: str, act: str) -> None:
    caller = await (await offered()).says(text, intent)
    assert caller.reply["act"] == act


@pytest.mark.parametrize(("key", "act"), [("1", "ask"), ("2", "report"), ("3", "transfer")])
async def test_the_offer_is_answered_by_key(key: str, act: str) -> None:
    caller = await (await offered()).says("/dtmf", "dtmf", digits=key)
    assert caller.reply["act"] == act


async def test_a_report_begins_with_what_is_known_and_its_first_question() -> None:
    intake = Intake()
    caller = await offered(intake, facts={"where": "14th Ave & Pearl St", "suspect_present": False})
    await caller.says("you can take it", "affirm")
    begun = next(body for path, body in intake.asked if path == "/v1/reports" and "known" in body)
    known = {"where": "14th Ave & Pearl St", "suspect_present": False, "said": "my bike was stolen"}
    assert begun["known"] == known
    assert (begun["kind"], begun["agency"], begun["channel"]) == ("theft", "denver", "voice")
    assert caller.reply["ask"]["slot"] == "injured"


async def test_first_words_that_tell_what_happened_are_the_story() -> None:
    """Where they name a place or a time, and more than what it is about."""
    story = "somebody cut the lock and took my bike from the porch at fourteenth and pearl"
    for text, facts, told in ((story, {"where": "14th Ave & Pearl St"}, story), ("my bike was stolen", {}, None)):
        intake = Intake()
        caller = Caller(intake, need="theft_cold", decision=OFFER, report=OFFERED, facts=facts)
        await (await caller.says(text, "theft_cold")).says("now", "affirm")
        begun = next(body for path, body in intake.asked if path == "/v1/reports" and "known" in body)
        assert begun["known"].get("what") == told


async def test_a_long_story_that_was_told_first_is_the_answer_whole() -> None:
    story = (
        "somebody cut the lock and took my bike from the porch at fourteenth and pearl. " + "then he rode away " * 80
    )
    intake = Intake()
    caller = Caller(intake, need="theft_cold", decision=OFFER, report=OFFERED, facts={"where": "14th Ave & Pearl St"})
    await (await caller.says(story, "theft_cold")).says("now", "affirm")
    begun = next(body for path, body in intake.asked if path == "/v1/reports" and "known" in body)
    assert 1_500 < len(story) == len(begun["known"]["what"])


@pytest.mark.parametrize(("characters", "sent"), [(1_500, 1_500), (4_000, 4_000), (4_001, 4_001), (9_000, 4_001)])
def test_what_is_longer_than_an_answer_may_be_is_refused_by_casework_and_not_cut_in_silence(
    characters: int, sent: int
) -> None:
    ask = {"slot": "what_happened", "asked": "text"}
    assert len(body(ask, None, "x" * characters, "web", "t")["text"]) == sent


async def test_a_story_tells_more_than_it_answers() -> None:
    intake = Intake()
    caller = await (await begun(intake)).says("no", "deny")
    for text in ("14th and pearl", "last night"):
        await caller.says(text)
    await caller.says("they took my bike with the plate", facts={"item": "bike", "weapon": True})
    told = next(body for path, body in intake.asked if body.get("question") == "what_happened")
    assert told["told"] == {"item": "bike", "weapon": True}
    assert all("told" not in body for path, body in intake.asked if body.get("question") in ("where", "when"))


async def test_the_pin_reaches_casework_and_nothing_else() -> None:
    intake = Intake()
    caller = await to_the_pin(intake)
    await caller.says("eight three six four", "inform")
    assert intake.pin == PIN
    await caller.says("let me talk to someone", "inform")
    kept = [caller.talk.slots, caller.reply, intake.tickets]
    assert PIN not in json.dumps(kept)
    assert "eight three six four" not in json.dumps(kept)


@pytest.mark.parametrize(
    "said", ["what are the four digits for", "four digits what for", "what is this four digits", "what for"]
)
async def test_who_asks_what_the_digits_are_for_is_told(said: str) -> None:
    caller = await (await to_the_pin(Intake())).says(said)
    assert "exactly four" not in caller.said
    assert caller.asked == "pin"
    await caller.says("eight three six four")
    assert caller.asked == "report_summary"


@pytest.mark.parametrize(
    "said",
    ["yes stolen", "i'll tell you", "you take it", "might as well", "is it something i can do with you on the phone i don't have my laptop",
     "well i'd just as soon get it over with go on", "i'm talking to a computer right okay well take the report i suppose",
     "i'd rather just tell you", "no i don't do online that's why i called can't you take it like you said", "well you're here so you"],
)  # fmt: skip
async def test_a_yes_to_the_offer_in_other_words_has_the_report_taken(said: str) -> None:
    caller = await (await offered()).says(said, "affirm" if said.startswith("yes") else "inform")
    assert caller.asked == "injured"


@pytest.mark.parametrize(
    ("said", "how"),
    [("i'll do it on the computer", "online"), ("can i do it with a person on the phone", "person"), ("no thanks not now", "declined")],
)  # fmt: skip
async def test_another_choice_stays_that_choice(said: str, how: str) -> None:
    caller = await (await offered()).says(said, "deny" if how == "declined" else "inform")
    assert caller.talk.slots["report_over"] is None
    assert caller.asked != "injured"


async def test_a_pin_that_everybody_tries_is_refused_in_words() -> None:
    caller = await to_the_pin(Intake())
    await caller.says("/dtmf", "dtmf", digits="1234")
    assert "easy to guess" in caller.said
    assert caller.asked == "pin"


async def test_the_pin_comes_last_and_the_read_back_follows() -> None:
    caller = await to_the_pin(Intake())
    assert caller.reply["ask"] == {"slot": "pin", "kind": "number", "digits": 4}
    await caller.says("eight three six four", "inform")
    assert caller.asked == "report_summary"
    assert CODE_SPOKEN not in caller.said


async def test_in_writing_the_code_has_digits() -> None:
    caller = await offered()
    caller.channel = "web"
    for text in ("now", "no", "14th and pearl", "last night", "they took it from the porch", "none", "8364", "yes"):
        await caller.says(text, {"now": "affirm", "no": "deny", "yes": "affirm"}.get(text, "inform"))
    assert CODE in caller.said
    assert CODE_SPOKEN not in caller.said


async def test_there_is_no_code_before_its_pin() -> None:
    caller = await (await begun()).says("what was my code again", "inform")
    assert CODE_SPOKEN not in caller.said
    assert "when we're done" in caller.said
    assert caller.asked == "injured"


async def test_the_code_is_repeated_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    intake = Intake()
    caller = await (await started(intake)).says("what was my code again", "inform")
    assert CODE_SPOKEN in caller.said
    assert caller.asked == "injured"
    client = intake.client()
    monkeypatch.setattr("actions.report.code.shared_client", lambda: client)
    await caller.repeats("can you repeat the code")
    assert CODE_SPOKEN in caller.said
    assert caller.asked == "injured"


async def test_the_code_can_be_sent_before_the_form_comes_to_the_questions_about_contact() -> None:
    intake = Intake()
    caller = await (await started(intake)).says("can you text me the code", "inform")
    assert caller.asked == "contact"
    await caller.says("303 555 0123", facts={"phone": "+13035550123"})
    assert intake.answers["contact"]["text"] == "303 555 0123"
    assert caller.asked == "injured"


async def test_the_number_of_this_line_is_taken_where_the_channel_sees_it() -> None:
    intake = Intake()
    caller = await (await started(intake)).says("can you text me the code", "inform")
    await caller.says("the number i'm calling from", seen={"this_line": "+13035550147"})
    assert intake.answers["contact"]["value"] == "+13035550147"


@pytest.mark.parametrize(("channel", "offered_now"), [("voice", False), ("web", True)])
async def test_a_kind_is_offered_only_in_its_channels(channel: str, offered_now: bool) -> None:
    kinds = Kinds()

    class OnlyInWriting(Intake):
        def _answer(self, *request: Any) -> Any:
            return 200, {"kinds": [{**KIND, "channels": ["chat", "web"]}]}

    found = await kinds.for_need(OnlyInWriting().client(), "denver", "theft_cold", channel)
    assert bool(found) is offered_now


TWO_KINDS = [{"kind": "theft", "spoken": "a theft"}, {"kind": "fraud", "spoken": "fraud"}]


@pytest.mark.parametrize(("text", "digits", "kind"), [("it was a theft", "", "theft"), ("/dtmf", "2", "fraud")])
async def test_of_several_kinds_the_caller_names_one(text: str, digits: str, kind: str) -> None:
    intake = Intake()
    caller = await offered(intake, report={"stage": "offer", "kinds": TWO_KINDS})
    await caller.says("now", "affirm")
    assert caller.said == "What is it about, a theft, or fraud?"
    await caller.talk.turn(ActionHelp(), "help", "ask_help")
    assert caller.said.endswith("What is it about, a theft, or fraud?")
    await caller.says("hm", "nlu_fallback")
    assert caller.asked == "report_kind"
    await caller.says(text, "inform", digits=digits)
    assert [body["kind"] for path, body in intake.asked if path == "/v1/reports" and body] == [kind]


@pytest.mark.parametrize("answers", [("hm", "hm"), ("i don't know",)])
async def test_whoever_names_neither_of_several_kinds_is_taken_at_the_need_s_own(answers: tuple[str, ...]) -> None:
    intake = Intake()
    caller = await offered(intake, report={"stage": "offer", "kinds": TWO_KINDS})
    for text in ("now", *answers):
        await caller.says(text, "dont_know" if "know" in text else "inform")
    assert [body["kind"] for path, body in intake.asked if path == "/v1/reports" and body] == [TWO_KINDS[0]["kind"]]


async def test_whoever_goes_on_telling_wants_the_report_taken() -> None:
    intake = Intake()
    caller = await offered(intake)
    await caller.says("it was at fourteenth and pearl", facts={"where": "14th Ave & Pearl St"})
    assert intake.answers["where"]["value"] == "14th Ave & Pearl St"
    assert caller.asked == "injured"


async def test_how_long_it_takes_is_answered_before_the_offer_is() -> None:
    caller = await (await offered()).says("how long does it take", "where_is_officer")
    assert caller.said.startswith("A few minutes.")
    assert caller.asked == "self_service"


async def test_a_pin_whose_answer_was_lost_on_the_way_counts() -> None:
    intake = Intake()
    caller = await to_the_pin(intake)
    intake.pin, intake.broken["pin"] = PIN, 409
    await caller.says("8364")
    assert caller.asked == "report_summary"


@pytest.mark.parametrize("words", ["actually it was stolen, somebody took it out of my bag", "no a guy grabbed it"])
async def test_what_was_lost_and_turns_out_stolen_is_a_theft(words: str) -> None:
    caller = Caller(Intake(), need="lost_property", decision=OFFER, report=OFFERED, facts={})
    await (await caller.says("i lost my wallet", "lost_property")).says(words, "correct")
    assert caller.talk.slots["need"] == "theft_cold"
