"""Whether a destination is open at a given moment and when it opens next, on the agency's clock and in its calendar.

A span that closes before it opens goes over midnight: "20:00-07:00" on Friday ends on Saturday morning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from agencies.directory.calendar import AgencyCalendar
from agencies.directory.shape import Destination
from agencies.directory.vocabulary import WEEKDAYS
from spoken.en import saying

LOOK_AHEAD_DAYS = 15


def is_open(destination: Destination, at: datetime, calendar: AgencyCalendar) -> bool:
    """True when no hours are given (always open), or `at` (aware) falls into them on the agency's wall clock."""
    if destination.hours is None:
        return True
    local = at.astimezone(calendar.zone)
    clock, today = local.strftime("%H:%M"), local.date()
    if any(
        span[:5] <= clock and (clock < span[6:] or _over_midnight(span))
        for span in _spans(destination, today, calendar)
    ):
        return True
    yesterday = _spans(destination, today - timedelta(days=1), calendar)
    return any(_over_midnight(span) and clock < span[6:] for span in yesterday)


def next_opening(destination: Destination, at: datetime, calendar: AgencyCalendar) -> datetime | None:
    """The next moment at which it opens, in the agency's zone; None when that is more than two weeks away, or it never closes."""
    local = at.astimezone(calendar.zone)
    for ahead in range(LOOK_AHEAD_DAYS):
        day = local.date() + timedelta(days=ahead)
        for span in sorted(_spans(destination, day, calendar) if destination.hours is not None else ()):
            opens = datetime.combine(day, time.fromisoformat(span[:5]), calendar.zone)
            if opens > local:
                return opens
    return None


def opens_spoken(destination: Destination, at: datetime, calendar: AgencyCalendar) -> str:
    """What `{opens}` says: "at seven in the morning", "tomorrow at eight in the morning", "on Monday at seven in the morning"."""
    opens, today = next_opening(destination, at, calendar), at.astimezone(calendar.zone).date()
    if opens is None:
        return "at another time"
    ahead = (opens.date() - today).days
    day = (
        ("", "tomorrow ")[ahead] if ahead < 2 else f"on {opens:%A} " if ahead < 7 else f"on {saying.day(opens.date())} "
    )
    return f"{day}at {saying.clock(opens.hour, opens.minute)}"


def _spans(destination: Destination, day: date, calendar: AgencyCalendar) -> Sequence[str]:
    hours: Mapping[Any, Sequence[str]] = destination.hours or {}
    if destination.holidays is not None and calendar.is_holiday(day):
        return destination.holidays
    return hours.get(WEEKDAYS[day.weekday()], ())


def _over_midnight(span: str) -> bool:
    return span[6:] <= span[:5]
