"""From when to when, each end by its own words: "between two and five in the afternoon", "ten at night till seven in the morning". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import List, Optional, Tuple

from spoken.en.clocks import Clock, clock_at
from spoken.en.dates import when_in
from spoken.usage import USUAL, Usage
from spoken.utterance import fold, heard

_TWO = re.compile(
    r"\b(?:(?:some ?time |somewhere |like |anywhere |say )*(?:between|from|after)) (?P<first>[^,;!?]{1,40}?) (?:and|to"
    r"|till|til|until|through|thru|or) "
    r"(?P<last>[^,;!?]{1,60})",
)
_TO = re.compile(
    r"\b(?P<first>\S[^,;!?]{0,20}? ?[ap]\.? ?m\.?) ?(?:-|to|till|til|until|through) ?(?P<last>[^,;!?]{1,40})"
)
_NIGHT = re.compile(r"\b(?:night|overnight|midnight)\b")
_AFTER_HOURS = re.compile(r"^[\s,]*(?:dollars?|bucks|people|of (?:them|us)|streets?|avenues?|hundred)\b")
_A_DAY, _HALF = timedelta(days=1), timedelta(hours=12)


@dataclass(frozen=True)
class _End:
    day: Optional[date]
    at: Optional[time]
    half_told: bool
    stop: int  # characters of its words


@dataclass(frozen=True)
class Span:
    """`first`, `last`: moments, "2026-11-20T20:00"; "" where only the words tell it. `start`, `end`: characters of the text."""

    first: str
    last: str
    start: int
    end: int


def span_in(
    text: str, now: datetime, day: Optional[date] = None, words: str = "", usage: Usage = USUAL
) -> Optional[Span]:
    """None where no two hours are told. `day`, `words`: of the time that was told before; an end without a day is of that one."""
    folded = fold(text)
    found = _TWO.search(folded) or _TO.search(folded)
    first = _end(found["first"], now, usage) if found else None
    last = _end(found["last"], now, usage) if found else None
    if found is None or first is None or last is None or first.at is None or last.at is None:
        return None
    if first.stop < len(found["first"].rstrip()) or _AFTER_HOURS.match(found["last"][last.stop :]):
        return None
    start, end = found.start(), found.start("last") + last.stop
    moments = _moments(first, last, now, day, bool(_NIGHT.search(fold(words))))
    if moments is None:
        return Span("", "", start, end)
    return Span(f"{moments[0]:%Y-%m-%dT%H:%M}", f"{moments[1]:%Y-%m-%dT%H:%M}", start, end)


def _end(said: str, now: datetime, usage: Usage) -> Optional[_End]:
    """Its day and its hour, each where it is told: "last night at eight", "noon saturday", "five o'clock in the evening", "eleven"."""
    found = when_in(said, now, past=True, day_first=usage.day_first, country=usage.country)
    if found is not None and found.first and "T" in found.first and not found.last:
        moment = datetime.fromisoformat(found.first)
        return _End(moment.date(), moment.time(), True, found.end)
    hour = _hour(said)
    if hour is None:
        return None
    at, told, stop = hour
    if found is not None and found.clock and not found.first:
        return _End(None, time.fromisoformat(found.clock), True, max(stop, found.end))
    day = date.fromisoformat(found.first) if found is not None and found.first and not found.last else None
    lone = re.fullmatch(r"\W*(?:like |about |around |maybe |at )*", said[: _start_of_hour(said)]) is not None
    return _End(day, at, told, max(stop, found.end if found and day else 0)) if day or lone else None


def _hour(said: str) -> Optional[Tuple[time, bool, int]]:
    utterance = heard(said)
    words = utterance.texts()
    gaps = [utterance.folded[one.end : two.start] for one, two in zip(utterance.words, utterance.words[1:])]
    for i in range(len(words)):
        if (found := clock_at(words, gaps, i)) is not None:
            clock, used = found
            told = clock.at()
            hour = told if told is not None else (clock.hour % 12, clock.minute)
            return time(*hour), told is not None, utterance.words[i + used - 1].end
    return None


def hour_at(said: str) -> Optional[Clock]:
    """The hour that all of the text tells."""
    utterance = heard(said)
    words = utterance.texts()
    gaps = [utterance.folded[one.end : two.start] for one, two in zip(utterance.words, utterance.words[1:])]
    found = clock_at(words, gaps, 0) if words else None
    return found[0] if found and found[1] == len(words) else None


def _start_of_hour(said: str) -> int:
    utterance = heard(said)
    words = utterance.texts()
    gaps = [utterance.folded[one.end : two.start] for one, two in zip(utterance.words, utterance.words[1:])]
    return next((utterance.words[i].start for i in range(len(words)) if clock_at(words, gaps, i) is not None), 0)


def _moments(
    first: _End, last: _End, now: datetime, day: Optional[date], of_a_night: bool
) -> Optional[Tuple[datetime, datetime]]:
    """The shortest span that fits what was told of its ends, and lies in the past."""
    assert first.at is not None
    assert last.at is not None
    if not (first.half_told or last.half_told) and not (of_a_night and first.at > last.at):
        return None  # "between nine and five": by day or by night, nobody knows
    known = first.day or last.day or day
    if known is None:
        return None
    begins = [first.at] if first.half_told else _halves(first.at)
    ends = [last.at] if last.half_told else _halves(last.at)
    if not (first.half_told or last.half_told):
        begins, ends = begins[1:], ends[:1]  # of a night: from before midnight to after it
    here = now.replace(tzinfo=None)
    fitting: List[Tuple[timedelta, datetime, datetime]] = []
    for one in begins:
        for other in ends:
            begin = datetime.combine(first.day or (last.day if last.day else known), one)
            end = datetime.combine(last.day or begin.date(), other)
            if end <= begin and last.day is None:
                end += _A_DAY
            elif end <= begin and first.day is None:
                begin -= _A_DAY
            if end > here and first.day is None and last.day is None:
                begin, end = begin - _A_DAY, end - _A_DAY
            if begin < end <= here:
                fitting.append((end - begin, begin, end))
    best = min(fitting, default=None)
    return (best[1], best[2]) if best else None


def _halves(at: time) -> List[time]:
    return [at, time((at.hour + 12) % 24, at.minute)]
