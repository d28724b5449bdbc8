"""The turns that no form, rule or story may hold up: an emergency first, then a person, silence, "repeat" and the like.

Deterministic and untrained. It predicts with certainty and as a no-user prediction, so that it wins over an active
form; right after its action it listens. In this order:

1. the detector is sure of an emergency, or the words of a caller of another language hold one of the agency's phrases
   (`lists`; the channel sends them as metadata beside the intent) -> emergency_action
2. "is anyone in danger?" was asked and is open       -> check_answer_action, whatever was said
3. an intent of `interrupts` that is not to be checked -> its action
4. the detector cannot exclude an emergency, or the classifier names one -> check_action (twice a call, then 1.)
5. any other intent of `interrupts`                   -> its action

An alarm on words that the classifier takes for something in which nobody is in danger (`doubted`: a lost cat, a parking
ticket) or for word salad is asked about first: it must not send anybody to 911, and whoever is in danger says yes. An alarm on
an intent of `person_first`, which must also be in `never_checked`, leads to the person who comes anyway. A phrase of the
agency's list overrules both.

While a report is being taken, people tell what happened in their own words, and "she told me to say it again" is no
wish to hear the question again. Then 3 and 5 hold for the intents of `report_interrupts` only, and while the answer may
be any words at all, only for short or plainly meant ones. A doubtful danger is always asked about, and so is an alarm
that the classifier does not share and that is not clear: the report waits.

Which intent leads to which action is data in config.yml.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Dict, FrozenSet, List, Optional

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from nlu_components.emergency.phrases import load_phrases
from nlu_components.needs.classifier import NONSENSE
from spoken.en.choices import choice_in, names_a_choice
from spoken.en.numbers import digits_only

HIGHEST_PRIORITY = 100
CHECKS_A_CALL = 2
CHOICE_WORDS = 4
TOLD_AS = {"place": "where", "when": "when", "name": "name", "plate": "plate"}  # kind of question -> entity
SHORT_WORDS, SURE = 12, 0.5  # an interruption of a free answer is short and sure; the wish for a person is one of both
YES = re.compile(
    r"\s*(?:uh |um |oh |well )*(?:yes|yeah|yep|yup|uh huh|mm hmm|i do|i am|there is|he is|she is|they are|it is)\b",
    re.IGNORECASE,
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=False)
class InterruptPolicy(Policy):
    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {
            "priority": HIGHEST_PRIORITY,
            "emergency_action": "action_emergency",
            "lists": "agencies/denver/emergency.yml",
            "interrupts": {},
            "report_interrupts": [],
            "report_margin": 5.0,  # log odds above the detector's threshold
            "check_action": "action_check_danger",
            "check_answer_action": "action_danger_answer",
            "emergency_intents": [],
            "person_first": [],  # a person comes at once and says what is right; not "hang up and dial"
            "doubted": [],  # intents whose alarm is asked about first, unless a phrase of the agency raised it
            "never_checked": [],  # intents that reach a person at once anyway
            "always_ends_turn": [],  # listen after these too; Rasa would run its fallback action ten times over
        }

    @staticmethod
    def supported_data() -> SupportedData:
        return SupportedData.ML_AND_RULE_DATA

    def __init__(
        self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, context: ExecutionContext
    ) -> None:
        merged = {**self.get_default_config(), **config}
        super().__init__(merged, model_storage, resource, context)
        self._emergency: str = merged["emergency_action"]
        self._lists = load_phrases(Path(merged["lists"]))
        self._interrupts: Dict[str, str] = merged["interrupts"]
        self._report_interrupts: FrozenSet[str] = frozenset(merged["report_interrupts"])
        self._report_margin = float(merged["report_margin"])
        self._check: str = merged["check_action"]
        self._check_answer: str = merged["check_answer_action"]
        self._emergency_intents: FrozenSet[str] = frozenset(merged["emergency_intents"])
        self._doubted: FrozenSet[str] = frozenset(merged["doubted"])
        self._person_first: FrozenSet[str] = frozenset(merged["person_first"])
        self._never_checked: FrozenSet[str] = frozenset(merged["never_checked"])
        self._ends_turn = frozenset([self._check, self._check_answer, *merged["always_ends_turn"]])

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> InterruptPolicy:
        return cls(config, model_storage, resource, execution_context)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> InterruptPolicy:
        return cls(config, model_storage, resource, execution_context)

    def train(self, training_trackers: List[TrackerWithCachedStates], domain: Domain, **kwargs: Any) -> Resource:
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: Optional[Dict[str, Any]] = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        wanted = self.action_for(tracker)
        if wanted is None or wanted not in domain.action_names_or_texts:
            return self._prediction(self._default_predictions(domain))
        scores = self._default_predictions(domain)
        scores[domain.index_for_action(wanted)] = 1.0
        return self._prediction(scores, is_no_user_prediction=True)

    def action_for(self, tracker: DialogueStateTracker) -> Optional[str]:
        """The interrupting action due now, `action_listen` right after it, or None: the other policies decide."""
        last_action: Optional[str] = None
        for event in reversed(tracker.events):
            if isinstance(event, UserUttered):
                break
            if isinstance(event, ActionExecuted) and last_action is None:
                last_action = event.action_name
        else:
            return None
        if last_action is None:
            return self._due(event, tracker)
        if last_action in self._ends_turn or last_action == self._due(event, tracker):
            return ACTION_LISTEN_NAME
        return None

    def _due(self, uttered: UserUttered, tracker: DialogueStateTracker) -> Optional[str]:
        verdict = (uttered.parse_data or {}).get("emergency") or {}
        intent = uttered.intent.get("name") or ""
        nonsense = ((uttered.parse_data or {}).get("scope") or {}).get("reason") == NONSENSE
        if verdict.get("is") and self._sure(tracker, verdict, intent, nonsense):
            return self._emergency
        if self._heard_danger(uttered):
            return self._emergency
        if tracker.get_slot("danger_check"):
            return self._check_answer
        if (tracker.get_slot("report") or {}).get("stage") == "offer" and choice_in(uttered.text or ""):
            return None  # "you can take it now"
        interrupt = self._interrupt(tracker, uttered, intent)
        if intent in self._never_checked:
            return interrupt
        doubtful = intent in self._emergency_intents or verdict.get("maybe") or verdict.get("is")
        if doubtful and not _plain_answer(tracker.get_slot("ask") or {}, uttered):
            return self._checked(tracker, intent, interrupt, bool(verdict.get("is")))
        return interrupt

    def _heard_danger(self, uttered: UserUttered) -> bool:
        """The words behind `/other_language`, which no part of the pipeline has seen; and what they sound like in English."""
        heard = (uttered.metadata or {}).get("heard")
        if not isinstance(heard, dict):
            return False
        return self._lists.danger_in(str(heard.get("text") or ""), str(heard.get("english") or "")) is not None

    def _sure(self, tracker: DialogueStateTracker, verdict: Dict[str, Any], intent: str, nonsense: bool) -> bool:
        """In a report an alarm of the detector alone must be clear; a weaker one is asked about, and the answer waits.

        Its threshold is measured on what people call for, and a report has twenty answers: at three false alarms in a
        hundred, every second report would end in one.
        """
        if tracker.get_slot("danger_check"):
            return True
        if (intent in self._doubted or intent in self._person_first or nonsense) and not _phrase_raised(verdict):
            return False  # nothing in it says who should come, so the caller is asked
        if not _report_begun(tracker):
            return True
        agreed = intent in self._emergency_intents or intent in self._never_checked or _phrase_raised(verdict)
        return agreed or (verdict.get("log_odds") or 0) - (verdict.get("threshold") or 0) >= self._report_margin

    def _interrupt(self, tracker: DialogueStateTracker, uttered: UserUttered, intent: str) -> Optional[str]:
        if _report_begun(tracker) and not self._holds_up_a_report(tracker, uttered, intent):
            return None
        return self._interrupts.get(intent)

    def _holds_up_a_report(self, tracker: DialogueStateTracker, uttered: UserUttered, intent: str) -> bool:
        if intent not in self._report_interrupts:
            return False
        text, ask = uttered.text or "", tracker.get_slot("ask") or {}
        if names_a_choice(ask, text):
            return False
        if text.startswith("/") or not ask.get("free"):
            return True
        short, sure = len(text.split()) <= SHORT_WORDS, (uttered.intent.get("confidence") or 0.0) >= SURE
        return (short or sure) if intent in self._never_checked else (short and sure)

    def _checked(
        self, tracker: DialogueStateTracker, intent: str, interrupt: Optional[str], alarm: bool
    ) -> Optional[str]:
        danger, asked = intent in self._emergency_intents, tracker.get_slot("danger_checks") or 0
        if asked < CHECKS_A_CALL or (_report_begun(tracker) and (danger or alarm)):
            return self._check
        return self._emergency if danger else interrupt


def _phrase_raised(verdict: Dict[str, Any]) -> bool:
    """A phrase of the agency's list was said, and no context ("last week") explains it."""
    return verdict.get("why") == "phrase" or bool(verdict.get("phrase") and not verdict.get("context"))


