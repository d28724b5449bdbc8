"""Weeks, months, seasons and years as people name them: "last week", "over the weekend", "last summer". Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Callable, Dict, Sequence

from spoken.en.day_words import Asked, Day, Found, word_at

_SEASONS = {"spring": (3, 5), "summer": (6, 8), "fall": (9, 11), "autumn": (9, 11)}  # winter: over New Year


def period(words: Sequence[str], i: int, asked: Asked) -> Found:
    """ "last week", "over the weekend", "last summer", "this month"."""
    if tuple(words[i : i + 3]) == ("over", "the", "weekend"):
        return weekend_of(asked.today, 0), 3
    which = {"last": 1, "this": 0, "next": -1}.get(words[i])
    at = i + 1
    if words[i] == "this" and word_at(words, at) == "past":
        which, at = 1, at + 1
    if which is None:
        return None
    reader = _PERIODS.get(word_at(words, at))
    return (reader(asked.today, which), at + 1 - i) if reader else None


def weekend_of(today: date, back: int) -> Day:
    saturday = today - timedelta(
        days=(today.weekday() - 5) % 7 + 7 * (back if today.weekday() >= 5 else max(back - 1, 0))
    )
    if back < 0:
        saturday = today + timedelta(days=(5 - today.weekday()) % 7 or 7)
    return Day(saturday, saturday + timedelta(days=1))


def week_of(today: date, back: int) -> Day:
    monday = today - timedelta(days=today.weekday() + 7 * back)
    return Day(monday, monday + timedelta(days=6))


def month_of(today: date, back: int) -> Day:
    months = today.year * 12 + today.month - 1 - back
    return whole_months(months // 12, months % 12 + 1, 1)


def _year(today: date, back: int) -> Day:
    return Day(date(today.year - back, 1, 1), date(today.year - back, 12, 31))


def _season(first: int, last: int) -> Callable[[date, int], Day]:
    def read(today: date, back: int) -> Day:
        year = (
            today.year
            - (1 if back > 0 and today.month <= last else 0)
            + (1 if back < 0 and today.month >= first else 0)
        )
        return whole_months(year, first, last - first + 1)

    return read


def _winter(today: date, back: int) -> Day:
    year = today.year - (1 if back > 0 or today.month <= 2 else 0)
    return Day(date(year, 12, 1), date(year + 1, 2, monthrange(year + 1, 2)[1]))


def whole_months(year: int, month: int, count: int) -> Day:
    last = month + count - 1
    return Day(date(year, month, 1), date(year, last, monthrange(year, last)[1]))


_PERIODS: Dict[str, Callable[[date, int], Day]] = {
    "week": week_of, "weekend": weekend_of, "month": month_of, "year": _year, "winter": _winter,
    **{name: _season(*months) for name, months in _SEASONS.items()},
}  # fmt: skip
