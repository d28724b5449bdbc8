"""The two policies as config.yml has them, made once a file."""

from __future__ import annotations

import pytest
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.training import load_data
from rasa.shared.core.domain import Domain

from dialogue_policies.indexed_rule_policy import IndexedRulePolicy
from dialogue_policies.interrupt_policy import InterruptPolicy
from tests.bot.dialogue_policies.talks import INTERRUPT, ROOT, RULES, created


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(ROOT / "domain.yml")


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> InterruptPolicy:
    return created(InterruptPolicy, INTERRUPT, tmp_path_factory.mktemp("interrupt"))


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory, domain: Domain) -> RulePolicy:
    trained = created(
        IndexedRulePolicy, {**IndexedRulePolicy.get_default_config(), **RULES}, tmp_path_factory.mktemp("rules")
    )
    trained.train(load_data(str(ROOT / "data" / "rules"), domain, augmentation_factor=0), domain)
    return trained
