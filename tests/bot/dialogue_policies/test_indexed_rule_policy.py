"""The index leaves every decision as Rasa's own policy makes it."""

from __future__ import annotations

import itertools
import json
from typing import Any, Dict, List

import pytest
from rasa.core.policies.rule_policy import RulePolicy

from dialogue_policies.indexed_rule_policy import IndexedRulePolicy

ACTIONS = ["action_listen", "need_form", "action_route", "action_greet"]
INTENTS = ["theft_cold", "greet", "deny", None]
LOOPS: List[Any] = [None, {"name": "need_form"}, {"name": "should_not_be_set"}]


def state(action: Any, intent: Any, loop: Any) -> Dict[str, Any]:
    made: Dict[str, Any] = {}
    if action:
        made["prev_action"] = {"action_name": action}
    if intent:
        made["user"] = {"intent": intent}
    if loop:
        made["active_loop"] = loop
    return made


RULES = {
    json.dumps([state(None, None, None), state(action, intent, loop)][start:], sort_keys=True): "action_listen"
    for action, intent, loop in itertools.product([*ACTIONS, None, "should_not_be_set"], INTENTS, LOOPS)
    for start in (0, 1)
}


def without_training(kind: type) -> Any:
    policy = kind.__new__(kind)
    policy._indexed, policy._index = None, {}
    return policy


@pytest.mark.parametrize("history", [0, 1, 2])
def test_the_index_finds_the_rules_that_rasa_finds(history: int) -> None:
    indexed, plain = without_training(IndexedRulePolicy), without_training(RulePolicy)
    found = 0
    for action, intent, loop in itertools.product([*ACTIONS, None], INTENTS, LOOPS[:2]):
        states = [
            *[state(None, None, None), state("action_listen", "greet", None)][:history],
            state(action, intent, loop),
        ]
        wanted = plain._get_possible_keys(RULES, states)
        assert indexed._get_possible_keys(RULES, states) == wanted
        found += len(wanted)
    assert found > 100


def test_other_rules_get_another_index() -> None:
    indexed = without_training(IndexedRulePolicy)
    states = [state("action_listen", "greet", None)]
    indexed._get_possible_keys(RULES, states)
    only = {json.dumps([state("action_listen", "greet", None)]): "action_greet"}
    assert indexed._get_possible_keys(only, states) == set(only)
