"""While a report is taken only few things hold it up, and an emergency or a person always do."""

from __future__ import annotations

from typing import Any, Dict

import pytest
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet

from dialogue_policies.interrupt_policy import InterruptPolicy
from tests.bot.dialogue_policies.talks import (
    ASKED,
    CALM,
    EMERGENCY,
    MAYBE,
    best,
    in_a_report,
    of_confidence,
    talk,
    uttered,
)

LONG_STORY = "so she told me that i should wait and then he came back and said all of it again twice"
REPORT_TURNS = [
    # (free text asked, intent, confidence, words, action)
    (False, "speak_to_person", 0.3, "a person", "action_hand_over"),
    (True, "speak_to_person", 0.3, "let me talk to a person", "action_hand_over"),
    (True, "speak_to_person", 0.8, LONG_STORY, "action_hand_over"),
    (True, "speak_to_person", 0.3, LONG_STORY, "report_form"),
    (True, "ask_repeat", 0.9, "say that again", "action_repeat"),
    (True, "ask_repeat", 0.9, LONG_STORY, "report_form"),
    (True, "ask_repeat", 0.3, "he said it again", "report_form"),
    (True, "ask_help", 0.9, "help what do i say", "action_help"),
    (True, "hold_on", 0.9, "hang on", "action_hold_on"),
    (False, "ask_repeat", 0.3, "again", "action_repeat"),
    (False, "no_input", 1.0, "/no_input", "action_no_input"),
    (True, "no_input", 1.0, "/no_input", "action_no_input"),
    (True, "other_language", 1.0, "/other_language", "action_hand_over"),
    (False, "ask_help", 0.21, "can i send you a picture of it", "report_form"),
    (False, "speak_to_person", 0.9, "text me a link or give me a person", "action_hand_over"),
    (False, "goodbye", 0.9, "goodbye", "report_form"),
    (False, "correct", 0.9, "that's wrong", "report_form"),
    (True, "abuse", 0.9, "he called me an idiot", "report_form"),
    (False, "change_mind", 0.9, "forget it", "report_form"),
    (False, "dv_current", 0.9, "my husband did", "report_form"),
    (True, "towed_impound", 0.9, "my car was towed", "report_form"),
]


@pytest.mark.parametrize(("free", "intent", "confidence", "text", "action"), REPORT_TURNS)
def test_what_holds_up_a_report(
    policy: InterruptPolicy,
    rules: RulePolicy,
    domain: Domain,
    free: bool,
    intent: str,
    confidence: float,
    text: str,
    action: str,
) -> None:
    said = of_confidence(uttered(intent, CALM, text), confidence)
    assert best(policy, rules, talk(domain, *in_a_report(said, free)), domain) == action


@pytest.mark.parametrize(
    ("text", "action"),
    [("at thirteenth and pearl", "report_form"), ("at thirteenth and pearl and he is here", "action_check_danger")],
)
def test_nothing_but_the_place_that_was_asked_for_is_no_doubt(
    policy: InterruptPolicy, rules: RulePolicy, domain: Domain, text: str, action: str
) -> None:
    said = uttered("inform", MAYBE, text)
    said.parse_data["facts"] = {"suspect_present": "here" in text}
    said.entities.append({"entity": "where", "start": 3, "end": 23})
    ask = SlotSet("ask", {"slot": "where", "kind": "place", "asked": "place"})
    assert best(policy, rules, talk(domain, *in_a_report(said, False, ask)), domain) == action


@pytest.mark.parametrize("free", [True, False])
def test_an_emergency_stops_a_report_whatever_is_asked(
    policy: InterruptPolicy, rules: RulePolicy, domain: Domain, free: bool
) -> None:
    tracker = talk(domain, *in_a_report(uttered("theft_cold", {**EMERGENCY, "log_odds": 6.0}, LONG_STORY), free))
    assert best(policy, rules, tracker, domain) == "action_emergency"


