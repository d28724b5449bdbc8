"""What Rasa would work out at every turn is what it would have worked out."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses
from rasa.utils.endpoints import EndpointConfig

from bot_server.patches import cached_lookups

ROOT = Path(__file__).parents[3]


def test_our_domain_is_not_empty_and_an_empty_one_is() -> None:
    for domain in (Domain.load(str(ROOT / "domain.yml")), Domain.empty()):
        assert cached_lookups.is_empty(domain) == cached_lookups._rasas_is_empty(domain)
        assert cached_lookups.is_empty(domain) == cached_lookups._rasas_is_empty(domain)


def test_every_event_name_stands_for_rasas_class() -> None:
    names = {kind.type_name for kind in all_subclasses(Event)}
    assert len(names) > 20
    for name in names:
        assert cached_lookups.resolve_by_type(name) is cached_lookups._rasas_resolve(name)


def test_a_name_that_no_event_has_is_an_error_or_the_default() -> None:
    with pytest.raises(ValueError, match="no_such_event"):
        cached_lookups.resolve_by_type("no_such_event")
    assert cached_lookups.resolve_by_type("topic") is None
    assert cached_lookups.resolve_by_type("no_such_event", Event) is Event


def test_rasas_own_actions_are_made_once_for_an_endpoint() -> None:
    first, second = EndpointConfig("http://127.0.0.1:1/webhook"), EndpointConfig("http://127.0.0.1:2/webhook")
    for endpoint in (first, second, None):
        made = cached_lookups.default_actions(endpoint)
        assert [type(one) for one in made] == [type(one) for one in cached_lookups._rasas_default_actions(endpoint)]
        assert [one.__dict__ for one in made] == [
            one.__dict__ for one in cached_lookups._rasas_default_actions(endpoint)
        ]
        assert cached_lookups.default_actions(endpoint) is made
