"""The designer's stories beside the rules: what data/stories/ says comes next, wherever in a conversation a story begins.

A rule on an intent goes first, and a story of intents that contradicts one stops the training with both names. A story that
has the caller's very words in its last turn (`- user: "..."` without an intent) goes before such a rule. Facts, slots and
forms' inner turns do not matter: a story holds whatever the caller told beside it. Nothing is learned: what was not
written is not predicted.
"""

from __future__ import annotations

import json
from typing import Any, Dict, Iterator, List, Optional, Tuple

from rasa.core.constants import MEMOIZATION_POLICY_PRIORITY
from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from dialogue_policies.stories import Alternatives, Step, StoryBook, plain

FILE = "stories.json"
LONGEST = 80  # steps of a conversation that are looked at; longer stories are followed by their last ones


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class StoryPolicy(Policy):
    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {"priority": MEMOIZATION_POLICY_PRIORITY}

    @staticmethod
    def supported_data() -> SupportedData:
        return SupportedData.ML_DATA

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        context: ExecutionContext,
        book: Optional[StoryBook] = None,
    ) -> None:
        super().__init__({**self.get_default_config(), **config}, model_storage, resource, context)
        self._book = book or StoryBook()

    def train(self, training_trackers: List[TrackerWithCachedStates], domain: Domain, **kwargs: Any) -> Resource:
        book = StoryBook()
        for tracker in training_trackers:
            if not tracker.is_rule_tracker and not getattr(tracker, "is_augmented", False):
                book.learn([step for (step, *_) in _steps(tracker)])
        with self._model_storage.write_to(self._resource) as folder:
            (folder / FILE).write_text(json.dumps(book.rows()), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> StoryPolicy:
        with model_storage.read_from(resource) as folder:
            rows = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return cls(config, model_storage, resource, execution_context, StoryBook.of_rows(rows))

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: Optional[Dict[str, Any]] = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        scores = self._default_predictions(domain)
        if self._book.is_empty:
            return self._prediction(scores)
        fit = self._book.next_action(list(_steps(tracker))[-LONGEST:])
        if fit is None or fit.action not in domain.action_names_or_texts:
            return self._prediction(scores)
        scores[domain.index_for_action(fit.action)] = 1.0
        # Very words say more than the intent that they were taken for: such a story goes before that intent's rule.
        return self._prediction(scores, is_no_user_prediction=fit.by_words)


def _steps(tracker: DialogueStateTracker) -> Iterator[Alternatives]:
    """What happened, oldest first; a form's inner turns are left out, as a story leaves them out."""
    for event in tracker.applied_events():
        if isinstance(event, UserUttered):
            yield _turn(event)
        elif isinstance(event, ActionExecuted) and event.action_name not in (None, ACTION_SESSION_START_NAME):
            yield (("action", str(event.action_name)),)
        elif isinstance(event, ActiveLoop):
            yield (("loop", event.name or ""),)


def _turn(event: UserUttered) -> Alternatives:
    """The caller's very words first where a story has nothing else."""
    by_intent: Step = ("user", event.intent_name or "")
    by_words: Step = ("said", plain(event.text or ""))
    if event.use_text_for_featurization or not event.intent_name:
        return (by_words, by_intent)
    turn: Tuple[Step, ...] = (by_intent, by_words)
    return turn
