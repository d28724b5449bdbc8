"""Erlang C against published values, and what must hold whatever the numbers are."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.console.demand import demand
from web.console.erlang import needed, staffing, waits


# traffic in erlangs, servers -> probability of waiting: closed forms of the M/M/n queue
@pytest.mark.parametrize(
    ("traffic", "people", "chance"),
    [
        (0.5, 1, 0.5),  # one server: the load itself
        (1.0, 2, 1 / 3),  # two: a^2 / (2 + a)
        (1.5, 2, 9 / 14),
        (2.0, 3, 4 / 9),  # three: a^3 / (a^2 + 4 a + 6)
        (10.0, 14, 0.1741),  # Angus 2001; 200 calls an hour of 3 minutes
        (10.0, 11, 0.6821),
    ],
)
def test_the_chance_to_wait_is_the_published_one(traffic: float, people: int, chance: float) -> None:
    assert waits(traffic, people) == pytest.approx(chance, abs=5e-4)


def test_two_hundred_calls_an_hour_of_three_minutes_need_fourteen() -> None:
    """The example that textbooks give: 80 percent within 20 seconds, 88.8 % reached."""
    found = needed(200, 180, 20, 0.8)
    assert (found.people, round(found.in_time, 3), round(found.busy, 3)) == (14, 0.888, 0.714)


def test_too_few_people_answer_nobody_in_time() -> None:
    found = staffing(100, 360, 20, 10)
    assert (found.in_time, found.mean_wait_s) == (0.0, math.inf)


def test_where_nobody_calls_nobody_is_needed() -> None:
    assert needed(0, 240, 20, 0.8).people == 0


@given(st.floats(0.1, 500), st.floats(5, 1800), st.integers(5, 120), st.floats(0.5, 0.99))
def test_one_person_fewer_would_not_do(calls: float, handled_s: float, within_s: int, share: float) -> None:
    found = needed(calls, handled_s, within_s, share)
    assert found.in_time >= share
    assert found.people == 1 or staffing(calls, handled_s, within_s, found.people - 1).in_time < share


def test_a_half_hour_is_averaged_over_the_weeks_it_was_in() -> None:
    """Four Mondays with 40 hand-overs in all from 12:00: ten each, which is twenty an hour."""
    found = demand({"0.24": 40}, date(2026, 11, 2), date(2026, 11, 29), 240, 20, 0.8)
    ((at, line),) = found.rows
    assert (at, line[0], {one.people for one in line[1:]}) == ("12:00", needed(20, 240, 20, 0.8), {0})
