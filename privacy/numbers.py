"""Telephone numbers, case numbers, codes, PINs, cards and plates: written, spoken, or half of each.

A number of four digits or more goes unless the words around it say that it is a time, a price, an amount or a model
year; a shorter one goes when a word before it says that it is a code. 911, 311 and their like stay: they are what the
call is about.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from privacy.findings import Finding
from privacy.words import (
    ONES,
    REPEATS,
    SCALES,
    SPELLING,
    TEENS,
    TENS,
    Word,
    digit_count,
    is_number_word,
    is_ordinal,
    word_set,
)

_MIXED = re.compile(r"\b(?=[A-Za-z\-]*\d)(?=[\d\-]*[A-Za-z])[A-Za-z\d]+(?:-[A-Za-z\d]+)*\b")
# three capitals and digits one by one ("CDK 8 8 1"), or, said to be a plate or serial number, any capitals and digits
_IN_CAPITALS = re.compile(r"\b[A-Z]{3}(?: \d){3,4}\b(?! ?\d)|\b[A-Z]{2,4}(?:[ -](?:\d+|[A-Z]\b)){1,6}(?![\w-])")
_NOT_CODES = re.compile(
    r"\d+(?:st|nd|rd|th|am|pm|mph|ft|lbs?|hrs?|min|k|mm|cc|s)|iphone\d+\w*|covid-?19|\d+-(?:year|month|week|day|hour|minute|mile|foot|inch|door|story|unit|car)s?(?:-\w+)*|24-7|[a-z]-?\d{1,3}",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[\s\-–.,()/+#:]*")
_SENTENCE = re.compile(r"[.!?;:]\s")
_FILLERS = word_set("uh um er dash hyphen and then space slash point as in for")
_LEAST_DIGITS = 4
_KEPT = frozenset({"911", "311", "411", "211", "511", "988", "112", "999"})
_CODES = word_set("""
    pin code passcode password case report incident reference badge confirmation ticket account card ssn social
    security number license id citation tracking vin docket complaint booking
    """)
_PLATES = word_set("plate plates tag tags registration vin placa placas")
_BIRTH = word_set("born birth birthday dob birthdate")
_CARDS = word_set("card ssn social account tracking routing")
_SPELL_CUES = word_set("spell spelled spelling spells name letters")
_TIME_BEFORE = word_set("at around about by before after until till since past from between like to")
_TIME_AFTER = word_set("am pm a.m p.m a p o'clock oclock tonight today yesterday ish hours this in last")
_YEAR_BEFORE = word_set("in from since until like a an my the his her of year summer winter spring fall")
_MONEY_AFTER = word_set("""
    dollars dollar bucks cents percent grand people times miles feet minutes hours days weeks months years year
    pounds
    """)
_CODE_REACH = 5


@dataclass(frozen=True, slots=True)
class _Run:
    """Words [first, last] say one number."""

    first: int
    last: int
    digits: int
    letters: int


def find_numbers(text: str, words: list[Word]) -> Iterator[Finding]:
    """Every stretch that says a number worth hiding."""
    yield from _written_codes(text, words)
    yield from _in_capitals(text, words)
    for run in _runs(text, words):
        kind = _kind(text, words, run)
        if kind is not None:
            yield Finding(words[run.first].start, words[run.last].end, kind)


def _written_codes(text: str, words: list[Word]) -> Iterator[Finding]:
    """ABC-123, GO-2026-0142, A7K2QX: letters and digits in one, as typed or as a recogniser joins them."""
    for match in _MIXED.finditer(text):
        size = sum(c.isalnum() for c in match.group())
        if size < 5 or _NOT_CODES.fullmatch(match.group()):
            continue
        before = (
            {w.low for w in words if w.end <= match.start()}
            if match.start() < 40
            else {w.low for w in words if match.start() - 40 <= w.start and w.end <= match.start()}
        )
        yield Finding(match.start(), match.end(), "plate" if before & _PLATES else "number")


def _in_capitals(text: str, words: list[Word]) -> Iterator[Finding]:
    """AXR 2 1 9, WTU 114 K 98: as a recogniser writes what was spelled in one go."""
    for match in _IN_CAPITALS.finditer(text):
        before = {w.low for w in words if match.start() - 25 <= w.start and w.end <= match.start()}
        spelled = re.fullmatch(r"[A-Z]{3}(?: \d){3,4}", match.group())
        told = before & (_PLATES | {"serial", "license"}) and sum(c.isdigit() for c in match.group()) >= 2
        if spelled or told:
            yield Finding(match.start(), match.end(), "number" if "serial" in before else "plate")


def _runs(text: str, words: list[Word]) -> Iterator[_Run]:
    at = 0
    while at < len(words):
        if not _can_start(words, at):
            at += 1
            continue
        last = _end(text, words, at)
        members = [w for w in words[at : last + 1] if w.low not in _FILLERS]
        letters = sum(w.is_letter or w.low in SPELLING for w in members)
        yield _Run(at, last, digit_count(members), letters)
        at = last + 1


def _can_start(words: list[Word], at: int) -> bool:
    word = words[at]
    if is_ordinal(words, at):
        return False
    if word.low in REPEATS:
        return at + 1 < len(words) and is_number_word(words[at + 1])
    if word.is_letter or word.low in SPELLING:
        return _spells(words, at)
    if word.low == "o":
        return at + 1 < len(words) and is_number_word(words[at + 1])
    return is_number_word(word) and word.low not in SCALES


def _spells(words: list[Word], at: int) -> bool:
    """A letter or spelling word that goes on as letters or digits: b k seven, bravo kilo seven, BK7."""
    reach = range(at + 1, min(at + 9, len(words)))
    following = [words[i] for i in reach if words[i].low not in _FILLERS and not _explains(words, i)][:2]
    if following and following[0].start == words[at].end and following[0].is_digits:
        return True
    if words[at].low == "a" and at and words[at - 1].low in _CODES | {"is"} and following:
        return is_number_word(following[0])
    joins = [w for w in following if w.is_letter or w.low in SPELLING or is_number_word(w)]
    return len(joins) == 2 and (words[at].low not in {"i", "a"} or following[0].is_letter)


def _end(text: str, words: list[Word], first: int) -> int:
    last = at = first
    skipped = 0
    while at + 1 < len(words) and skipped <= 3:
        at += 1
        if _SEPARATOR.fullmatch(text, words[at - 1].end, words[at].start) is None:
            break
        if _explains(words, at):
            last = at
        elif _joins(text, words, at):
            last, skipped = at, 0
        elif words[at].low in _FILLERS:
            skipped += 1
        else:
            break
    return last


def _explains(words: list[Word], at: int) -> bool:
    """The word that says which letter was meant: b as in banana, c for cat, d like dog."""
    if at >= 3 and words[at - 1].low == "in" and words[at - 2].low == "as":
        return words[at - 3].is_letter
    return (
        at >= 2
        and words[at - 1].low in {"for", "like"}
        and words[at - 2].is_letter
        and words[at].low[0] == words[at - 2].low
    )


def _joins(text: str, words: list[Word], at: int) -> bool:
    word, before = words[at], words[at - 1]
    if is_ordinal(words, at):
        return False
    if is_number_word(word) or word.low in REPEATS:
        return not (is_number_word(before) and _SENTENCE.match(text, before.end))
    if word.low in {"a", "p"} and at + 1 < len(words) and words[at + 1].low == "m":
        return False
    spelled = word.is_letter or word.low in SPELLING
    return spelled and (
        word.low not in {"i", "a"} or word.start == before.end or before.is_letter or before.low in SPELLING
    )


def _kind(text: str, words: list[Word], run: _Run) -> str | None:
    before = {w.low for w in words[max(0, run.first - _CODE_REACH) : run.first]}
    members = words[run.first : run.last + 1]
    if before & _BIRTH and run.digits >= 2:
        return "date"
    if _is_kept(members):
        return None
    if _is_year(words, run):
        return None
    written = run.digits - run.letters
    if run.letters and not written:
        return "letters" if run.letters >= 4 or (run.letters == 3 and before & _SPELL_CUES) else None
    if before & _PLATES and run.digits >= 3:
        return "plate"
    if before & _CODES and run.digits >= 2 and not _is_amount(text, words, run):
        return "phone" if _is_phone(words, run) and not before & _CARDS else "number"
    if run.letters and run.digits >= 5:
        return "number"
    if run.digits < _LEAST_DIGITS or run.letters or _is_amount(text, words, run) or _is_time(words, run):
        return None
    return "phone" if _is_phone(words, run) or (run.digits == 7 and run.first != run.last) else "number"


def _is_phone(words: list[Word], run: _Run) -> bool:
    year_first = words[run.first].low == "twenty" or words[run.first].text.startswith("20")
    return run.digits in {10, 11} and not run.letters and not year_first


def _is_kept(members: list[Word]) -> bool:
    return "".join(w.text if w.is_digits else ONES.get(w.low) or TEENS.get(w.low) or "x" for w in members) in _KEPT


def _is_amount(text: str, words: list[Word], run: _Run) -> bool:
    if text[max(0, words[run.first].start - 2) : words[run.first].start].rstrip().endswith("$"):
        return True
    after = words[run.last + 1].low if run.last + 1 < len(words) else ""
    return after in _MONEY_AFTER or (words[run.last].low in SCALES and run.last - run.first <= 2)


def _is_time(words: list[Word], run: _Run) -> bool:
    """Hour and minutes with a word of time before or after; at most four digits."""
    members = words[run.first : run.last + 1]
    if run.digits > 4:
        return False
    before = words[run.first - 1].low if run.first else ""
    after = words[run.last + 1].low if run.last + 1 < len(words) else ""
    hour = members[0].text if members[0].is_digits else ONES.get(members[0].low) or TEENS.get(members[0].low) or "99"
    shaped = int(hour) <= 12 or (len(hour) == 4 and int(hour[:2]) <= 24 and int(hour[2:]) < 60)
    return shaped and (before in _TIME_BEFORE or after in _TIME_AFTER)


def _is_year(words: list[Word], run: _Run) -> bool:
    """A model year or a year of something that happened: not alone, and not said to be a code."""
    members = words[run.first : run.last + 1]
    written = len(members) == 1 and re.fullmatch(r"19[5-9]\d|20[0-4]\d", members[0].text)
    spoken = (
        members[0].low in {"nineteen", "twenty"}
        and run.digits == 4
        and len(members) <= 3
        and members[0].low not in TENS
    ) or (members[0].low == "twenty" and len(members) >= 2 and (members[1].low in TEENS or members[1].low in TENS))
    if not (written or spoken) or run.last - run.first + 1 == len(words):
        return False
    before = {w.low for w in words[max(0, run.first - _CODE_REACH) : run.first]}
    return not before & (_CODES | _PLATES) or words[run.first - 1].low in _YEAR_BEFORE