def _report_begun(tracker: DialogueStateTracker) -> bool:
    """A report is being taken; not only offered or looked for."""
    return bool((tracker.get_slot("report") or {}).get("id"))


def _plain_answer(ask: Dict[str, Any], uttered: UserUttered) -> bool:
    """A yes to the form's own question, whose meaning the directory knows, one of its choices, the digits asked for, or
    nothing but the place, time or name that was asked for.

    Only doubt is spared the second question: a sure emergency never comes here.
    """
    text = uttered.text or ""
    if ask.get("asked") in TOLD_AS:
        return _is_only(uttered, TOLD_AS[ask["asked"]])
    if ask.get("kind") == "number":
        return len(digits_only(text)) >= 3
    if ask.get("kind") == "choice":
        said = set(re.findall(r"[a-z]{3,}", text.lower())) - {"and", "the"}
        named = (said & set(str(one).lower().split()) for one in ask.get("choices") or ())
        return len(text.split()) <= CHOICE_WORDS and any(named)
    return ask.get("kind") == "yes_no" and bool(YES.match(text))


def _is_only(uttered: UserUttered, entity: str) -> bool:
    found = [one for one in uttered.entities or [] if one.get("entity") == entity and one.get("end")]
    return any(one["end"] - one["start"] >= 0.6 * len(uttered.text or "") for one in found)
