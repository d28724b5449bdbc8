"""A day and an hour that were told one after the other: "Wednesday the 25th", and later "around three". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Optional, Tuple

from spoken.en.dates import when_in
from spoken.en.hour_spans import hour_at, span_in
from spoken.usage import USUAL, Usage
from spoken.utterance import fold

_NUMBER = (
    r"(?:\d{1,2}(?::\d\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"(?: (?:oh (?:one|two|three|four|five|six|seven|eight|nine)|ten|fifteen|(?:twenty|thirty|forty|fifty)(?:[ -]five)?))?"
)
_PAST = (  # nothing but an hour
    r"(?:half past|quarter (?:past|to|after|till|before)"
    rf"|(?:five|ten|twenty(?:[ -]five)?) (?:minutes )?(?:past|after|till?|to)) {_NUMBER}"
)
_ABOUT = r"(?:(?:at|around|about|like|maybe|after|before|sometime|almost|roughly|close to)\s+)"
_HOUR = re.compile(  # whose half of the day is not told
    rf"(?<![\w$])(?:between|from) {_NUMBER} (?:and|to|till|until) {_NUMBER}\b(?! ?(?:[ap]\.? ?m\b|in the|dollars?"
    rf"|bucks|hundred|people|guys|of))"
    rf"|(?<![\w$]){_ABOUT}*(?:a )?{_PAST}\b(?! ?(?:[ap]\.? ?m\b|in the))"
    rf"|(?<![\w$]){_ABOUT}*(?P<number>{_NUMBER})\s*-?(?:ish|o'?clock)\b(?: or so)?"
    rf"|(?<![\w$])(?P<lead>{_ABOUT}+)(?P<bare>{_NUMBER})(?! ?(?:[ap]\.? ?m\b|-|\d|:|%|dollars?|bucks|hundred|people|guys|of|feet"
    rf"|minutes?|hours?|days?"
    r"|weeks?|months?|years?|in the))(?=\W*$|\s*[,;.]|\s+(?:or so|by|near|on|at|because|when|and|yesterday|last|this)\b)"
)
_PART = re.compile(r"\b(?:in the )?(?P<part>morning|afternoon|evening|night)\b|\b(?P<half>[ap])\.? ?m\b")
_NIGHT = re.compile(r"\b(?:night|overnight|morning|afternoon|evening|noon|midnight|tonight|midday)\b")


@dataclass(frozen=True)
class Moment:
    """`value`: "2026-11-25T15:00", or a day with the hour in `text` where morning or afternoon was not told."""

    value: str
    text: Optional[str] = None


def hour_words(text: str) -> str:
    """ "around 3" of "wed the 25th, 3ish": an hour of which it was not told whether before noon or after; "" for none."""
    found = _HOUR.search(fold(text))
    if not found:
        return ""
    said = " ".join(found[0].split())
    if said.endswith("ish"):
        number = " ".join((found["number"] or "").split())
        return f"around {number}"
    return re.sub(r"^(?:(?:like|maybe|sometime) )+", "", said)


def where_hour(text: str) -> Optional[Tuple[int, int]]:
    """Which characters of the text tell such an hour."""
    found = _HOUR.search(fold(text))
    return found.span() if found else None


def joined(value: str, words: str, said: str, now: datetime, usage: Usage = USUAL) -> Optional[Moment]:
    """What `said` changes of a time that was told before: its hour, or its day. None where it is another time altogether.

    `value`, `words`: of that time, normalised and as it was told; `now`: aware, in the agency's time.
    """
    old = _single(value)
    span = span_in(said, now, _first_day(value), f"{words} {said}", usage)
    if (
        span is not None and not span.first and old is not None and "T" in value
    ):  # of the half of the day that was told before
        half = f"{said[span.start : span.end]} in the {'morning' if old.hour < 12 else 'afternoon'}"
        span = span_in(half, now, old.date(), words, usage) or span
    if span is not None and span.first:
        return Moment(f"{span.first}/{span.last}")
    if old is None:
        return None
    clock = hour_at(said)
    if clock is not None and clock.hour > 12 and (at := clock.at()):  # "twenty forty" is no year
        return Moment(f"{old.date().isoformat()}T{at[0]:02}:{at[1]:02}")
    found = when_in(said, now, only=True, past=True, day_first=usage.day_first, country=usage.country)
    if found and found.first and found.last and "T" in found.first and not _PART.search(fold(said)):
        return _of_the_hour_before(found.first, found.last, old, value, now)
    if found and found.first:
        return _another_day(found.first, value, words, said) if not found.last and "T" not in found.first else None
    if found and found.problem:
        return None
    if found and found.clock:
        after_midnight = "T" not in value and _NIGHT.search(fold(words)) and found.clock < "09:00"
        morning = old.date() + timedelta(days=1 if after_midnight and old.date() < now.date() else 0)
        return Moment(f"{morning.isoformat()}T{found.clock}")
    if found and not hour_words(said):  # "between 3 and 4 pm"
        day = f"{old.date():%B} {old.day} {old.year}"
        whole = when_in(f"{day} {found.phrase}", now, only=True, past=True, country=usage.country)
        clear_span = whole and whole.first and "T" in whole.first
        return Moment("/".join(one for one in (whole.first, whole.last) if one)) if whole and clear_span else None
    phrase = hour_words(said)
    if not phrase:
        return None
    clear = _in_that_half(phrase, old if "T" in value else None, words, said)
    if clear:
        return Moment(f"{old.date().isoformat()}T{clear}")
    day = words if words and not hour_words(words) and "T" not in value else old.date().isoformat()
    return Moment(old.date().isoformat(), f"{day}, {phrase}")


def _single(value: str) -> Optional[datetime]:
    """The day or moment; of a span of one day its beginning. None for words, and for a span of days."""
    first, _, last = value.partition("/")
    try:
        begin = datetime.fromisoformat(first)
        end = datetime.fromisoformat(last) if last else begin
    except ValueError:
        return None
    return begin if end - begin < timedelta(hours=24) and not (last and "T" not in first) else None


def _of_the_hour_before(first: str, last: str, old: datetime, value: str, now: datetime) -> Optional[Moment]:
    """ "At nine I put it there, at five it was gone", of nine in the morning: of which half these are, the hour of before tells."""
    begin, end = datetime.fromisoformat(first), datetime.fromisoformat(last)
    if "T" not in value or (begin.hour % 12, begin.minute) != (old.hour % 12, old.minute):
        return None
    end = datetime.combine(old.date(), end.time().replace(hour=end.hour % 12))
    while end <= old:
        end += timedelta(hours=12)
    return Moment(f"{old:%Y-%m-%dT%H:%M}/{end:%Y-%m-%dT%H:%M}") if end <= now.replace(tzinfo=None) else None


def _first_day(value: str) -> Optional[date]:
    try:
        return datetime.fromisoformat(value.partition("/")[0]).date()
    except ValueError:
        return None


def _another_day(day: str, value: str, words: str, said: str) -> Optional[Moment]:
    """The hour of before on another day; "tuesday night" names a time of its own, and so does "tuesday, around three"."""
    if _NIGHT.search(fold(said)) or hour_words(said):
        return None
    if "T" in value and "/" not in value:
        return Moment(f"{day}T{value.partition('T')[2]}")
    phrase = hour_words(words) if "T" not in value else ""
    return Moment(day, f"{said.strip(' .,')}, {phrase}") if phrase else None


def _in_that_half(phrase: str, old: Optional[datetime], words: str, said: str) -> str:
    """ "15:00" of "around three", where morning or afternoon is told beside it or was told before; "" where it was not."""
    told = _PART.search(fold(said)) or _PART.search(fold(words))
    part = (told["part"] or ("morning" if told["half"] == "a" else "afternoon")) if told else ""
    if not part and old is not None:
        part = "morning" if old.hour < 12 else "afternoon"
    if part in ("", "night"):
        return ""
    found = when_in(
        f"{re.sub(r'^(?:at|around|about|after|before|almost|roughly|close to) ', '', phrase)} in the {part}",
        datetime(2001, 2, 14, 12),
        only=True,
    )
    return (found.clock or "") if found else ""
