"""A moment as a person says it, seen from today: "last night between eight and nine", "on Monday, November third". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Optional

from spoken.en import saying
from spoken.en.day_words import WEEKDAYS

_PART_OF_DAY = re.compile(
    r"\b(?:night|overnight|morning|afternoon|evening|noon|midnight|tonight|dawn|lunch|lunchtime)\b", re.I
)
_DAYS_BY_NAME = 6  # so many days back the weekday says which day it was
_DAWN, _NOON, _EVENING, _NIGHT = 5, 12, 18, 21


@dataclass(frozen=True)
class _Seen:
    """From which day, and in which order of day and month."""

    today: date
    day_first: bool


def when(value: str, today: date, day_first: bool = False) -> Optional[str]:
    """Of "2026-11-27", "2026-11-27T20:00" or a span "first/last" of these; None when it is none."""
    first, _, last = value.partition("/")
    seen = _Seen(today, day_first)
    try:
        begin = datetime.fromisoformat(first)
        end = datetime.fromisoformat(last) if last else None
    except ValueError:
        return None
    if end is None:
        return _moment(begin, seen) if "T" in first else _day(begin.date(), seen)
    if "T" not in first:
        return f"between {_bare(_day(begin.date(), seen))} and {_bare(_day(end.date(), seen))}"
    if _part(begin, seen) == _part(end, seen):
        return f"{_part(begin, seen)} between {_clock(begin)} and {_clock(end)}"
    return f"between {_clock(begin)} {_bare(_part(begin, seen))} and {_clock(end)} {_bare(_part(end, seen))}"


def says_more(words: str, value: str) -> bool:
    """Whether the words tell a part of the day, or days ("last week"), where the value is a whole day or a span of them."""
    return "T" not in value and ("/" in value or bool(_PART_OF_DAY.search(words)))


def _moment(at: datetime, seen: _Seen) -> str:
    if at.hour == _NOON and at.minute == 0:
        return f"{_day(at.date(), seen)} at noon"
    return f"{_part(at, seen)} at {_clock(at)}"


def _clock(at: datetime) -> str:
    if at.minute == 0 and at.hour in (0, 12):
        return "midnight" if at.hour == 0 else "noon"
    return saying.hours(at.hour % 12 or 12, at.minute)


def _part(at: datetime, seen: _Seen) -> str:
    """The part of the day; the hours after midnight are the night that began the day before."""
    back = (seen.today - at.date()).days
    if at.hour < _DAWN and back in (0, 1):
        return "last night" if back == 0 else "the night before last"
    part = "morning" if at.hour < _NOON else "afternoon" if at.hour < _EVENING else "evening"
    if back == 0:
        return "tonight" if at.hour >= _NIGHT else f"this {part}"
    if back == 1:
        return "last night" if at.hour >= _EVENING else f"yesterday {part}"
    night = "at night" if at.hour >= _NIGHT or at.hour < _DAWN else f"in the {part}"
    return f"{_day(at.date(), seen)}, {night}"


def _day(day: date, seen: _Seen) -> str:
    back = (seen.today - day).days
    if back in (0, 1):
        return "today" if back == 0 else "yesterday"
    said = saying.day(day, seen.today, seen.day_first)
    return f"on {WEEKDAYS[day.weekday()].capitalize()}, {said}" if 0 < back <= _DAYS_BY_NAME else f"on {said}"


def _bare(said: str) -> str:
    return said[3:] if said.startswith("on ") else said
