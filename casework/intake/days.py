"""When something happened: a day or a moment where that is clear, else the person's own words. Pure; `now` is given.

The bot sends the moment it understood as the value. What is read here is what people type, and what came as words.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from spoken.en.numbers import number_at, words_of

_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?")
_AMERICAN = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_MONTH_DAY = re.compile(rf"\b({'|'.join(_MONTHS)})\.? (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?(?:,? (\d{{4}}))?\b")
_AGO = re.compile(r"\b(\w+) (day|night|week)s? ago\b")
_RELATIVE = (
    ("day before yesterday", 2),
    ("yesterday", 1),
    ("last night", 1),
    ("last evening", 1),
    ("overnight", 1),
    ("tonight", 0),
    ("today", 0),
    ("this morning", 0),
    ("this afternoon", 0),
    ("this evening", 0),
    ("just now", 0),
)
_SOME_TIME = re.compile(
    rf"\b(?:{'|'.join((*_DAYS, *_MONTHS))}|morning|noon|afternoon|evening|night|midnight|weekend|week|month|year|day|"
    r"hours?|minutes?|ago|since|between|around|about|o'?clock|am|pm|spring|summer|fall|winter|christmas|thanksgiving)\b"
)


def moment_in(text: str, now: datetime) -> str | None:
    """ "2026-11-20", or "2026-11-20T21:30" in the agency's time; None when no day is clear. `now`: in the agency's time."""
    folded = " ".join(text.lower().split())
    iso = _ISO.search(text)
    if iso:
        return _local(iso, now)
    day = _day(folded, now.date())
    return day.isoformat() if day else None


def tells_a_time(text: str) -> bool:
    """Whether the words are about a time at all."""
    folded = text.lower()
    return bool(_SOME_TIME.search(folded) or re.search(r"\d", folded))


def as_datetime(value: str, now: datetime) -> datetime | None:
    """A stored moment as a time (noon for a whole day); None for words."""
    found = _ISO.fullmatch(value)
    if not found:
        return None
    try:
        return datetime.fromisoformat(f"{found[1]}T{found[2] or '12:00'}").replace(tzinfo=now.tzinfo)
    except ValueError:
        return None


def _local(iso: re.Match[str], now: datetime) -> str | None:
    try:
        day = date.fromisoformat(iso[1])
        if not iso[2]:
            return day.isoformat()
        moment = datetime.fromisoformat(f"{iso[1]}T{iso[2]}{iso[3] or ''}")
        local = moment.astimezone(now.tzinfo) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return None
    return local.strftime("%Y-%m-%dT%H:%M")


def _day(folded: str, today: date) -> date | None:
    for words, days in _RELATIVE:
        if words in folded:
            return today - timedelta(days=days)
    return _ago(folded, today) or _calendar(folded, today) or _weekday(folded, today)


def _ago(folded: str, today: date) -> date | None:
    found = _AGO.search(folded)
    if not found:
        return None
    words = words_of(found[1])
    number = number_at(words, 0) if words else None
    amount = 1 if found[1] in ("a", "one") else int(number[0]) if number and len(number[0]) < 4 else None
    return today - timedelta(days=amount * (7 if found[2] == "week" else 1)) if amount else None


def _calendar(folded: str, today: date) -> date | None:
    american, named = _AMERICAN.search(folded), _MONTH_DAY.search(folded)
    try:
        if american:
            year = int(american[3]) + (2000 if len(american[3]) == 2 else 0)
            return date(year, int(american[1]), int(american[2]))
        if named:
            year, month, day = int(named[3] or today.year), _MONTHS.index(named[1]) + 1, int(named[2])
            found = date(year, month, day)
            return found if named[3] or found <= today else date(year - 1, month, day)
    except ValueError:
        pass
    return None


def _weekday(folded: str, today: date) -> date | None:
    weekday = next((number for number, name in enumerate(_DAYS) if name in folded), None)
    if weekday is None:
        return None
    back = (today.weekday() - weekday) % 7
    return today - timedelta(days=back or 7)
