"""Opening hours of a week as they are said: "Monday to Friday from seven a m to eight p m, and Saturday and Sunday from ...". Pure."""

from __future__ import annotations

from itertools import groupby
from typing import List, Mapping, Sequence, Tuple

from spoken.en import saying

DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
WHOLE_DAY = ("00:00-24:00",)


def week(hours: Mapping[str, Sequence[str]]) -> str:
    """`hours`: "mon" ... "sun" -> spans as "07:00-20:00"; days without any are left out. "" when there is none at all."""
    open_days = [(day, tuple(hours.get(day) or ())) for day in DAYS]
    if all(spans == WHOLE_DAY for _, spans in open_days):
        return "day and night"
    said = [
        f"{_days([day for day, _ in same])} {_spans(spans)}"
        for spans, same in groupby(open_days, key=_hours_of)
        if spans
    ]
    return ", and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)


def _hours_of(day: Tuple[str, Tuple[str, ...]]) -> Tuple[str, ...]:
    return day[1]


def _days(days: List[str]) -> str:
    first, last = DAYS[days[0]], DAYS[days[-1]]
    if len(days) == 1:
        return first
    return f"{first} and {last}" if len(days) == 2 else f"{first} to {last}"


def _spans(spans: Sequence[str]) -> str:
    if tuple(spans) == WHOLE_DAY:
        return "all day"
    return " and ".join(f"from {_clock(span[:5])} to {_clock(span[6:])}" for span in spans)


def _clock(written: str) -> str:
    hour, minute = (int(part) for part in written.split(":"))
    return saying.clock(hour % 24, minute)
