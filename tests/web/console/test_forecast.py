"""What is expected of two weeks: the rhythm of a made-up city is found, and the error told is that of the last two weeks."""

from __future__ import annotations

import math
import subprocess
import sys
from datetime import date, timedelta

import pytest

from web.console.forecast import DAYS_AHEAD, LEAST_DAYS, TooLittle, expected, whole

FIRST = date(2026, 8, 3)  # a Monday


def city(days: int = 70, quiet_sunday: bool = True) -> dict[date, list[float]]:
    """Forty calls a day with a top at noon; a Sunday has a quarter of them."""
    hours = [math.exp(-((hour - 12) ** 2) / 18) for hour in range(24)]
    made = {}
    for at in range(days):
        day = FIRST + timedelta(days=at)
        calls = 10.0 if quiet_sunday and day.weekday() == 6 else 40.0
        made[day] = [calls * share / sum(hours) for share in hours]
    return made


def test_the_rhythm_of_week_and_day_goes_on() -> None:
    told = expected(city())
    assert list(told.days) == [FIRST + timedelta(days=70 + at) for at in range(DAYS_AHEAD)]
    for day, calls in told.days.items():
        assert sum(calls) == pytest.approx(10 if day.weekday() == 6 else 40, rel=0.1)
        assert max(range(24), key=calls.__getitem__) == 12


def test_the_error_is_that_of_the_last_two_weeks_beside_the_plainest_guess() -> None:
    steady = expected(city()).error
    assert steady is not None
    assert steady.a_day < 0.05
    surprised = city()
    for day in list(surprised)[-DAYS_AHEAD:]:  # twice as many as ever before
        surprised[day] = [2 * calls for calls in surprised[day]]
    error = expected(surprised).error
    assert error is not None
    assert error.a_day == pytest.approx(0.5, abs=0.05)
    assert error.plain_a_day == pytest.approx(0.5, abs=0.01)
    assert (
        expected(dict(list(city(56).items())) | {day: [0.0] * 24 for day in list(city())[-DAYS_AHEAD:]}).error is None
    )


def test_of_too_few_days_nothing_is_expected() -> None:
    with pytest.raises(TooLittle, match="Six weeks"):
        expected(city(LEAST_DAYS - 1))


def test_days_count_from_the_first_that_had_a_call() -> None:
    last = FIRST + timedelta(days=3)
    days = whole({f"{FIRST + timedelta(days=1)}.13": 2, f"{last}.0": 1, "2020-01-01.5": 9}, FIRST, last)
    assert list(days) == [FIRST + timedelta(days=at) for at in (1, 2, 3)]
    assert (days[FIRST + timedelta(days=1)][13], sum(days[FIRST + timedelta(days=2)]), days[last][0]) == (2, 0, 1)


def test_the_console_starts_without_the_library_of_statistics() -> None:
    """It takes half a second and a hundred megabytes: only who asks pays for it."""
    asked = "import sys, web.console.app; sys.exit('statsmodels' in sys.modules or 'pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], timeout=120).returncode == 0
