"""Whether a destination is open at a given moment and when it opens next, on the agency's clock and in its calendar.

A span that closes before it opens goes over midnight: "20:00-07:00" on Friday ends on Saturday morning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from string import Formatter
from typing import Any

from pydantic import model_validator

from agencies.directory.calendar import AgencyCalendar
from agencies.directory.shape import Destination, Part
from agencies.directory.vocabulary import WEEKDAYS
from spoken.en import saying

LOOK_AHEAD_DAYS = 15
_DAY = {"day", "time"}


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


class Opens(Part):
    """What `{opens}` in outside_hours says: {time} as "nine a m", {day} as "Monday" or, for `date`, "November third"."""

    today: str
    tomorrow: str
    weekday: str
    date: str
    unknown: str  # closed for weeks

    @model_validator(mode="after")
    def _has_its_variables(self) -> Opens:
        for name, wanted in (
            ("today", {"time"}),
            ("tomorrow", {"time"}),
            ("weekday", _DAY),
            ("date", _DAY),
            ("unknown", set()),
        ):
            if {found for _, found, *_ in Formatter().parse(getattr(self, name)) if found is not None} != wanted:
                right = " and ".join(f"{{{one}}}" for one in sorted(wanted)) or "no variable"
                raise ValueError(f"'{name}' has not what it says|give it {right}")
        return self


def opens_spoken(
    destination: Destination, at: datetime, calendar: AgencyCalendar, words: Opens, day_first: bool = False
) -> str:
    """What `{opens}` says, in the agency's words: "at seven a m", "tomorrow at eight a m", "on Monday at seven a m"."""
    opens, today = next_opening(destination, at, calendar), at.astimezone(calendar.zone).date()
    if opens is None:
        return words.unknown
    ahead, time_said = (opens.date() - today).days, saying.clock(opens.hour, opens.minute)
    if ahead < 2:
        return (words.today, words.tomorrow)[ahead].format(time=time_said)
    if ahead < 7:
        return words.weekday.format(day=f"{opens:%A}", time=time_said)
    return words.date.format(day=saying.day(opens.date(), day_first=day_first), time=time_said)


def _spans(destination: Destination, day: date, calendar: AgencyCalendar) -> Sequence[str]:
    hours: Mapping[Any, Sequence[str]] = destination.hours or {}
    if destination.holidays is not None and calendar.is_holiday(day):
        return destination.holidays
    return hours.get(WEEKDAYS[day.weekday()], ())


def _over_midnight(span: str) -> bool:
    return span[6:] <= span[:5]
