"""Rasa's RulePolicy, with an index: of the rules, only those for the last action and intent are looked at.

Rasa compares every rule with every state at each prediction, several times a turn; a line with eighty needs has more
than a hundred and fifty rules. What is predicted does not change (`tests/bot/dialogue_policies/test_indexed_rule_policy.py` compares).
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Dict, List, Optional, Set, Tuple

from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT

Signature = Tuple[Optional[str], Optional[str]]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class IndexedRulePolicy(RulePolicy):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._indexed: Optional[Dict[str, str]] = None  # the rules that the index is of
        self._index: Dict[Signature, Set[str]] = {}
        self._searched: Optional[Dict[str, str]] = None  # the rules that were searched for a caller's very words
        self._on_words = True

    def _find_action_from_rules(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> Tuple[Optional[str], Optional[str], bool]:
        """Rasa looks for a rule on the caller's very words first; where no rule has any, that search finds nothing."""
        if use_text_for_last_user_input and not self._rules_on_words(self.lookup[RULES]):
            return None, None, False
        found: Tuple[Optional[str], Optional[str], bool] = super()._find_action_from_rules(
            tracker, domain, use_text_for_last_user_input
        )
        return found

    def _rules_on_words(self, lookup: Dict[str, str]) -> bool:
        if self._searched is not lookup:
            states = (state for key in lookup for state in self._rule_key_to_state(key))
            self._searched, self._on_words = lookup, any(TEXT in state.get(USER, {}) for state in states)
        return self._on_words

    def _get_possible_keys(self, lookup: Dict[str, str], states: List[State]) -> Set[str]:
        if not states or not states[-1].get(PREVIOUS_ACTION):
            return super()._get_possible_keys(lookup, states)  # the start of a conversation has rules of its own
        action, intent = _signature(states[-1])
        index = self._index_of(lookup)
        wanted = {(action, intent), (action, None), (None, intent), (None, None)}
        keys = {key for signature in wanted for key in index.get(signature, ())}
        return super()._get_possible_keys({key: lookup[key] for key in keys}, states)

    def _index_of(self, lookup: Dict[str, str]) -> Dict[Signature, Set[str]]:
        if self._indexed is not lookup:
            index: Dict[Signature, Set[str]] = defaultdict(set)
            for key in lookup:
                index[_signature(self._rule_key_to_state(key)[-1])].add(key)
            self._indexed, self._index = lookup, dict(index)
        return self._index


def _signature(state: State) -> Signature:
    """(last action, intent) that a state demands; None where it demands none, or that it be absent."""
    action = state.get(PREVIOUS_ACTION, {}).get("action_name")
    intent = state.get(USER, {}).get("intent")
    return _demanded(action), _demanded(intent)


def _demanded(value: Any) -> Optional[str]:
    return value if isinstance(value, str) and value != SHOULD_NOT_BE_SET else None
