"""Days by their place in the calendar: "nov 23", "the third of march", "11/23/26", "the twentieth", "on halloween". Pure."""

from __future__ import annotations

import re
from datetime import date
from typing import Iterator, Optional, Sequence, Tuple

from spoken.en.day_words import MONTH_NUMBERS, NO_SUCH_DAY, VAGUE, Asked, Day, Found, word_at
from spoken.en.holiday_names import FIRST_WORDS, LONGEST, holiday
from spoken.en.numbers import number_at
from spoken.en.ordinals import ordinal_at
from spoken.en.periods import month_of, whole_months
from spoken.en.years import year_at
from spoken.word_sets import word_set

_ALSO_WORDS = word_set("may march mar jan sun sat")  # of a month only beside its day
_HALF_OF_DAY = word_set("a p am pm")


def month_day(words: Sequence[str], i: int, asked: Asked) -> Found:
    """ "nov 23", "march third twenty twenty four", "23 november", "the third of march", "the thirty first of april"."""
    at = i + (words[i] == "the")
    if word_at(words, at) in MONTH_NUMBERS:
        month, at = MONTH_NUMBERS[words[at]], at + 1
        at += word_at(words, at) == "the"
        day = _day_number(words, at)
        at += day[1] if day else 0
    else:
        day = _day_number(words, at)
        if not day:
            return None
        at += day[1]
        at += word_at(words, at) == "of"
        if word_at(words, at) in ("the", "this", "last") and word_at(words, at + 1) == "month":
            back = month_of(asked.today, int(words[at] == "last")).first
            return (calendar_day(asked, back.month, day[0], back.year) if back else VAGUE), at + 2 - i
        month, at = MONTH_NUMBERS.get(word_at(words, at), 0), at + 1
    if not day or not month:
        return None
    year = _year_after(words, at)
    return calendar_day(asked, month, day[0], year[0]), at + year[1] - i


def _day_number(words: Sequence[str], i: int) -> Optional[Tuple[int, int]]:
    """A day of a month; also one that no month has, so that it can be refused."""
    if i >= len(words):
        return None
    found = ordinal_at(words, i)
    if found:
        return found if found[0] <= 99 else None
    if words[i] in ("o", "oh", "zero", "a", "an") or number_at(words, i) is None:
        return None
    digits, used = number_at(words, i) or ("", 0)
    return (int(digits), used) if used and len(digits) <= 2 else None


def _year_after(words: Sequence[str], i: int) -> Tuple[int, int]:
    lead = 1 if word_at(words, i) in ("of", "in") else 0
    found = year_at(words, i + lead) if i + lead < len(words) else None
    if not found or word_at(words, i + lead + found[1]) in _HALF_OF_DAY | {"hours", "o'clock"}:
        return 0, 0
    return found[0], lead + found[1]


def calendar_day(asked: Asked, month: int, day: int, year: int) -> Day:
    """Without a year the latest such day, or with `ahead` this year's."""
    years = [year] if year else [asked.today.year - back for back in range(5)]
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return NO_SUCH_DAY
    for one in years:
        try:
            found = date(one, month, day)
        except ValueError:
            continue
        if year or asked.ahead or found <= asked.today:
            return Day(found)
    return NO_SUCH_DAY


def day_of_month(asked: Asked, day: int, weekday: int = -1) -> Day:
    """ "the twentieth": the latest one, and on this weekday where one was named."""
    for back in range(12 if weekday >= 0 else 3):
        first = month_of(asked.today, back).first
        try:
            found = first.replace(day=day) if first else None
        except ValueError:
            continue
        if found and found <= asked.today and weekday in (-1, found.weekday()):
            return Day(found)
    return VAGUE if day <= 31 else NO_SUCH_DAY


