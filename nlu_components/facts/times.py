"""When it happened, in the caller's words, and as a date or an hour where that is clear. Pure; `now` is given.

`when` is the phrase ("last night", "tuesday at 3 pm"), `iso` "2026-11-20" or "2026-11-20T15:00" in the agency's time.
Weekdays and dates are read as past, as in a report, unless a word of the future stands near.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Match, Optional, Tuple

from nlu_components.facts.time_grammar import (
    ABOUT,
    CLOCK_PARTS,
    DAYS,
    FUTURE,
    HINT,
    MOMENT,
    MONTHS,
    NOW,
    ONLY_A_CLOCK,
    QUARTERS,
)
from nlu_components.places.streets import ordinal_at
from spoken.en.numbers import number_at
from spoken.utterance import Utterance, heard

UNITS = {"minute": 1, "hour": 60, "day": 1440, "night": 1440, "week": 10080, "month": 43200, "year": 525600}
VAGUE = {
    "a couple of": 2,
    "a couple": 2,
    "couple of": 2,
    "couple": 2,
    "a few": None,
    "few": None,
    "several": None,
    "some": None,
}
SHORT_MINUTES = 48 * 60  # ago: up to two days keeps the hour, longer only the day


@dataclass(frozen=True)
class When:
    phrase: str
    start: int
    end: int
    iso: Optional[str] = None


def when_in(utterance: Utterance, now: datetime) -> Optional[When]:
    """The first time that was said; with the hour if one was said beside it. None when there is none."""
    folded = utterance.tidy
    if not HINT.search(folded):
        return None
    for found in MOMENT.finditer(folded):
        said = re.sub(r"^on (?:the )?", "", found.group(0))
        phrase = " ".join(said.split())
        if _is_a_time(phrase, folded, found):
            start = found.end() - len(said)
            span = utterance.original(start, start + len(said.rstrip()))
            return When(phrase, *span, iso_of(phrase, folded, now))
    return None


def _is_a_time(phrase: str, folded: str, found: Match[str]) -> bool:
    """ "may" and "march" are words too, and "every saturday" is a habit, not a time."""
    before = folded[max(0, found.start() - 8) : found.start()]
    if re.search(r"\b(?:every|each|most|all|any|good|until|till)\s+(?:the )?$", before):
        return False
    month = re.search(rf"\b({'|'.join(MONTHS)})\b", phrase)
    return not month or _month_day(phrase) is not None


def iso_of(phrase: str, around: str, now: datetime) -> Optional[str]:
    """ "2026-11-20", "2026-11-20T15:00", or None when the day is not clear. around: the whole utterance."""
    if re.fullmatch(NOW, phrase):
        return now.strftime("%Y-%m-%dT%H:%M")
    if phrase.endswith(" ago"):
        return _ago(phrase, now)
    day = _day(phrase, now, bool(FUTURE.search(around)))
    clock = clock_of(phrase)
    if day is None and clock and ONLY_A_CLOCK.fullmatch(phrase):
        return None  # an hour without a day is not clear
    if day is None:
        return None
    return f"{day.isoformat()}T{clock[0]:02d}:{clock[1]:02d}" if clock else day.isoformat()


def _ago(phrase: str, now: datetime) -> Optional[str]:
    words = [word for word in re.sub(rf"^{ABOUT}", "", phrase).split() if word != "ago"]
    unit = next((minutes for name, minutes in UNITS.items() if words[-1].startswith(name)), None)
    amount = 0.5 if words[:2] == ["half", "an"] else _amount(" ".join(words[:-1]))
    if unit is None or amount is None or unit >= UNITS["month"]:
        return None
    then = now - timedelta(minutes=amount * unit)
    return then.strftime("%Y-%m-%dT%H:%M") if unit <= 60 and amount * unit <= SHORT_MINUTES else then.date().isoformat()


def _amount(text: str) -> Optional[float]:
    if text in VAGUE:
        return VAGUE[text]
    half = 0.5 if text.endswith(" and a half") else 0.0
    words = heard(text.replace(" and a half", "")).texts()
    if words and words[0] in ("a", "an"):
        return 1 + half
    found = number_at(words, 0) if words else None
    return int(found[0]) + half if found else None


def _day(phrase: str, now: datetime, future: bool) -> Optional[date]:
    today = now.date()
    for words, days in _RELATIVE:
        if words in phrase:
            return today + timedelta(days=days)
    weekday = next((number for number, name in enumerate(DAYS) if name in phrase), None)
    if weekday is not None:
        return _weekday(today, weekday, phrase, future)
    if re.search(r"\bthis (?:early |late |mid )?(?:morning|afternoon|evening)", phrase):
        return today
    return _calendar_day(phrase, today, future)


_RELATIVE: Tuple[Tuple[str, int], ...] = (
    ("day before yesterday", -2), ("yesterday", -1), ("last night", -1), ("last evening", -1), ("tomorrow", 1),
    ("tonight", 0), ("today", 0),
)  # fmt: skip


def _weekday(today: date, weekday: int, phrase: str, future: bool) -> Optional[date]:
    back = (today.weekday() - weekday) % 7
    if re.search(r"\b(?:next|coming)\b", phrase):
        return today + timedelta(days=7 - back)
    if future or back == 0:  # "on saturday", said on a Saturday, can be today or a week ago
        return today - timedelta(days=7) if back == 0 and re.search(r"\blast\b", phrase) and not future else None
    return today - timedelta(days=back)


def _calendar_day(phrase: str, today: date, future: bool) -> Optional[date]:
    found = _month_day(phrase)
    if not found:
        return None
    month, day, year = found
    try:
        if year:
            return date(year, month, day)
        this_year = date(today.year, month, day)
        return this_year if this_year <= today or future else date(today.year - 1, month, day)
    except ValueError:
        return None


def _month_day(phrase: str) -> Optional[Tuple[int, int, Optional[int]]]:
    slashed = re.search(r"\b(\d{1,2})/(\d{1,2})(?:/(\d{2,4}))?", phrase)
    if slashed:
        month, day, year = int(slashed.group(1)), int(slashed.group(2)), slashed.group(3)
        return (month, day, (int(year) + 2000 if len(year) == 2 else int(year)) if year else None)
    words = heard(phrase).texts()
    month = next((MONTHS.index(word) + 1 for word in words if word in MONTHS), 0)
    for i, word in enumerate(words):
        number = ordinal_at(words, i)
        if not number and word not in MONTHS and (plain := number_at(words, i)):
            number = int(plain[0]), plain[1]
        if month and number and 1 <= number[0] <= 31:
            return month, number[0], None
    return None


def clock_of(phrase: str) -> Optional[Tuple[int, int]]:
    """(hour, minute) of a phrase when morning or afternoon is clear."""
    if "noon" in phrase.split():
        return 12, 0
    if "midnight" in phrase:
        return 0, 0
    found = CLOCK_PARTS.search(phrase)
    if not found:
        return None
    hour, minute = int(_digits(found.group(2))), _minute(found.group(3))
    shift = QUARTERS.get(found.group(1) or "", minute)
    if not 1 <= hour <= 12:
        return None
    late = (
        found.group(5) == "p"
        or any(part in found.group(4) for part in ("afternoon", "evening"))
        or ("night" in found.group(4) and 5 <= hour < 12)
    )
    total = (hour % 12 + (12 if late else 0)) * 60 + shift
    return (total // 60) % 24, total % 60


def _minute(text: Optional[str]) -> int:
    digits = _digits(text or "")
    return int(digits) if digits and int(digits) < 60 else 0


def _digits(text: str) -> str:
    words, out, i = heard(text).texts(), "", 0
    while i < len(words):
        found = number_at(words, i, bool(out) or words[i] == "o")
        out, i = (out + found[0], i + found[1]) if found else (out, i + 1)
    return out