@pytest.mark.parametrize(
    ("intent", "more", "asked", "action"),
    [
        ("vandalism", {}, 0, "action_check_danger"),
        ("vandalism", {}, 7, "action_check_danger"),
        ("emg_fire", {"log_odds": 4.0}, 0, "action_check_danger"),
        ("emg_fire", {}, 0, "action_emergency"),
        ("dv_current", {}, 0, "action_emergency"),
        ("vandalism", {"why": "phrase"}, 0, "action_emergency"),
        ("vandalism", {"log_odds": 6.5}, 0, "action_emergency"),
    ],
)
def test_an_alarm_that_nothing_else_shares_is_asked_about_before_it_ends_a_report(
    policy: InterruptPolicy,
    rules: RulePolicy,
    domain: Domain,
    intent: str,
    more: Dict[str, Any],
    asked: int,
    action: str,
) -> None:
    said = uttered(intent, {**EMERGENCY, **more}, LONG_STORY)
    tracker = talk(domain, *in_a_report(said, True, SlotSet("danger_checks", asked)))
    assert best(policy, rules, tracker, domain) == action


def test_an_alarm_after_the_question_about_danger_is_believed(
    policy: InterruptPolicy, rules: RulePolicy, domain: Domain
) -> None:
    tracker = talk(domain, *in_a_report(uttered("vandalism", EMERGENCY, LONG_STORY), True, ASKED))
    assert best(policy, rules, tracker, domain) == "action_emergency"


@pytest.mark.parametrize("asked_before", [0, 2, 5])
def test_a_story_that_sounds_like_danger_is_asked_about_as_often_as_needed(
    policy: InterruptPolicy, rules: RulePolicy, domain: Domain, asked_before: int
) -> None:
    said = uttered("emg_in_progress", MAYBE, LONG_STORY)
    tracker = talk(domain, *in_a_report(said, True, SlotSet("danger_checks", asked_before)))
    assert best(policy, rules, tracker, domain) == "action_check_danger"


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("priya natarajan", "report_form"),
        ("nguyen van anh", "report_form"),
        ("no hablo ingles", "action_hand_over"),
        ("habla español", "action_hand_over"),
        ("somali interpreter please", "action_hand_over"),
    ],
)
def test_a_name_of_any_language_is_no_wish_for_another_language(
    policy: InterruptPolicy, rules: RulePolicy, domain: Domain, text: str, action: str
) -> None:
    asked = SlotSet("ask", {"slot": "name", "kind": "name", "asked": "name"})
    assert (
        best(policy, rules, talk(domain, *in_a_report(uttered("non_english", CALM, text), False, asked)), domain)
        == action
    )


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("you can take it now", "report_form"),
        ("let's do it now", "report_form"),
        ("online please", "report_form"),
        ("he is in the house now", "action_check_danger"),
        ("he's breaking in right now", "action_check_danger"),
    ],
)
def test_the_offer_of_a_report_is_answered_without_a_question_about_danger(
    policy: InterruptPolicy, rules: RulePolicy, domain: Domain, text: str, action: str
) -> None:
    offered = [SlotSet("report", {"stage": "offer", "open": True}), SlotSet("ask", {"kind": "choice"})]
    events = in_a_report(uttered("hold_on", MAYBE, text), False, *offered)
    assert best(policy, rules, talk(domain, *events), domain) == action


WAYS = SlotSet(
    "ask",
    {"slot": "contact_by", "kind": "choice", "choices": ["by text message", "by e-mail"], "values": ["sms", "email"]},
)
REACHED = SlotSet(
    "ask",
    {"slot": "reached_by", "kind": "choice", "choices": ["by phone", "in person"], "values": ["phone", "in_person"]},
)


