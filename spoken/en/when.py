"""A time that was told, and how a day and an hour become one. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import List, Optional, Tuple

from spoken.en.clocks import Clock
from spoken.en.day_words import Asked, Day

_GRACE = timedelta(minutes=5)
_NOON, _MIDNIGHT = (12, 0), (0, 0)


@dataclass(frozen=True)
class When:
    """`first` (and `last` of a span): "2026-11-20" or "2026-11-20T15:00"; neither when no day is clear.

    `clock` "15:00" is an hour whose day is not clear. `problem`: "no such day", or "future" for what is still to come.
    """

    phrase: str
    start: int  # characters of the text
    end: int
    first: Optional[str] = None
    last: Optional[str] = None
    clock: Optional[str] = None
    problem: str = ""

    @property
    def iso(self) -> Optional[str]:
        """The day or the moment; None for a span and for what is not clear."""
        return self.first if self.last is None else None


def one_day(day: Optional[Day], clock: Optional[Clock], part: str, now: datetime, asked: Asked) -> Optional[When]:
    at = clock.at(part) if clock else None
    if day is None:
        return When("", 0, 0, clock=f"{at[0]:02d}:{at[1]:02d}" if at else None)
    if day.first is None or (clock and clock == Clock(0, 0, told=True) and part != "night"):
        return When("", 0, 0)  # "around midnight on thursday": which of the two midnights?
    if day.last or not at:
        return judged(day.first.isoformat(), day.last.isoformat() if day.last else None, now)
    return judged(_hour(day.first, at, part), None, now)


def _hour(day: date, at: Tuple[int, int], part: str) -> str:
    """A night's hours before six belong to the next day."""
    if part == "night" and at[0] < 6:
        day += timedelta(days=1)
    return f"{day.isoformat()}T{at[0]:02d}:{at[1]:02d}"


def weekday_of(period: Day, day: Day) -> Optional[Day]:
    """ "last week wednesday"."""
    if not (period.first and period.last and day.first and not day.last) or (period.last - period.first).days > 7:
        return None
    days = (period.first + timedelta(days=at) for at in range(7))
    return next((Day(one) for one in days if one.weekday() == day.first.weekday()), None)


def span_of_days(days: List[Day], now: datetime) -> When:
    first, last = days[0].first, days[1].last or days[1].first
    assert first is not None
    assert last is not None
    first, last = sorted((first, last))
    return judged(first.isoformat(), last.isoformat() if last != first else None, now)


def span_of_moments(days: List[Day], clocks: List[Clock]) -> Optional[Tuple[str, str]]:
    """ "between nine last night and six this morning"."""
    hours = [clock.at(day.part) for day, clock in zip(days, clocks)]
    if not (hours[0] and hours[1] and days[0].first and days[1].first):
        return None
    return _hour(days[0].first, hours[0], days[0].part), _hour(days[1].first, hours[1], days[1].part)


def span_of_hours(day: Day, clocks: List[Clock], part: str, now: datetime) -> When:
    """ "between 5 and 6 pm": the half of the day that is told once holds for both."""
    half = clocks[1].half or clocks[0].half
    hours = [(clock if clock.half or clock.told else replace(clock, half=half)).at(part) for clock in clocks[:2]]
    if not hours[0] and hours[1] in (_NOON, _MIDNIGHT):  # "between nine and noon", "from ten to midnight"
        hours[0] = replace(clocks[0], half="am" if hours[1] == _NOON else "pm").at()
    assert day.first
    if not hours[0] or not hours[1]:
        return judged(day.first.isoformat(), None, now)
    last = day.first + timedelta(days=1) if hours[1] == _MIDNIGHT and part != "night" else day.first
    return judged(_hour(day.first, hours[0], part), _hour(last, hours[1], part), now)


def next_such(first: date, weekday: int) -> date:
    """The first such weekday after a day."""
    return first + timedelta(days=(weekday - first.weekday()) % 7 or 7)


def to_the_minute(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")


def judged(first: str, last: Optional[str], now: datetime) -> When:
    late = first > (to_the_minute(now + _GRACE) if "T" in first else now.date().isoformat())
    return When("", 0, 0, first, last, None, "future" if late else "")


def meaning(when: Optional[When]) -> Optional[str]:
    """As the golden table writes it: the moment, "first/last", "T15:00", "words", a problem, or None."""
    if when is None:
        return None
    if when.problem or when.first is None:
        return when.problem or (f"T{when.clock}" if when.clock else "words")
    return f"{when.first}/{when.last}" if when.last else when.first
