"""Who is never told by a machine, who is told neutrally, and what the person's own wishes leave over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from agencies.loader import AGENCIES
from agencies.messages.files import load_messages
from agencies.messages.rules import MessageRules, SuppressionRule
from agencies.messages.values import EVENTS
from agencies.properties import properties
from casework.notifications.suppression import Asked, decide, never_rules
from tests.casework.notifications.golden import TABLE, outcome, rows

RULES = load_messages("denver", AGENCIES).rules
NEVER_NEEDS = sorted({need for rule in never_rules() for need in rule.needs})
NEVER_FLAGS = sorted({flag for rule in never_rules() for flag in rule.flags})


def test_the_golden_table_is_decided_as_agreed() -> None:
    table = rows()
    found = [(*row[:7], *outcome(row)) for row in table]
    if found != table:
        written = TABLE.with_suffix(".new.tsv")
        head = TABLE.read_text(encoding="utf-8").splitlines()[0]
        written.write_text("\n".join([head, *("\t".join(row) for row in found)]) + "\n", encoding="utf-8")
        pytest.fail(f"suppression decides differently; compare {written.name} with {TABLE.name}")


@given(
    event=some.sampled_from(sorted(EVENTS)),
    need=some.sampled_from([*NEVER_NEEDS, "theft_cold"]),
    flags=some.frozensets(some.sampled_from([*NEVER_FLAGS, "shared_phone", "at_risk_address"])),
    wants=some.lists(some.sampled_from(["sms", "email", "voice"]), unique=True),
    frequency=some.sampled_from(["every", "daily", "important"]),
)
def test_violence_at_home_and_sexual_violence_are_never_told_by_a_machine(
    event: str, need: str, flags: frozenset[str], wants: list[str], frequency: str
) -> None:
    asked = Asked(event, need, flags, tuple(wants), frozenset(wants), frequency)
    if need in NEVER_NEEDS or flags & set(NEVER_FLAGS):
        assert decide(asked, RULES).told == ()
        assert decide(asked, _without_suppression()).told == (), "also when the agency has no rules of its own"


def test_what_only_a_person_talks_about_is_never_told_in_full() -> None:
    """The needs that the telephone keeps for a person (properties.yml) are silent or neutral here too."""
    for need in sorted(properties().having("in_person")):
        asked = Asked("closed_no_leads", need, frozenset(), ("sms", "email"), frozenset({"sms", "email"}))
        assert {told.template for told in decide(asked, RULES).told} <= {"please_call"}, need


def test_an_agency_adds_a_rule_in_data() -> None:
    rule = SuppressionRule(id="stadium", needs=["noise_ongoing"], do="nothing")
    added = RULES.model_copy(update={"suppression": [*RULES.suppression, rule]})
    asked = Asked("report_received", "noise_ongoing", frozenset(), ("sms",), frozenset({"sms"}))
    assert decide(asked, RULES).told
    assert decide(asked, added).why == "stadium"


def test_nothing_is_stronger_than_neutral() -> None:
    flags = frozenset({"shared_phone", "at_risk_address"})
    asked = Asked("report_received", "theft_cold", flags, ("sms",), frozenset({"sms"}))
    assert decide(asked, RULES).why == "at_risk_address"


def _without_suppression() -> MessageRules:
    return RULES.model_copy(update={"suppression": []})
