"""Another language, a person, a goodbye and somebody else at the telephone are heard by their words, whatever the classifier says."""

from __future__ import annotations

from typing import Dict

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet

from dialogue_policies.interrupt_policy import InterruptPolicy
from tests.bot.dialogue_policies.talks import (
    CALM,
    EMERGENCY,
    MAYBE,
    in_a_form,
    in_a_report,
    of_confidence,
    predicted,
    talk,
    uttered,
)


@pytest.mark.parametrize(
    ("said", "action"),
    [
        ("donde puedo reportar un perro suelto", "action_hand_over"),
        ("no hablo mucho ingles but uh my car no have the plate", "action_hand_over"),
        ("it's a couch. a person please", "action_hand_over"),
        ("so the court pays for that, no goodbye", "action_goodbye"),
        ("can my mom talk", "action_hold_on"),
    ],
)
@pytest.mark.parametrize("heard", [CALM, MAYBE])
def test_what_is_said_in_so_many_words_is_granted(
    said: str, action: str, heard: Dict[str, object], policy: InterruptPolicy, domain: Domain
) -> None:
    known = [SlotSet("need", "civil_dispute"), ActionExecuted("action_listen")]
    assert predicted(policy, talk(domain, *known, uttered("nlu_fallback", heard, said)), domain) == action


def test_an_emergency_comes_before_all_of_them(policy: InterruptPolicy, domain: Domain) -> None:
    said = uttered("emg_in_progress", EMERGENCY, "he is in my house, a person please")
    assert predicted(policy, talk(domain, said), domain) == "action_emergency"


def test_a_goodbye_in_a_report_is_left_to_its_form(policy: InterruptPolicy, domain: Domain) -> None:
    said = uttered("goodbye", CALM, "no bye")
    assert predicted(policy, talk(domain, *in_a_report(said, free=False)), domain) is None


@pytest.mark.parametrize(
    "known",
    [
        SlotSet("ask", {"slot": "in_danger_now", "kind": "yes_no", "danger": True}),
        SlotSet("facts", {"in_danger_now": False}),
    ],
)
def test_a_doubt_is_not_asked_about_where_the_need_asks_the_same_or_was_told_no(
    known: Event, policy: InterruptPolicy, domain: Domain
) -> None:
    said = uttered("nlu_fallback", MAYBE, "it's just a question about the law, he plays xbox")
    assert predicted(policy, talk(domain, *in_a_form(known, said)), domain) is None


def test_new_danger_is_asked_about_although_danger_was_denied(policy: InterruptPolicy, domain: Domain) -> None:
    denied = SlotSet("facts", {"in_danger_now": False})
    said = of_confidence(uttered("emg_medical", MAYBE, "now he is on the floor"), 0.5)
    assert predicted(policy, talk(domain, *in_a_form(denied, said)), domain) == "action_check_danger"


@pytest.mark.parametrize("said", ["1187754. i JUST said that", "that's what i'm calling for i don't have the number"])
@pytest.mark.parametrize("intent", ["correct", "own_number", "ask_repeat"])
def test_a_number_that_was_asked_for_and_that_there_is_none_are_answers(
    said: str, intent: str, policy: InterruptPolicy, domain: Domain
) -> None:
    ask = SlotSet("ask", {"slot": "case_reference", "kind": "number"})
    assert predicted(policy, talk(domain, *in_a_form(ask, uttered(intent, CALM, said))), domain) is None
