"""Days as people name them: "the day before yesterday", "a week ago tuesday", "nov 23", "last summer". Pure.

`day_at` reads one at a word; what stands around it (hours, "between ... and ...") is for `dates`.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Dict, Optional, Sequence, Tuple

from spoken.en.calendar_days import day_of_month, holiday_said, month_day, month_or_year, only_day
from spoken.en.day_words import MONTH_NUMBERS, NUMBER_WORDS, VAGUE, WEEKDAYS, Asked, Day, Found, word_at
from spoken.en.holiday_names import FIRST_WORDS
from spoken.en.numbers import number_at
from spoken.en.ordinals import TEENTHS, TENTHS, UNITS, ordinal_at
from spoken.en.periods import period
from spoken.word_sets import word_set

_UNIT_DAYS = {"day": 1, "night": 1, "week": 7, "fortnight": 14}
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
DAY_STARTERS = frozenset(
    (*WEEKDAYS, *MONTH_NUMBERS, *NUMBER_WORDS, *UNITS, *TEENTHS, *TENTHS, *FIRST_WORDS, *(said[0] for said in _PHRASES))
) | word_set(
    """a an the this last past next on in since during back over overnight couple few several some many days weeks months
    years ages at new day night"""
)


def day_at(words: Sequence[str], i: int, asked: Asked) -> Found:
    """The longest reading of a day at word i, and how many words it takes."""
    found = [one for reader in _READERS if (one := reader(words, i, asked))]
    return max(found, key=lambda one: one[1], default=None)


def _phrase(words: Sequence[str], i: int, asked: Asked) -> Found:
    for length in range(min(4, len(words) - i), 0, -1):
        found = _PHRASES.get(tuple(words[i : i + length]))
        if found:
            back, part = found
            if back is None and words[i + 1 : i + 2] != ["other"] and not asked.only:
                return None  # "it stopped a while ago" says no time that anybody could use
            if asked.early and not asked.ahead and words[i : i + length] in (["tonight"], ["this", "evening"]):
                back = 1
            return (VAGUE if back is None else Day(asked.today - timedelta(days=back), part=part)), length
    return None


def _overnight(words: Sequence[str], i: int, asked: Asked) -> Found:
    return (Day(asked.today - timedelta(days=1), asked.today), 1) if words[i] == "overnight" else None


# what may follow a weekday: so many calendar weeks back; None: the one before the latest
_OF_WEEKS: Dict[Tuple[str, ...], Optional[int]] = {
    ("of", "last", "week"): 1, ("of", "this", "week"): 0, ("the", "week", "before", "last"): 2, ("of", "the", "week", "before", "last"): 2,
    ("before", "last"): None,
}  # fmt: skip


def _beside(words: Sequence[str], i: int, asked: Asked) -> Found:
    """ "the day after thanksgiving", "the night before halloween"."""
    at = i + (words[i] == "the")
    step = {"before": -1, "after": 1}.get(word_at(words, at + 1), 0)
    if word_at(words, at) not in ("day", "night", "morning", "evening") or not step or at + 2 >= len(words):
        return None
    found = day_at(words, at + 2, asked)
    if not found or not found[0].first or found[0].last:
        return None
    part = words[at] if words[at] != "day" else ""
    return Day(found[0].first + timedelta(days=step), part=part), at + 2 + found[1] - i


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
    weekday = _weekday_number(word_at(words, at))
    if weekday < 0:
        return None
    used = at + 1 - i
    named = ordinal_at(words, at + 2) if word_at(words, at + 1) == "the" and at + 2 < len(words) else None
    if named:
        return day_of_month(asked, named[0], weekday), used + 1 + named[1]
    dated = month_day(words, at + 1, asked) if at + 1 < len(words) else None
    if dated and dated[0].first:  # "friday november twentieth": the date says which
        return dated[0], used + dated[1]
    weeks = next(
        ((back, len(said)) for said, back in _OF_WEEKS.items() if tuple(words[at + 1 : at + 1 + len(said)]) == said),
        None,
    )
    if weeks:
        return Day(_back_to(asked.today, weekday) - timedelta(days=7)) if weeks[0] is None else Day(
            asked.today - timedelta(days=asked.today.weekday() - weekday + 7 * weeks[0])
        ), used + weeks[1]
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
        return Day(asked.today - timedelta(days=7)) if past else Day(weekday=weekday)
    return Day(asked.today - timedelta(days=back))


def _back_to(today: date, weekday: int) -> date:
    """The latest such weekday before today."""
    return today - timedelta(days=(today.weekday() - weekday) % 7 or 7)


def _ago(words: Sequence[str], i: int, asked: Asked) -> Found:
    """Days and weeks: "three days ago", "a week ago (tuesday)", "two fridays ago"; longer and vague ones have no day."""
    amount, used = amount_at(words, i)
    if not used:
        return None
    unit = word_at(words, i + used).rstrip("s") if word_at(words, i + used) != "days" else "day"
    end = i + used + 1
    if word_at(words, end) not in ("ago", "back"):
        return None
    weekday = _weekday_number(word_at(words, i + used)[:-1]) if word_at(words, i + used).endswith("s") else -1
    if weekday >= 0 and amount:
        return Day(_back_to(asked.today, weekday) - timedelta(days=7 * (int(amount) - 1))), used + 2
    if unit in ("month", "year"):
        return VAGUE, used + 2
    if unit not in _UNIT_DAYS:
        return None
    beside = end + 1
    while word_at(words, beside) in ("on", "a", "this", "the"):  # "three weeks ago on a monday"
        beside += 1
    after = _weekday_number(word_at(words, beside))
    if amount is None:
        return VAGUE, used + 2
    if unit == "week" and after >= 0:
        same_day = after == asked.today.weekday()  # said on a Monday, "two weeks ago monday" is a fortnight ago
        return Day(_back_to(asked.today, after) - timedelta(days=7 * (int(amount) - same_day))), beside + 1 - i
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
    ages = word_at(words, i) in ("days", "weeks", "months", "years", "ages") and word_at(words, i + 1) == "ago"
    return (VAGUE, 2) if ages else None


def _ahead(words: Sequence[str], i: int, asked: Asked) -> Found:
    """ "in two days": only in an answer, a story has "in two minutes he was gone"."""
    if not asked.only or words[i] != "in":
        return None
    amount, used = amount_at(words, i + 1) if i + 1 < len(words) else (None, 0)
    days = {"day": 1, "week": 7, "month": 30, "year": 365}.get(word_at(words, i + 1 + used).rstrip("s"))
    return (_back(asked.today, -amount * days), used + 2) if amount and days else None


_READERS = (
    _phrase, _beside, _overnight, _weekday, _ago, _ages_ago, _ahead, period, month_day, only_day, month_or_year, holiday_said,
)  # fmt: skip