@pytest.mark.parametrize(
    ("ask", "text", "action"),
    [
        (WAYS, "sms", "report_form"),
        (WAYS, "email please", "report_form"),
        (WAYS, "texts are fine", "report_form"),
        (WAYS, "operator", "action_hand_over"),
        (WAYS, "text me a real person", "action_hand_over"),
        (WAYS, "i want to talk to somebody about the e-mail", "action_hand_over"),
        (REACHED, "in person", "report_form"),
        (REACHED, "person", "action_hand_over"),
        (REACHED, "get me a person", "action_hand_over"),
    ],
)
def test_a_choice_that_is_named_is_no_wish_for_a_person(
    policy: InterruptPolicy, rules: RulePolicy, domain: Domain, ask: SlotSet, text: str, action: str
) -> None:
    said = of_confidence(uttered("speak_to_person", CALM, text), 0.4)
    assert best(policy, rules, talk(domain, *in_a_report(said, False, ask)), domain) == action


ASKED_FOR = {
    "name": SlotSet("ask", {"slot": "name", "kind": "text", "asked": "name"}),
    "number": SlotSet("ask", {"slot": "loss", "kind": "number", "asked": "money"}),
    "items": SlotSet("ask", {"slot": "items", "kind": "text", "asked": "text", "free": True}),
    "yes_no": SlotSet("ask", {"slot": "injured", "kind": "yes_no", "asked": "yes_no"}),
}


@pytest.mark.parametrize(
    ("asked", "intent", "text", "name", "verdict"),
    [
        ("name", "emg_fire", "Burns", "Burns", EMERGENCY),
        ("name", "nlu_fallback", "Milos Havranek, H A V R A N E K", "Milos Havranek", MAYBE),
        ("name", "emg_in_progress", "Kim Savage", "Kim Savage", {**EMERGENCY, "log_odds": 9.0}),
        ("number", "inform", "nine one one", "", {**EMERGENCY, "phrase": "nine one one", "sure": True}),
        ("items", "inform", "a Bosch hammer drill and a circular saw", "", MAYBE),
        ("yes_no", "gas_smell", "yes my mother's oxygen", "", EMERGENCY),
    ],
)
def test_the_question_asked_is_evidence(
    policy: InterruptPolicy,
    rules: RulePolicy,
    domain: Domain,
    asked: str,
    intent: str,
    text: str,
    name: str,
    verdict: Dict[str, Any],
) -> None:
    said = of_confidence(uttered(intent, verdict, text), 0.95)
    said.entities += [{"entity": "name", "start": 0, "end": len(name)}] if name else []
    assert best(policy, rules, talk(domain, *in_a_report(said, False, ASKED_FOR[asked])), domain) == "report_form"


@pytest.mark.parametrize("asked", sorted(ASKED_FOR))
def test_a_phrase_of_danger_is_no_answer_to_any_question(
    policy: InterruptPolicy, rules: RulePolicy, domain: Domain, asked: str
) -> None:
    said = uttered("inform", {**EMERGENCY, "phrase": "help me", "sure": True}, "help me")
    said.entities.append({"entity": "name", "start": 0, "end": 7})
    assert best(policy, rules, talk(domain, *in_a_report(said, False, ASKED_FOR[asked])), domain) == "action_emergency"


def test_two_judges_who_differ_are_asked_about_and_not_believed_at_once(
    policy: InterruptPolicy, rules: RulePolicy, domain: Domain
) -> None:
    weak = of_confidence(uttered("fireworks", {**EMERGENCY, "log_odds": 3.0}, "they shoot them off"), 0.99)
    strong = of_confidence(uttered("fireworks", {**EMERGENCY, "log_odds": 6.0}, "they shoot them off"), 0.99)
    unsure = of_confidence(uttered("fireworks", {**EMERGENCY, "log_odds": 3.0}, "they shoot them off"), 0.5)
    assert best(policy, rules, talk(domain, weak), domain) == "action_check_danger"
    assert best(policy, rules, talk(domain, strong), domain) == "action_emergency"
    assert best(policy, rules, talk(domain, unsure), domain) == "action_emergency"
