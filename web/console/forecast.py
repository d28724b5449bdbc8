"""How many calls are to be expected by hour in the next two weeks, and how wrong that would have been before. Pure.

A day's calls are carried on by exponential smoothing with a week's rhythm and a trend that fades (Holt and Winters, statsmodels);
its hours by their share of that weekday so far. Expected calls are told with what the last two weeks would have been told two
weeks ago, beside the plainest guess: the same as a week before.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAYS_AHEAD = 14
LEAST_DAYS = 42  # four weeks to learn from when the last two are taken away for the proof
HOURS = range(24)
_WEEK = 7
_OF_ALL_DAYS = 0.25  # how much an hour of one weekday leans on that hour of the whole week: few calls make no rhythm

Hourly = Mapping[date, Sequence[float]]  # a day -> its calls by hour, 24 numbers


@dataclass(frozen=True, slots=True)
class Error:
    """Of the last two weeks: the sum of all misses as a share of all calls. `plain`: of the guess "as a week before"."""

    a_day: float
    an_hour: float
    plain_a_day: float
    plain_an_hour: float


@dataclass(frozen=True, slots=True)
class Expected:
    """`error`: None where there were no calls to be wrong about."""

    days: dict[date, list[float]]
    error: Error | None


class TooLittle(Exception):
    """There are too few days with calls to expect anything from; the message says how many."""


def whole(counted: Mapping[str, int], first: date, last: date) -> dict[date, list[float]]:
    """Of casework's "2026-11-28.13": every day from the first that had a call on."""
    days = {first + timedelta(days=at): [0.0] * 24 for at in range((last - first).days + 1)}
    for name, count in counted.items():
        day, _, hour = name.partition(".")
        if (known := days.get(date.fromisoformat(day))) is not None:
            known[int(hour)] += count
    begun = next((day for day, hours in days.items() if any(hours)), None)
    return {day: hours for day, hours in days.items() if begun is not None and day >= begun}


def expected(past: Hourly) -> Expected:
    """The two weeks after the last day of `past`. Raises TooLittle."""
    if len(past) < LEAST_DAYS:
        raise TooLittle(f"Six weeks of calls are needed to expect anything; there are {len(past)} days.")
    return Expected(_ahead(past), _error(past))


def _ahead(past: Hourly) -> dict[date, list[float]]:
    last = max(past)
    totals = _carried_on([sum(past[day]) for day in sorted(past)])
    shares = {weekday: _shares(past, weekday) for weekday in range(_WEEK)}
    days = (last + timedelta(days=at) for at in range(1, DAYS_AHEAD + 1))
    return {day: [total * share for share in shares[day.weekday()]] for day, total in zip(days, totals, strict=True)}


def _carried_on(totals: Sequence[float]) -> list[float]:
    from statsmodels.tsa.holtwinters import ExponentialSmoothing  # half a second and 100 MB: only who asks pays

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a fit could be better still
        model = ExponentialSmoothing(
            list(totals), trend="add", damped_trend=True, seasonal="add", seasonal_periods=_WEEK,
            initialization_method="estimated",
        )  # fmt: skip
        return [max(0.0, float(one)) for one in model.fit().forecast(DAYS_AHEAD)]


def _shares(past: Hourly, weekday: int) -> list[float]:
    """Of that weekday's calls, and a little of all days'; together one."""
    own = [sum(hours[hour] for day, hours in past.items() if day.weekday() == weekday) for hour in HOURS]
    every = [sum(hours[hour] for hours in past.values()) for hour in HOURS]
    mixed = [_part(own, hour) * (1 - _OF_ALL_DAYS) + _part(every, hour) * _OF_ALL_DAYS for hour in HOURS]
    return [one / sum(mixed) for one in mixed] if sum(mixed) else [1 / 24] * 24


def _part(counts: Sequence[float], hour: int) -> float:
    return counts[hour] / sum(counts) if sum(counts) else 0.0


def _error(past: Hourly) -> Error | None:
    """What would have been told two weeks ago, beside what came."""
    days = sorted(past)
    hidden, known = days[-DAYS_AHEAD:], {day: past[day] for day in days[:-DAYS_AHEAD]}
    came = {day: past[day] for day in hidden}
    if not any(any(hours) for hours in came.values()):
        return None
    told = _ahead(known)
    plain = {
        day: known[day - timedelta(days=_WEEK * (1 if day - timedelta(days=_WEEK) in known else 2))] for day in hidden
    }
    return Error(_off_a_day(told, came), _off_an_hour(told, came), _off_a_day(plain, came), _off_an_hour(plain, came))


def _off_a_day(told: Hourly, came: Hourly) -> float:
    return sum(abs(sum(told[day]) - sum(came[day])) for day in came) / sum(map(sum, came.values()))


def _off_an_hour(told: Hourly, came: Hourly) -> float:
    missed = sum(abs(told[day][hour] - came[day][hour]) for day in came for hour in HOURS)
    return missed / sum(map(sum, came.values()))
