"""Weeks, months, seasons and years as people name them: "last week", "over the weekend", "last summer", "the last two months". Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Callable, Dict, Sequence

from spoken.en.day_words import Asked, Day, Found, word_at

_COUNTS = {
    "couple": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
}  # fmt: skip
_DAYS_OF = {"days": 1, "nights": 1, "weeks": 7, "months": 30, "years": 365}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "fall": (9, 11), "autumn": (9, 11)}  # winter: over New Year


def period(words: Sequence[str], i: int, asked: Asked) -> Found:
    """ "last week", "over the weekend", "last summer", "this month"."""
    if tuple(words[i : i + 3]) == ("over", "the", "weekend"):
        return weekend_of(asked.today, 0), 3
    if (several := _last_several(words, i, asked.today)) is not None:
        return several
    which = {"last": 1, "this": 0, "next": -1}.get(words[i])
    at = i + 1
    if words[i] == "this" and word_at(words, at) == "past":
        which, at = 1, at + 1
    if which is None:
        return None
    reader = _PERIODS.get(word_at(words, at))
    return (reader(asked.today, which), at + 1 - i) if reader else None


def _last_several(words: Sequence[str], i: int, today: date) -> Found:
    """ "The last two months", "past three days": up to today."""
    if words[i] not in ("last", "past"):
        return None
    at = i + 1 + (word_at(words, i + 1) == "a")
    count = _COUNTS.get(word_at(words, at)) or (
        int(words[at]) if word_at(words, at).isdigit() and len(words[at]) < 3 else 0
    )
    at += 1 + (word_at(words, at + 1) == "of")
    unit = word_at(words, at)
    if not count or unit not in _DAYS_OF:
        return None
    return Day(today - timedelta(days=count * _DAYS_OF[unit]), today), at + 1 - i


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
