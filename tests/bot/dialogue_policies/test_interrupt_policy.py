"""Nothing holds up a person, an emergency or "repeat": the policy alone, and against the rules as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, Optional

import pytest
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from dialogue_policies.interrupt_policy import InterruptPolicy
from tests.bot.dialogue_policies.talks import (
    ASKED,
    ASKED_BEFORE,
    CALM,
    DANGERS,
    EMERGENCY,
    INTERRUPT,
    INTERRUPTS,
    MAYBE,
    NEVER_CHECKED,
    best,
    created,
    in_a_form,
    in_a_report,
    predicted,
    talk,
    uttered,
)


@pytest.mark.parametrize(("intent", "action"), INTERRUPTS)
def test_what_may_interrupt_is_known_to_the_domain(intent: str, action: str, domain: Domain) -> None:
    assert intent in domain.intents
    assert action in domain.action_names_or_texts


@pytest.mark.parametrize("intent", [*DANGERS, *NEVER_CHECKED])
def test_what_is_checked_or_never_checked_is_known_to_the_domain(intent: str, domain: Domain) -> None:
    assert intent in domain.intents


def test_the_ways_to_a_person_are_interrupts_that_are_never_checked() -> None:
    ways_out = {"speak_to_person", "relay_tty", "non_english", "other_language", "hang_up"}
    assert ways_out <= set(INTERRUPT["interrupts"])
    assert ways_out <= set(NEVER_CHECKED)
    assert not set(INTERRUPT["interrupts"]) & set(DANGERS)


def test_an_alarm_on_idle_talk_is_asked_about_first(policy: InterruptPolicy, domain: Domain) -> None:
    salad = uttered("out_of_scope_chat", EMERGENCY, "purple carpets taste better sideways")
    assert predicted(policy, talk(domain, salad), domain) == "action_check_danger"


@pytest.mark.parametrize("verdict", [None, CALM, MAYBE, EMERGENCY, {**EMERGENCY, "context": "last year"}])
def test_thoughts_of_suicide_hold_up_whatever_is_going_on(
    policy: InterruptPolicy, domain: Domain, verdict: Optional[Dict[str, Any]]
) -> None:
    despair = uttered("suicidal_self_other", verdict, "i don't see why i should go on")
    for events in ([despair], in_a_form(despair), [ASKED, despair], in_a_report(despair, True)):
        assert predicted(policy, talk(domain, *events), domain) == "action_emergency"


@pytest.mark.parametrize("intent", ["are_you_robot", "out_of_scope_chat", "deny", "goodbye", "nlu_fallback", "inform"])
def test_a_phrase_of_suicide_holds_up_whatever_it_is_taken_for(
    policy: InterruptPolicy, domain: Domain, intent: str
) -> None:
    phrase = {**EMERGENCY, "need": "suicidal_self_other", "phrase": "ending my life", "sure": True}
    said = uttered(intent, phrase, "are you a robot i feel like ending my life")
    for events in ([said], in_a_form(said), in_a_report(said, True), in_a_report(said, False)):
        assert predicted(policy, talk(domain, *events), domain) == "action_emergency"


def test_somebody_elses_suicide_of_years_ago_is_a_need_like_another(policy: InterruptPolicy, domain: Domain) -> None:
    verdict = {**CALM, "need": "suicidal_self_other", "phrase": "killed himself", "context": "last year"}
    assert predicted(policy, talk(domain, uttered("records_copy", verdict)), domain) is None


def test_an_alarm_on_word_salad_is_asked_about_first(policy: InterruptPolicy, domain: Domain) -> None:
    salad = uttered("nlu_fallback", EMERGENCY, "purple carpets taste better sideways")
    salad.parse_data["scope"] = {"reason": "nonsense"}
    assert predicted(policy, talk(domain, salad), domain) == "action_check_danger"
    unclear = uttered("nlu_fallback", EMERGENCY)
    assert predicted(policy, talk(domain, unclear), domain) == "action_emergency"


def test_an_alarm_on_idle_talk_that_a_phrase_of_the_agency_raised_is_an_emergency(
    policy: InterruptPolicy, domain: Domain
) -> None:
    raised = uttered("out_of_scope_chat", {**EMERGENCY, "why": "phrase"})
    assert predicted(policy, talk(domain, raised), domain) == "action_emergency"


def test_an_alarm_in_the_answer_about_danger_is_an_emergency_whatever_it_is_taken_for(
    policy: InterruptPolicy, domain: Domain
) -> None:
    answered = talk(domain, uttered("theft_cold", MAYBE), ASKED, ActionExecuted("action_listen"))
    answered.update(uttered("out_of_scope_chat", EMERGENCY))
    assert predicted(policy, answered, domain) == "action_emergency"


@pytest.mark.parametrize(("intent", "action"), INTERRUPTS)
def test_an_interrupt_is_certain_and_then_listens(
    policy: InterruptPolicy, domain: Domain, intent: str, action: str
) -> None:
    tracker = talk(domain, uttered(intent))
    assert predicted(policy, tracker, domain) == action
    tracker.update(ActionExecuted(action))
    assert predicted(policy, tracker, domain) == "action_listen"


@pytest.mark.parametrize(("intent", "action"), INTERRUPTS)
def test_a_form_that_asks_is_interrupted(
    policy: InterruptPolicy, rules: RulePolicy, domain: Domain, intent: str, action: str
) -> None:
    tracker = talk(domain, *in_a_form(uttered(intent)))
    assert best(policy, rules, tracker, domain) == action
    tracker.update(ActionExecuted(action))
    assert best(policy, rules, tracker, domain) == "action_listen"


EVERYTHING = [
    "theft_cold",
    "affirm",
    "deny",
    "speak_to_person",
    "ask_repeat",
    "goodbye",
    "no_input",
    "thanks",
    "emg_fire",
]


@pytest.mark.parametrize("intent", EVERYTHING)
def test_a_sure_emergency_goes_before_any_intent_form_or_open_check(
    policy: InterruptPolicy, rules: RulePolicy, domain: Domain, intent: str
) -> None:
    for events in (
        [uttered(intent, EMERGENCY)],
        in_a_form(uttered(intent, EMERGENCY)),
        [ASKED, uttered(intent, EMERGENCY)],
    ):
        assert best(policy, rules, talk(domain, *events), domain) == "action_emergency"


@pytest.mark.parametrize("verdict", [None, CALM])
@pytest.mark.parametrize("intent", DANGERS)
def test_danger_that_only_the_classifier_names_is_asked_about_and_never_passed_over(
    policy: InterruptPolicy, rules: RulePolicy, domain: Domain, intent: str, verdict: Optional[Dict[str, Any]]
) -> None:
    for events in ([uttered(intent, verdict)], in_a_form(uttered(intent, verdict))):
        assert best(policy, rules, talk(domain, *events), domain) == "action_check_danger"
        assert best(policy, rules, talk(domain, ASKED_BEFORE, *events), domain) == "action_emergency"


@pytest.mark.parametrize("intent", DANGERS)
def test_danger_that_the_classifier_is_sure_of_and_the_detector_nearly_is_an_emergency(
    policy: InterruptPolicy, rules: RulePolicy, domain: Domain, intent: str
) -> None:
    assert best(policy, rules, talk(domain, uttered(intent, MAYBE)), domain) == "action_emergency"


@pytest.mark.parametrize("intent", ["theft_cold", "affirm", "ask_repeat", "goodbye", "thanks", "nlu_fallback"])
def test_danger_that_cannot_be_excluded_is_asked_about_once_a_call(
    policy: InterruptPolicy, rules: RulePolicy, domain: Domain, intent: str
) -> None:
    unsure = in_a_form(uttered(intent, MAYBE))
    assert best(policy, rules, talk(domain, *unsure), domain) == "action_check_danger"
    calm = best(policy, rules, talk(domain, *in_a_form(uttered(intent, CALM))), domain)
    assert best(policy, rules, talk(domain, ASKED_BEFORE, *unsure), domain) == calm != "action_check_danger"


@pytest.mark.parametrize("intent", ["speak_to_person", "relay_tty", "non_english", "other_language", "hang_up"])
def test_somebody_who_reaches_a_person_anyway_is_not_asked_first(
    policy: InterruptPolicy, domain: Domain, intent: str
) -> None:
    tracker = talk(domain, uttered(intent, MAYBE))
    assert predicted(policy, tracker, domain) == INTERRUPT["interrupts"][intent]


@pytest.mark.parametrize(
    "intent", ["affirm", "deny", "dont_know", "inform", "speak_to_person", "no_input", "theft_cold"]
)
def test_while_the_check_is_open_every_turn_is_its_answer(
    policy: InterruptPolicy, rules: RulePolicy, domain: Domain, intent: str
) -> None:
    tracker = talk(domain, *in_a_form(ASKED, uttered(intent, CALM)))
    assert best(policy, rules, tracker, domain) == "action_danger_answer"


@pytest.mark.parametrize("action", ["action_check_danger", "action_danger_answer", "action_emergency"])
def test_after_the_check_its_answer_or_the_emergency_sentence_it_listens(
    policy: InterruptPolicy, domain: Domain, action: str
) -> None:
    verdict = EMERGENCY if action == "action_emergency" else MAYBE
    tracker = talk(domain, uttered("theft_cold", verdict), ActionExecuted(action))
    assert predicted(policy, tracker, domain) == "action_listen"


@pytest.mark.parametrize("verdict", [None, {}, CALM, {"is": None}])
def test_a_verdict_that_says_no_holds_nothing_up(
    policy: InterruptPolicy, domain: Domain, verdict: Optional[Dict[str, Any]]
) -> None:
    assert predicted(policy, talk(domain, uttered("theft_cold", verdict)), domain) is None


def test_an_answer_is_left_to_the_form_and_the_form_to_its_rules(
    policy: InterruptPolicy, rules: RulePolicy, domain: Domain
) -> None:
    tracker = talk(domain, *in_a_form(uttered("deny")))
    assert predicted(policy, tracker, domain) is None
    assert best(policy, rules, tracker, domain) == "need_form"


def test_after_a_digression_the_form_takes_the_next_answer(
    policy: InterruptPolicy, rules: RulePolicy, domain: Domain
) -> None:
    digression = [uttered("are_you_robot"), ActionExecuted("action_are_you_robot"), ActionExecuted("action_listen")]
    tracker = talk(domain, *in_a_form(*digression, uttered("deny")))
    assert best(policy, rules, tracker, domain) == "need_form"


def test_what_was_said_last_counts_not_what_was_said_before(policy: InterruptPolicy, domain: Domain) -> None:
    earlier = [uttered("speak_to_person"), ActionExecuted("action_hand_over"), ActionExecuted("action_listen")]
    assert predicted(policy, talk(domain, *earlier, uttered("theft_cold")), domain) is None


def test_the_fallback_action_is_run_once_a_turn(policy: InterruptPolicy, domain: Domain) -> None:
    tracker = talk(domain, uttered("nlu_fallback"), ActionExecuted("action_no_match"))
    assert predicted(policy, tracker, domain) == "action_listen"


def test_before_anybody_spoke_it_is_silent(policy: InterruptPolicy, domain: Domain) -> None:
    assert predicted(policy, DialogueStateTracker.from_events("c", [], domain.slots), domain) is None
    assert predicted(policy, talk(domain), domain) is None


def test_an_action_that_the_domain_does_not_have_is_no_prediction(tmp_path: Path, domain: Domain) -> None:
    lost = created(InterruptPolicy, {"interrupts": {"greet": "action_that_is_gone"}}, tmp_path)
    assert predicted(lost, talk(domain, uttered("greet")), domain) is None


def test_a_loaded_policy_is_the_one_that_was_created(policy: InterruptPolicy, tmp_path: Path, domain: Domain) -> None:
    settings = {key: value for key, value in INTERRUPT.items() if key != "name"}
    context = ExecutionContext(GraphSchema({}))
    loaded = InterruptPolicy.load(settings, LocalModelStorage(tmp_path), Resource("policy"), context)
    tracker = talk(domain, uttered("ask_slower"))
    assert predicted(loaded, tracker, domain) == predicted(policy, tracker, domain) == "action_slower"


def test_it_goes_before_the_rules(policy: InterruptPolicy, rules: RulePolicy) -> None:
    assert policy.priority > rules.priority


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("try again", "ask_repeat"),
        ("try once more", "change_mind"),
        ("keep trying", "hold_on"),
        ("call back", "own_number"),
        ("call me back please", "own_number"),
    ],
)
def test_what_is_offered_after_nobody_came_is_a_choice_and_nothing_else(
    policy: InterruptPolicy, domain: Domain, words: str, intent: str
) -> None:
    nobody_came = SlotSet(
        "ask", {"slot": "after_transfer", "kind": "choice", "choices": ["again", "call_back", "other"]}
    )
    assert predicted(policy, talk(domain, *in_a_form(nobody_came, uttered(intent, CALM, words))), domain) is None


THERE = SlotSet("ask", {"slot": "suspect_present", "kind": "yes_no"})


@pytest.mark.parametrize("words", ["he's gone", "he left already", "the guy is gone", "no he isn't"])
def test_a_no_to_the_question_asked_is_no_alarm_however_it_sounds(
    policy: InterruptPolicy, domain: Domain, words: str
) -> None:
    tracker = talk(domain, *in_a_form(THERE, uttered("emg_in_progress", EMERGENCY, words)))
    assert predicted(policy, tracker, domain) is None


@pytest.mark.parametrize(
    "words",
    [
        "no he's got a knife",
        "he is not breathing",
        "he's gone mad with a gun",
        "no he left with my daughter",
    ],
)
def test_whoever_says_more_than_no_is_heard(policy: InterruptPolicy, domain: Domain, words: str) -> None:
    tracker = talk(domain, *in_a_form(THERE, uttered("emg_in_progress", EMERGENCY, words)))
    assert predicted(policy, tracker, domain) == "action_emergency"


@pytest.mark.parametrize("words", ["he is not moving", "it is not", "it was yesterday", "I guess so"])
def test_what_is_no_plain_yes_spares_no_doubt_its_question(policy: InterruptPolicy, domain: Domain, words: str) -> None:
    tracker = talk(domain, *in_a_form(THERE, uttered("inform", MAYBE, words)))
    assert predicted(policy, tracker, domain) == ("action_check_danger" if words != "it is not" else None)
