"""Talks for the interrupt policy: turns with a verdict, forms that ask, and what the policies as configured predict."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional

import yaml
from rasa.core.policies.ensemble import DefaultPolicyPredictionEnsemble
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from agencies.properties import properties
from dialogue_policies.interrupt_policy import InterruptPolicy

ROOT = Path(__file__).resolve().parents[3]
CONFIG: List[Dict[str, Any]] = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["policies"]
INTERRUPT = next(one for one in CONFIG if one["name"].endswith("InterruptPolicy"))
RULES = next(one for one in CONFIG if one["name"].endswith("RulePolicy"))
INTERRUPTS = sorted(INTERRUPT["interrupts"].items())
DANGERS = sorted(properties().having("always_911") - properties().having("never_checked"))
NEVER_CHECKED = sorted(properties().having("never_checked"))
EMERGENCY = {"is": True, "maybe": True, "log_odds": 5.5, "threshold": 1.0, "why": "classifier"}
MAYBE = {**EMERGENCY, "is": False, "log_odds": 0.5}
CALM = {**MAYBE, "maybe": False, "log_odds": -3.0}
ASKED = SlotSet("danger_check", {"intent": "theft_cold", "candidates": [], "need": "theft_cold"})
ASKED_BEFORE = SlotSet("danger_checks", 1)


def created(kind: Any, config: Dict[str, Any], folder: Path) -> Any:
    settings = {key: value for key, value in config.items() if key != "name"}
    return kind.create(settings, LocalModelStorage(folder), Resource("policy"), ExecutionContext(GraphSchema({})))


def uttered(intent: str, emergency: Optional[Dict[str, Any]] = None, text: str = "something") -> UserUttered:
    parsed: Dict[str, Any] = {"text": text, "intent": {"name": intent, "confidence": 0.9}, "entities": []}
    if emergency is not None:
        parsed["emergency"] = emergency
    return UserUttered(text, intent=parsed["intent"], entities=[], parse_data=parsed)


def talk(domain: Domain, *events: Event) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("call-1", [ActionExecuted("action_listen"), *events], domain.slots)


def in_a_form(*events: Event) -> List[Event]:
    asked = [ActionExecuted("need_form"), ActiveLoop("need_form"), SlotSet("requested_slot", "decision")]
    return [uttered("theft_cold"), *asked, ActionExecuted("action_listen"), *events]


def predicted(policy: InterruptPolicy, tracker: DialogueStateTracker, domain: Domain) -> Optional[str]:
    prediction = policy.predict_action_probabilities(tracker, domain)
    if prediction.max_confidence == 0.0:
        return None
    assert prediction.max_confidence == 1.0
    assert prediction.is_no_user_prediction
    return str(domain.action_names_or_texts[prediction.probabilities.index(1.0)])


def best(policy: InterruptPolicy, rules: RulePolicy, tracker: DialogueStateTracker, domain: Domain) -> str:
    """The action that Rasa's own ensemble takes, with both policies as they are configured."""
    both = [one.predict_action_probabilities(tracker, domain) for one in (policy, rules)]
    winner = DefaultPolicyPredictionEnsemble().combine_predictions(both, tracker, domain)
    return str(domain.action_names_or_texts[winner.max_confidence_index])


def in_a_report(said: UserUttered, free: bool, *known: Event) -> List[Event]:
    ask = {"slot": "what_happened", "kind": "text", "free": True} if free else {"slot": "injured", "kind": "yes_no"}
    asked = [ActionExecuted("report_form"), ActiveLoop("report_form"), SlotSet("requested_slot", "report_over")]
    report = SlotSet("report", {"stage": "ask", "id": "R1", "open": True})
    return [uttered("theft_cold"), *asked, report, SlotSet("ask", ask), *known, ActionExecuted("action_listen"), said]


def of_confidence(said: UserUttered, confidence: float) -> UserUttered:
    said.intent["confidence"] = confidence
    return said