def only_day(words: Sequence[str], i: int, asked: Asked) -> Found:
    """ "the twentieth", "on the 5th": only in an answer, elsewhere it is a street or the second car."""
    at = i + (words[i] == "on")
    at += word_at(words, at) == "the"
    found = ordinal_at(words, at) if asked.only and at > i and at < len(words) else None
    if (
        not found
        or found[0] > 31
        or word_at(words, at + found[1]) in ("one", "two", "three", "time", "thing", "part", "letter")
    ):
        return None
    return day_of_month(asked, found[0]), at + found[1] - i


def month_or_year(words: Sequence[str], i: int, asked: Asked) -> Found:
    """ "in march", "last march", "march twenty nineteen", "in 2019"."""
    lead = words[i] if words[i] in ("in", "last", "since", "during", "back") else ""
    at = i + (1 if lead else 0)
    month = MONTH_NUMBERS.get(word_at(words, at), 0)
    if month and (lead or (asked.only and words[at] not in _ALSO_WORDS) or _year_after(words, at + 1)[0]):
        year = _year_after(words, at + 1)
        of = year[0] or asked.today.year - (
            month > asked.today.month or (lead == "last" and month == asked.today.month)
        )
        return whole_months(of, month, 1), at + 1 + year[1] - i
    found = year_at(words, at) if not month and at < len(words) and (lead or asked.only) else None
    if not found or word_at(words, at + found[1]) in _HALF_OF_DAY | {"hours", "block"}:
        return None
    return Day(date(found[0], 1, 1), date(found[0], 12, 31)), at + found[1] - i


def holiday_said(words: Sequence[str], i: int, asked: Asked) -> Found:
    """A name beside "on", "last" or "eve", or anywhere in an answer ("my christmas lights" is no day)."""
    lead = words[i] if words[i] in ("on", "last", "since", "this", "the", "over", "at") else ""
    at = i + (1 if lead else 0)
    while lead and word_at(words, at) in ("uh", "um"):
        at += 1
    if word_at(words, at).replace("'", "") not in FIRST_WORDS:
        return None
    for length in range(LONGEST, 0, -1):
        name = " ".join(words[at : at + length]).replace("'", "")
        sure = asked.only or lead in ("on", "last", "since") or name.endswith((" day", " eve"))
        found = _latest_holiday(name, asked, lead == "last") if sure and at + length <= len(words) else None
        if found:
            end = at + length
            if word_at(words, end) in ("last", "this") and word_at(words, end + 1) == "year":
                year = asked.today.year - (words[end] == "last")
                return Day(holiday(name, year, asked.country)), end + 2 - i
            return Day(found), end - i
    return None


def _latest_holiday(name: str, asked: Asked, last: bool) -> Optional[date]:
    years = (asked.today.year, asked.today.year - 1)
    days = [day for year in years if (day := holiday(name, year, asked.country))]
    if asked.ahead and days:
        return days[0]
    return next((day for day in days if day < asked.today or (day == asked.today and not last)), None)


_ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_THREE = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?![\d/-])")
_TWO = re.compile(r"(?<![\d/.-])(\d{1,2})/(\d{1,2})(?![\d/])")


def written_days(folded: str, asked: Asked) -> Iterator[Tuple[Day, int, int]]:
    """Days in figures with the characters where they stand: "2026-11-23", "11/23/26", "23.11.2026", "11/23"."""
    for found in _ISO.finditer(folded):
        yield calendar_day(asked, int(found[2]), int(found[3]), int(found[1])), found.start(), found.end()
    for found in _THREE.finditer(folded):
        year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
        yield _ordered(asked, int(found[1]), int(found[2]), year), found.start(), found.end()
    for found in _TWO.finditer(folded):
        yield _ordered(asked, int(found[1]), int(found[2]), 0), found.start(), found.end()


def _ordered(asked: Asked, one: int, other: int, year: int) -> Day:
    """In the order of the agency; with a year the other way round where only that is a day ("24/7" is none)."""
    month, day = (other, one) if asked.day_first else (one, other)
    found = calendar_day(asked, month, day, year)
    return found if found.first or month <= 12 or not year else calendar_day(asked, day, month, year)
