"""Days as people name them: "the day before yesterday", "a week ago tuesday", "nov 23", "on halloween", "last summer". Pure.

`day_at` reads one at a word; what stands around it (hours, "between ... and ...") is for `dates`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Callable, Dict, Iterator, Optional, Sequence, Tuple

from spoken.en.holiday_names import FIRST_WORDS, LONGEST, holiday
from spoken.en.numbers import DIGITS, TEENS, TENS, number_at
from spoken.en.ordinals import TEENTHS, TENTHS, UNITS, ordinal_at
from spoken.en.years import year_at
from spoken.word_sets import word_list, word_set

WEEKDAYS = word_list("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = word_list("january february march april may june july august september october november december")
_SHORT_MONTHS = word_list("jan feb mar apr may jun jul aug sep oct nov dec")
MONTH_NUMBERS: Dict[str, int] = {
    **{name: number for number, name in enumerate(MONTHS, 1)},
    **{name: number for number, name in enumerate(_SHORT_MONTHS, 1)},
    "sept": 9,
}
_ALSO_WORDS = word_set("may march mar jan sun sat")  # of a month only beside its day
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "fall": (9, 11), "autumn": (9, 11)}  # winter: over New Year
_UNIT_DAYS = {"day": 1, "night": 1, "week": 7}
NUMBER_WORDS = frozenset((*DIGITS, *TEENS, *TENS)) - {"o"}
_HALF_OF_DAY = word_set("a p am pm")


@dataclass(frozen=True)
class Asked:
    """What a reading depends on. `day_first`: 3/11 is the third of November; `only`: the words answer "when?"; `ahead`:
    they tell of something to come."""

    today: date
    day_first: bool = False
    country: str = "US"
    only: bool = False
    ahead: bool = False


@dataclass(frozen=True)
class Day:
    """A day, or a span with its `last`; without `first` the words name a time that is no day. `problem`: no such day."""

    first: Optional[date] = None
    last: Optional[date] = None
    part: str = ""  # morning, afternoon, evening or night of it; a night's hours after midnight belong to the next day
    problem: str = ""


Found = Optional[Tuple[Day, int]]
NO_SUCH_DAY = Day(problem="no such day")
VAGUE = Day()


def day_at(words: Sequence[str], i: int, asked: Asked) -> Found:
    """The longest reading of a day at word i, and how many words it takes."""
    found = [one for reader in _READERS if (one := reader(words, i, asked))]
    return max(found, key=lambda one: one[1], default=None)


def _at(words: Sequence[str], i: int) -> str:
    return words[i] if 0 <= i < len(words) else ""


_PHRASES: Dict[Tuple[str, ...], Tuple[Optional[int], str]] = {
    tuple(words.split()): (back, part)
    for words, back, part in (
        ("the day before yesterday", 2, ""), ("day before yesterday", 2, ""), ("yesterday", 1, ""),
        ("the night before last", 2, "night"), ("night before last", 2, "night"), ("last night", 1, "night"),
        ("last evening", 1, "evening"), ("yesterday night", 1, "night"), ("today", 0, ""), ("tonight", 0, "night"),
        ("tomorrow", -1, ""), ("the day after tomorrow", -2, ""), ("day after tomorrow", -2, ""),
        ("this morning", 0, "morning"), ("this afternoon", 0, "afternoon"), ("this evening", 0, "evening"),
        ("early this morning", 0, "morning"), ("late this morning", 0, "morning"),
        ("the other day", None, ""), ("the other night", None, ""), ("a while ago", None, ""),
        ("a while back", None, ""), ("a long time ago", None, ""), ("not long ago", None, ""),
        ("recently", None, ""),
    )
}  # fmt: skip


def _phrase(words: Sequence[str], i: int, asked: Asked) -> Found:
    for length in range(min(4, len(words) - i), 0, -1):
        found = _PHRASES.get(tuple(words[i : i + length]))
        if found:
            back, part = found
            if back is None and words[i + 1 : i + 2] != ["other"] and not asked.only:
                return None  # "it stopped a while ago" says no time that anybody could use
            return (VAGUE if back is None else Day(asked.today - timedelta(days=back), part=part)), length
    return None


def _overnight(words: Sequence[str], i: int, asked: Asked) -> Found:
    return (Day(asked.today - timedelta(days=1), asked.today), 1) if words[i] == "overnight" else None


def _weekday_number(word: str) -> int:
    name = word[:-2] if word.endswith("'s") else word
    return WEEKDAYS.index(name) if name in WEEKDAYS else -1


def _weekday(words: Sequence[str], i: int, asked: Asked) -> Found:
    """ "tuesday", "last tuesday", "next tuesday", "friday the twentieth", "tuesday a week ago"."""
    at = i
    for lead in (("this", "past"), ("this", "coming"), ("last",), ("past",), ("next",), ("this",), ("on",), ("the",)):
        if tuple(words[i : i + len(lead)]) == lead:
            at = i + len(lead)
            break
    lead_words = words[i:at]
    weekday = _weekday_number(_at(words, at))
    if weekday < 0:
        return None
    used = at + 1 - i
    named = ordinal_at(words, at + 2) if _at(words, at + 1) == "the" and at + 2 < len(words) else None
    if named:
        return _of_month(asked, named[0], weekday), used + 1 + named[1]
    if tuple(words[at + 1 : at + 4]) in (("a", "week", "ago"), ("one", "week", "ago")):
        return Day(_back_to(asked.today, weekday) - timedelta(days=7)), used + 3
    return _which_weekday(asked, weekday, lead_words), used


def _which_weekday(asked: Asked, weekday: int, lead: Sequence[str]) -> Day:
    back = (asked.today.weekday() - weekday) % 7
    if "next" in lead or "coming" in lead:
        return Day(asked.today + timedelta(days=7 - back))
    if back == 0 and "this" in lead and "past" not in lead:
        return Day(asked.today)
    if asked.ahead or back == 0:  # "on saturday", said on a Saturday, can be today or a week ago
        past = back == 0 and ("last" in lead or "past" in lead) and not asked.ahead
        return Day(asked.today - timedelta(days=7)) if past else VAGUE
    return Day(asked.today - timedelta(days=back))


def _back_to(today: date, weekday: int) -> date:
    """The latest such weekday before today."""
    return today - timedelta(days=(today.weekday() - weekday) % 7 or 7)


def _ago(words: Sequence[str], i: int, asked: Asked) -> Found:
    """Days and weeks: "three days ago", "a week ago (tuesday)", "two fridays ago"; longer and vague ones have no day."""
    amount, used = amount_at(words, i)
    if not used:
        return None
    unit = _at(words, i + used).rstrip("s") if _at(words, i + used) != "days" else "day"
    end = i + used + 1
    if _at(words, end) not in ("ago", "back"):
        return None
    weekday = _weekday_number(_at(words, i + used)[:-1]) if _at(words, i + used).endswith("s") else -1
    if weekday >= 0 and amount:
        return Day(_back_to(asked.today, weekday) - timedelta(days=7 * (int(amount) - 1))), used + 2
    if unit in ("month", "year"):
        return VAGUE, used + 2
    if unit not in _UNIT_DAYS:
        return None
    after = _weekday_number(_at(words, end + 1))
    if amount is None:
        return VAGUE, used + 2
    if unit == "week" and after >= 0:
        return Day(_back_to(asked.today, after) - timedelta(days=7 * int(amount))), used + 3
    return _back(asked.today, amount * _UNIT_DAYS[unit]), used + 2


def _back(today: date, days: float) -> Day:
    try:
        return Day(today - timedelta(days=days))
    except OverflowError:
        return VAGUE


_COUPLES = (("a", "couple", "of"), ("couple", "of"), ("a", "couple"), ("couple",))
_VAGUE_AMOUNTS = (("a", "few"), ("few",), ("several",), ("some",), ("many",))


def amount_at(words: Sequence[str], i: int) -> Tuple[Optional[float], int]:
    """How many, before "days ago": (None, n) for "a few" and the like, (None, 0) for no amount."""
    word = words[i]
    if word in ("a", "couple", "few", "several", "some", "many"):
        for said in _COUPLES:
            if tuple(words[i : i + len(said)]) == said:
                return 2, len(said)
        for said in _VAGUE_AMOUNTS:
            if tuple(words[i : i + len(said)]) == said:
                return None, len(said)
    if word in ("a", "an"):
        return 1, 1
    found = number_at(words, i) if word in NUMBER_WORDS or word[0].isdigit() else None
    return (int(found[0]), found[1]) if found and len(found[0]) < 5 else (None, 0)


def _ages_ago(words: Sequence[str], i: int, asked: Asked) -> Found:
    ages = _at(words, i) in ("days", "weeks", "months", "years", "ages") and _at(words, i + 1) == "ago"
    return (VAGUE, 2) if ages else None


def _ahead(words: Sequence[str], i: int, asked: Asked) -> Found:
    """ "in two days": only in an answer, a story has "in two minutes he was gone"."""
    if not asked.only or words[i] != "in":
        return None
    amount, used = amount_at(words, i + 1) if i + 1 < len(words) else (None, 0)
    days = {"day": 1, "week": 7, "month": 30, "year": 365}.get(_at(words, i + 1 + used).rstrip("s"))
    return (_back(asked.today, -amount * days), used + 2) if amount and days else None


def _period(words: Sequence[str], i: int, asked: Asked) -> Found:
    """ "last week", "over the weekend", "last summer", "this month"."""
    if tuple(words[i : i + 3]) == ("over", "the", "weekend"):
        return _weekend(asked.today, 0), 3
    which = {"last": 1, "this": 0, "next": -1}.get(words[i])
    at = i + 1
    if words[i] == "this" and _at(words, at) == "past":
        which, at = 1, at + 1
    if which is None:
        return None
    reader = _PERIODS.get(_at(words, at))
    return (reader(asked.today, which), at + 1 - i) if reader else None


def _weekend(today: date, back: int) -> Day:
    saturday = today - timedelta(
        days=(today.weekday() - 5) % 7 + 7 * (back if today.weekday() >= 5 else max(back - 1, 0))
    )
    if back < 0:
        saturday = today + timedelta(days=(5 - today.weekday()) % 7 or 7)
    return Day(saturday, saturday + timedelta(days=1))


def _week(today: date, back: int) -> Day:
    monday = today - timedelta(days=today.weekday() + 7 * back)
    return Day(monday, monday + timedelta(days=6))


def _month(today: date, back: int) -> Day:
    months = today.year * 12 + today.month - 1 - back
    return _whole_months(months // 12, months % 12 + 1, 1)


def _year(today: date, back: int) -> Day:
    return Day(date(today.year - back, 1, 1), date(today.year - back, 12, 31))


def _season(first: int, last: int) -> Callable[[date, int], Day]:
    def read(today: date, back: int) -> Day:
        year = (
            today.year
            - (1 if back > 0 and today.month <= last else 0)
            + (1 if back < 0 and today.month >= first else 0)
        )
        return _whole_months(year, first, last - first + 1)

    return read


def _winter(today: date, back: int) -> Day:
    year = today.year - (1 if back > 0 or today.month <= 2 else 0)
    return Day(date(year, 12, 1), date(year + 1, 2, monthrange(year + 1, 2)[1]))


def _whole_months(year: int, month: int, count: int) -> Day:
    last = month + count - 1
    return Day(date(year, month, 1), date(year, last, monthrange(year, last)[1]))


_PERIODS: Dict[str, Callable[[date, int], Day]] = {
    "week": _week, "weekend": _weekend, "month": _month, "year": _year, "winter": _winter,
    **{name: _season(*months) for name, months in _SEASONS.items()},
}  # fmt: skip


def _month_day(words: Sequence[str], i: int, asked: Asked) -> Found:
    """ "nov 23", "march third twenty twenty four", "23 november", "the third of march", "the thirty first of april"."""
    at = i + (words[i] == "the")
    if _at(words, at) in MONTH_NUMBERS:
        month, at = MONTH_NUMBERS[words[at]], at + 1
        at += _at(words, at) == "the"
        day = _day_number(words, at)
        at += day[1] if day else 0
    else:
        day = _day_number(words, at)
        if not day:
            return None
        at += day[1]
        at += _at(words, at) == "of"
        month, at = MONTH_NUMBERS.get(_at(words, at), 0), at + 1
    if not day or not month:
        return None
    year = _year_after(words, at)
    return _calendar(asked, month, day[0], year[0]), at + year[1] - i


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
    lead = 1 if _at(words, i) in ("of", "in") else 0
    found = year_at(words, i + lead) if i + lead < len(words) else None
    if not found or _at(words, i + lead + found[1]) in _HALF_OF_DAY | {"hours", "o'clock"}:
        return 0, 0
    return found[0], lead + found[1]


def _calendar(asked: Asked, month: int, day: int, year: int) -> Day:
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


def _of_month(asked: Asked, day: int, weekday: int = -1) -> Day:
    """ "the twentieth": the latest one, and on this weekday where one was named."""
    for back in range(12 if weekday >= 0 else 3):
        first = _month(asked.today, back).first
        try:
            found = first.replace(day=day) if first else None
        except ValueError:
            continue
        if found and found <= asked.today and weekday in (-1, found.weekday()):
            return Day(found)
    return VAGUE if day <= 31 else NO_SUCH_DAY


def _only_day(words: Sequence[str], i: int, asked: Asked) -> Found:
    """ "the twentieth", "on the 5th": only in an answer, elsewhere it is a street or the second car."""
    at = i + (words[i] == "on")
    at += _at(words, at) == "the"
    found = ordinal_at(words, at) if asked.only and at > i and at < len(words) else None
    return (_of_month(asked, found[0]), at + found[1] - i) if found and found[0] <= 31 else None


def _month_or_year(words: Sequence[str], i: int, asked: Asked) -> Found:
    """ "in march", "last march", "march twenty nineteen", "in 2019"."""
    lead = words[i] if words[i] in ("in", "last", "since", "during", "back") else ""
    at = i + (1 if lead else 0)
    month = MONTH_NUMBERS.get(_at(words, at), 0)
    if month and (lead or (asked.only and words[at] not in _ALSO_WORDS) or _year_after(words, at + 1)[0]):
        year = _year_after(words, at + 1)
        of = year[0] or asked.today.year - (
            month > asked.today.month or (lead == "last" and month == asked.today.month)
        )
        return _whole_months(of, month, 1), at + 1 + year[1] - i
    found = year_at(words, at) if not month and at < len(words) and (lead or asked.only) else None
    if not found or _at(words, at + found[1]) in _HALF_OF_DAY | {"hours", "block"}:
        return None
    return Day(date(found[0], 1, 1), date(found[0], 12, 31)), at + found[1] - i


def _holiday(words: Sequence[str], i: int, asked: Asked) -> Found:
    """A name beside "on", "last" or "eve", or anywhere in an answer ("my christmas lights" is no day)."""
    lead = words[i] if words[i] in ("on", "last", "since", "this", "the", "over", "at") else ""
    at = i + (1 if lead else 0)
    if _at(words, at).replace("'", "") not in FIRST_WORDS:
        return None
    for length in range(LONGEST, 0, -1):
        name = " ".join(words[at : at + length]).replace("'", "")
        sure = asked.only or lead in ("on", "last", "since") or name.endswith((" day", " eve"))
        found = _latest_holiday(name, asked, lead == "last") if sure and at + length <= len(words) else None
        if found:
            end = at + length
            if _at(words, end) in ("last", "this") and _at(words, end + 1) == "year":
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


_READERS = (
    _phrase, _overnight, _weekday, _ago, _ages_ago, _ahead, _period, _month_day, _only_day, _month_or_year, _holiday,
)  # fmt: skip

DAY_STARTERS = frozenset(
    (*WEEKDAYS, *MONTH_NUMBERS, *NUMBER_WORDS, *UNITS, *TEENTHS, *TENTHS, *FIRST_WORDS, *(said[0] for said in _PHRASES))
) | word_set(
    """a an the this last past next on in since during back over overnight couple few several some many days weeks months
    years ages at new"""
)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_THREE = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?![\d/-])")
_TWO = re.compile(r"(?<![\d/.-])(\d{1,2})/(\d{1,2})(?![\d/])")


def written_days(folded: str, asked: Asked) -> Iterator[Tuple[Day, int, int]]:
    """Days in figures with the characters where they stand: "2026-11-23", "11/23/26", "23.11.2026", "11/23"."""
    for found in _ISO.finditer(folded):
        yield _calendar(asked, int(found[2]), int(found[3]), int(found[1])), found.start(), found.end()
    for found in _THREE.finditer(folded):
        year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
        yield _ordered(asked, int(found[1]), int(found[2]), year), found.start(), found.end()
    for found in _TWO.finditer(folded):
        yield _ordered(asked, int(found[1]), int(found[2]), 0), found.start(), found.end()


def _ordered(asked: Asked, one: int, other: int, year: int) -> Day:
    """In the order of the agency; with a year the other way round where only that is a day ("24/7" is none)."""
    month, day = (other, one) if asked.day_first else (one, other)
    found = _calendar(asked, month, day, year)
    return found if found.first or month <= 12 or not year else _calendar(asked, day, month, year)
