"""A report is taken question by question; nothing given is lost, a PIN is kept nowhere, and a person is always near."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from actions.conversation import ActionHelp
from actions.emergency import ActionCheckDanger, ActionDangerAnswer
from actions.handover import ActionHandOver
from actions.report_kinds import Kinds
from tests.bot.actions.report_desk import CODE, CODE_SPOKEN, KIND, PIN, Caller, Intake, offered, started


async def to_the_summary(intake: Intake) -> Caller:
    caller = await started(intake)
    for text, intent in (("no", "deny"), ("fourteenth and pearl", "inform"), ("last night", "inform")):
        await caller.says(text, intent)
    await caller.says("somebody cut the lock and took my bike", "theft_cold")
    return await caller.says("skip", "skip_question")


async def test_the_offer_names_three_ways_once() -> None:
    caller = await offered()
    assert caller.reply["ask"] == {"slot": "self_service", "kind": "choice", "choices": ["now", "online", "person"]}
    assert caller.reply["disposition"] == "self_service_report"
    assert "right now" in caller.said


@pytest.mark.parametrize(
    ("text", "intent", "act"),
    [
        ("take it now", "inform", "ask"),
        ("yes please", "affirm", "ask"),
        ("the website is fine", "choose_online", "report"),
        ("a person please", "inform", "transfer"),
        ("no", "deny", "transfer"),
        ("wibble wobble", "nlu_fallback", "transfer"),
    ],
)
async def test_the_offer_is_answered_in_any_words_and_never_made_twice(text: str, intent: str, act: str) -> None:
    caller = await (await offered()).says(text, intent)
    assert caller.reply["act"] == act


@pytest.mark.parametrize(("key", "act"), [("1", "ask"), ("2", "report"), ("3", "transfer")])
async def test_the_offer_is_answered_by_key(key: str, act: str) -> None:
    caller = await (await offered()).says("/dtmf", "dtmf", digits=key)
    assert caller.reply["act"] == act


async def test_a_report_begins_with_what_is_known_and_asks_for_a_pin() -> None:
    intake = Intake()
    caller = await offered(intake, facts={"where": "14th Ave & Pearl St", "suspect_present": False})
    await caller.says("you can take it", "affirm")
    begun = next(body for path, body in intake.asked if path == "/v1/reports" and "known" in body)
    assert begun["known"] == {"where": "14th Ave & Pearl St", "suspect_present": False}
    assert (begun["kind"], begun["agency"], begun["channel"]) == ("theft", "denver", "voice")
    assert caller.reply["ask"] == {"slot": "pin", "kind": "number", "digits": 4}


async def test_the_pin_reaches_casework_and_nothing_else() -> None:
    intake = Intake()
    caller = await started(intake)
    assert intake.pin == PIN
    await caller.says("let me talk to someone", "inform")
    kept = [caller.talk.slots, caller.reply, intake.tickets]
    assert PIN not in json.dumps(kept)
    assert "eight three six four" not in json.dumps(kept)


async def test_a_pin_that_everybody_tries_is_refused_in_words() -> None:
    caller = await (await offered()).says("now", "affirm")
    await caller.says("/dtmf", "dtmf", digits="1234")
    assert "easy to guess" in caller.said
    assert caller.asked == "pin"


async def test_the_code_is_said_twice_in_groups_and_the_first_question_follows() -> None:
    caller = await started()
    assert caller.said.count(CODE_SPOKEN) == 2
    assert caller.asked == "injured"
    assert caller.said.endswith("Is anyone hurt?")


async def test_in_writing_the_code_has_digits() -> None:
    caller = await offered()
    caller.channel = "web"
    await caller.says("now", "affirm")
    await caller.says("8364")
    assert CODE in caller.said
    assert CODE_SPOKEN not in caller.said


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
    assert "Where: fourteenth and pearl." in caller.said
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


async def test_a_refused_answer_is_explained_and_asked_again_then_how_to_leave_it_out_then_a_person() -> None:
    intake = Intake()
    caller = await (await (await started(intake)).says("no", "deny")).says("14th and pearl")
    await caller.says("nonsense")
    assert caller.said == "I didn't get that. Again: When did it happen?"
    await caller.says("nonsense")
    assert "I don't know" in caller.said
    await caller.says("nonsense")
    assert caller.reply["act"] == "transfer"
    assert intake.tickets[0]["facts"]["where"] == "14th and pearl"


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


async def test_any_words_are_an_answer_to_what_happened() -> None:
    intake = Intake()
    caller = await started(intake)
    for text, intent in (("no", "deny"), ("14th and pearl", "inform"), ("last night", "inform")):
        await caller.says(text, intent)
    await caller.says(
        "someone stole my bike out of the garage and my neighbor said he saw a towed car", "towed_impound"
    )
    assert intake.answers["what_happened"]["text"].startswith("someone stole my bike")
    assert caller.asked == "phone"


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
    assert intake.answers["phone"]["how"] == "skipped"


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


async def test_a_question_in_the_middle_is_answered_and_then_the_same_is_asked() -> None:
    caller = await (await (await started()).says("no", "deny")).says("thirteenth and pearl")
    await caller.says("what are the hours of the city offices", "city_hours_info")
    assert caller.said == "They open at eight. When did it happen?"
    assert caller.asked == "when"


async def test_another_need_is_kept_for_after_the_report() -> None:
    intake = Intake()
    caller = await (await (await started(intake)).says("no", "deny")).says("thirteenth and pearl")
    await caller.says("how do i get my car out of the pound", "towed_impound")
    assert "first" in caller.said
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


async def test_stop_for_now_keeps_the_answers_and_says_how_to_come_back() -> None:
    intake = Intake()
    caller = await (await started(intake)).says("my break is over, can i do the rest later", "stop_for_now")
    assert intake.left == ["stopped"]
    assert CODE_SPOKEN in caller.said
    assert caller.reply["act"] == "report"
    assert caller.talk.slots["report"] is None


async def test_goodbye_in_the_middle_keeps_the_answers_and_ends() -> None:
    intake = Intake()
    caller = await (await started(intake)).says("goodbye", "goodbye")
    assert intake.left == ["stopped"]
    assert caller.reply["act"] == "end"


async def test_the_code_is_repeated_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    intake = Intake()
    caller = await (await started(intake)).says("what was my code again", "inform")
    assert CODE_SPOKEN in caller.said
    assert caller.asked == "injured"
    client = intake.client()
    monkeypatch.setattr("actions.report_code.shared_client", lambda: client)
    await caller.repeats("can you repeat the code")
    assert CODE_SPOKEN in caller.said
    assert caller.asked == "injured"


async def test_the_code_can_be_sent_before_the_form_comes_to_the_questions_about_contact() -> None:
    intake = Intake()
    caller = await (await started(intake)).says("can you text me the code", "inform")
    assert caller.asked == "phone"
    await caller.says("303 555 0123", facts={"phone": "+13035550123"})
    assert caller.asked == "contact_by"
    await caller.says("by text", "inform")
    assert intake.answers["contact_by"]["value"] == "sms"
    assert caller.asked == "injured"


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
    assert caller.asked == "phone"
    assert "held" not in caller.talk.slots["report"]


async def test_danger_that_is_confirmed_in_a_report_keeps_what_was_given() -> None:
    intake = Intake()
    caller = await (await started(intake)).says("no", "deny")
    await caller.talk.turn(ActionCheckDanger(), "i think he is back", "suspicious_activity")
    await caller.talk.turn(ActionDangerAnswer(client=intake.client()), "yes", "affirm")
    assert caller.reply["disposition"] == "911"
    assert intake.left == ["emergency"]
    assert intake.tickets[0]["facts"]["injured"] is False


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


async def test_neither_of_several_kinds_brings_a_person() -> None:
    caller = await offered(report={"stage": "offer", "kinds": TWO_KINDS})
    for text in ("now", "hm", "hm"):
        await caller.says(text, "inform")
    assert caller.reply["act"] == "transfer"


async def test_a_pin_whose_answer_was_lost_on_the_way_counts() -> None:
    intake = Intake()
    caller = await (await offered(intake)).says("now", "affirm")
    intake.pin, intake.broken["pin"] = PIN, 409
    await caller.says("8364")
    assert caller.asked == "injured"


async def test_a_silence_and_a_miss_in_a_row_bring_a_person_and_misses_far_apart_do_not() -> None:
    caller = await started()
    for _ in range(3):
        await caller.says("purple", "nlu_fallback")
        assert caller.asked is not None
        await caller.says("how many more questions", "inform")
    caller.talk.slots["silences"] = 1
    await caller.says("purple", "nlu_fallback")
    assert caller.reply["act"] == "transfer"


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
