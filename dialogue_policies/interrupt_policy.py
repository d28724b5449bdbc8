"""The turns that no form, rule or story may hold up: an emergency first, then a person, silence, "repeat" and the like.

Deterministic and untrained. It predicts with certainty and as a no-user prediction, so that it wins over an active
form; right after its action it listens. Which intent leads to which action is data in config.yml:

    interrupts: {speak_to_person: action_hand_over, ask_repeat: action_repeat}
    always_ends_turn: [action_no_match]    listen after these too; Rasa would run its fallback action ten times over
"""
from __future__ import annotations

from typing import Any, Dict, FrozenSet, List, Optional, Text

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

HIGHEST_PRIORITY = 100


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=False)
class InterruptPolicy(Policy):
    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {
            "priority": HIGHEST_PRIORITY,
            "emergency_action": "action_emergency",
            "interrupts": {},
            "always_ends_turn": [],
        }

    @staticmethod
    def supported_data() -> SupportedData:
        return SupportedData.ML_AND_RULE_DATA

    def __init__(
        self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, context: ExecutionContext
    ) -> None:
        merged = {**self.get_default_config(), **config}
        super().__init__(merged, model_storage, resource, context)
        self._emergency: Text = merged["emergency_action"]
        self._interrupts: Dict[Text, Text] = merged["interrupts"]
        self._ends_turn: FrozenSet[Text] = frozenset(merged["always_ends_turn"])

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "InterruptPolicy":
        return cls(config, model_storage, resource, execution_context)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "InterruptPolicy":
        return cls(config, model_storage, resource, execution_context)

    def train(self, training_trackers: List[TrackerWithCachedStates], domain: Domain, **kwargs: Any) -> Resource:
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: Optional[Dict[Text, Any]] = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        wanted = self.action_for(tracker)
        if wanted is None or wanted not in domain.action_names_or_texts:
            return self._prediction(self._default_predictions(domain))
        scores = self._default_predictions(domain)
        scores[domain.index_for_action(wanted)] = 1.0
        return self._prediction(scores, is_no_user_prediction=True)

    def action_for(self, tracker: DialogueStateTracker) -> Optional[Text]:
        """The interrupting action due now, `action_listen` right after it, or None: the other policies decide."""
        last_action: Optional[Text] = None
        for event in reversed(tracker.events):
            if isinstance(event, UserUttered):
                break
            if isinstance(event, ActionExecuted) and last_action is None:
                last_action = event.action_name
        else:
            return None
        due = self._due(event)
        if last_action is None:
            return due
        return ACTION_LISTEN_NAME if last_action == due or last_action in self._ends_turn else None

    def _due(self, uttered: UserUttered) -> Optional[Text]:
        if (uttered.parse_data or {}).get("emergency", {}).get("is"):
            return self._emergency
        return self._interrupts.get(uttered.intent.get("name") or "")
