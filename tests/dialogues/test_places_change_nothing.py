"""Where it happened changes no need on the running line: a part of `make bench ONLY=behaviour`, through REST as callers come."""

from __future__ import annotations

import httpx
import pytest

from benchmarks.behaviour_cases import Case, invariance
from tests.dialogues.line import Caller

EVERY = 11  # one of so many of the suite's sentences with a place
STREETS = ("ogden", "Sheridan", "bannock", "Dayton", "humboldt", "Tennyson", "lafayette", "peoria")
SAID = (
    "my bike was stolen at thirteenth and {}",
    "someone stole my bike from 1420 {} street",
    "i want to report a theft at 1100 north {} street",
)


def need_of(http: httpx.Client, text: str) -> str:
    return str(Caller(http).turn(text).decision.get("need") or "")


@pytest.mark.parametrize("said", SAID)
def test_a_theft_on_a_street_of_ours_is_a_theft(http: httpx.Client, said: str) -> None:
    assert {street: need_of(http, said.format(street)) for street in STREETS} == dict.fromkeys(STREETS, "theft_cold")


@pytest.mark.parametrize(
    "said", ["my bike was stolen in lafayette", "someone stole my bike in sheridan", "theft in lakewood"]
)
def test_a_theft_in_another_city_is_that_citys(http: httpx.Client, said: str) -> None:
    caller = Caller(http)
    reply = caller.turn(said)
    assert reply.decision.get("need") == "other_city", caller.talk


def test_a_place_added_to_any_need_changes_it_hardly_ever(http: httpx.Client) -> None:
    cases: list[Case] = [case for case in invariance(frozenset(["place"])) if not case.base.danger][::EVERY]
    flipped = [case.text for case in cases if need_of(http, case.base.said) != need_of(http, case.text)]
    assert len(flipped) <= 0.03 * len(cases), flipped
