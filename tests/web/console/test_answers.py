"""A report's answers as an officer reads them."""

from __future__ import annotations

from agencies.loader import load_agency
from web.console.answers import answered

FORM = load_agency("denver").reports.kinds["theft"]
BICYCLE = {"what": "blue bicycle", "value": 400}
HELMET = {"what": "helmet", "looks": "black Giro", "value": 60, "added": "2026-11-21T17:02:00+00:00"}


def test_things_stand_one_after_the_other_and_one_that_came_later_says_when() -> None:
    shown = answered(FORM, {"items": [BICYCLE, HELMET]}, lambda at: f"at {at[11:16]}")
    assert shown == [
        ("Property 1", "Item: blue bicycle; Value: 400"),
        ("Property 2", "Item: helmet; What it looks like: black Giro; Value: 60; added later, at 17:02"),
    ]


def test_answers_stand_in_the_forms_order_and_what_it_does_not_know_comes_last() -> None:
    shown = answered(FORM, {"gone_question": "yes", "items": [BICYCLE], "what_happened": "the lock was cut"})
    assert [label for label, _ in shown] == ["What happened", "Property 1", "Gone question"]
