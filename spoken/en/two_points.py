"""A time that is told by its two ends: "I parked at eight and it was gone at seven", "saw it sunday, noticed today". Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Iterator, List, Optional

from spoken.en.clocks import Clock
from spoken.en.day_words import Asked, Day
from spoken.en.time_pieces import Piece
from spoken.en.when import When, judged, one_day, span_of_days
from spoken.utterance import Utterance

_STILL_WELL = re.compile(
    r"\b(?:park(?:ed)?|left (?:it|him|her|them|the|my|for|home|work|the house)|locked|put (?:it|them|my)"
    r"|last (?:saw|seen|time i (?:saw|used|drove|had))|saw (?:it|them|the|my) last|went (?:to (?:bed|sleep|work)|in(?:side)?|home|out)"
    r"|came home|got home|still (?:there|here|had it|ha[ds])|had (?:it|them|him|her)|was (?:there|fine|okay|ok))\b"
)
_NO_LONGER = re.compile(
    r"\b(?:gone|missing|noticed|notice|discovered|realized|realised|found (?:it|out|that|my|the|them)|got (?:back|up)|woke(?: up)?"
    r"|glass (?:was|is|all)|(?:wasn't|was not|weren't|isn't) in"
    r"|came (?:back|out|outside|down)|returned|went (?:back|out(?:side)?)|wasn't there|was not there|weren't there|disappeared|back at)\b"
)
_A_DAY = timedelta(days=1)


def from_its_ends(utterance: Utterance, groups: List[List[Piece]], now: datetime, asked: Asked) -> Optional[When]:
    """The span from when all was well to when it was seen; None where no such two times are told."""
    well, seen = _STILL_WELL.search(utterance.folded), None
    if not well or len(groups) < 2:
        return None
    seen = next(_NO_LONGER.finditer(utterance.folded, well.end()), None)
    if not seen:
        return None
    told = [group for group in groups[:-1] if group[0].first >= _word_at(utterance, well.start())]
    first, last = (told or groups)[0], groups[-1]  # "last night, I parked at nine, found it five thirty"
    end = _end(last, now, asked)
    lead = _its_day(groups[0], first, now, asked) if first is not groups[0] else None
    if lead and not _day_and_hour(last, now, asked):  # the hour that comes next after that night's
        end = _first_after(last, lead, now) or end
    begin = lead or (_begin(first, end, now, asked) if end else None)
    if not begin or not end or (begin[:10], begin) > (end[:10], end):
        return None
    span = _of_days(begin, end, now) if ("T" in begin) != ("T" in end) else judged(begin, end, now)
    if span.problem:
        return None
    start = min(well.start(), utterance.words[(groups[0] if lead else first)[0].first].start)
    stop = max(seen.end(), utterance.words[last[-1].last].end)
    return When(" ".join(utterance.folded[start:stop].split()), start, stop, span.first, span.last)


def _its_day(day_told: List[Piece], hour_told: List[Piece], now: datetime, asked: Asked) -> Optional[str]:
    """ "Last night" and "at nine" of two groups: one moment."""
    day = next((piece.what for piece in day_told if isinstance(piece.what, Day)), None)
    clock = _clock(hour_told)
    if day is None or clock is None or any(isinstance(piece.what, Day) for piece in hour_told):
        return None
    found = one_day(day, clock, _part(hour_told) or _part(day_told) or day.part, now, asked)
    return found.first if found and found.last is None and found.first and "T" in found.first else None


def _first_after(group: List[Piece], begin: str, now: datetime) -> Optional[str]:
    clock, start = _clock(group), datetime.fromisoformat(begin).replace(tzinfo=now.tzinfo)
    if clock is None:
        return None
    known = clock.at(_part(group))
    hours = [known] if known else [((clock.hour % 12) + half, clock.minute) for half in (0, 12)]
    moments = [moment for hour, minute in hours for moment in _on(start + _A_DAY, hour, minute) if moment > start]
    return min(moments).strftime("%Y-%m-%dT%H:%M") if moments else None


def _word_at(utterance: Utterance, character: int) -> int:
    return sum(word.start < character for word in utterance.words)


def _end(group: List[Piece], now: datetime, asked: Asked) -> Optional[str]:
    return _day_and_hour(group, now, asked) or _latest_before(group, now + timedelta(minutes=5))


def _begin(group: List[Piece], end: str, now: datetime, asked: Asked) -> Optional[str]:
    known = _day_and_hour(group, now, asked)
    if known or "T" not in end:
        return known
    return _latest_before(group, datetime.fromisoformat(end).replace(tzinfo=now.tzinfo))


def _day_and_hour(group: List[Piece], now: datetime, asked: Asked) -> Optional[str]:
    """Of a group that names its day, or how long ago."""
    moment = next((piece.what for piece in group if isinstance(piece.what, datetime)), None)
    if moment:
        return moment.strftime("%Y-%m-%dT%H:%M")
    day = next((piece.what for piece in group if isinstance(piece.what, Day)), None)
    found = one_day(day, _clock(group), _part(group) or (day.part if day else ""), now, asked) if day else None
    return found.first if found and found.last is None else None


def _latest_before(group: List[Piece], limit: datetime) -> Optional[str]:
    """ "at seven", of no day: the latest such hour before another moment."""
    clock = _clock(group)
    if clock is None:
        return None
    known = clock.at(_part(group))
    hours = [known] if known else [((clock.hour % 12) + half, clock.minute) for half in (0, 12)]
    moments = [moment for hour, minute in hours for moment in _on(limit, hour, minute) if moment < limit]
    return max(moments).strftime("%Y-%m-%dT%H:%M")


def _on(limit: datetime, hour: int, minute: int) -> Iterator[datetime]:
    today = limit.replace(hour=hour, minute=minute, second=0, microsecond=0)
    yield from (today, today - _A_DAY)


def _of_days(begin: str, end: str, now: datetime) -> When:
    days = [Day(datetime.fromisoformat(moment).date()) for moment in (begin, end)]
    return span_of_days(days, now)


def _clock(group: List[Piece]) -> Optional[Clock]:
    return next((piece.what for piece in group if isinstance(piece.what, Clock)), None)


def _part(group: List[Piece]) -> str:
    return next((piece.what for piece in group if isinstance(piece.what, str)), "")
