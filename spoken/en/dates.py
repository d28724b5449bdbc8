"""When something happened or is due: a day, an hour, a span where that is clear, and always the person's own words. Pure.

One reader for the conversation (the words stand somewhere in a sentence) and for answers to "when?" (`only`). Days
without a year are past, as in a report, unless words of the future stand near. `now` is in the agency's time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import List, Optional, Tuple, Union

from spoken.en.clocks import PARTS, Clock, clock_at
from spoken.en.corrections import taken_back
from spoken.en.days import (
    DAY_STARTERS,
    MONTH_NUMBERS,
    NUMBER_WORDS,
    VAGUE,
    WEEKDAYS,
    Asked,
    Day,
    amount_at,
    day_at,
    written_days,
)
from spoken.utterance import Utterance, heard
from spoken.word_sets import word_set

_ABOUT = word_set("about around like at maybe roughly approximately just almost over by near sometime probably right")
_SPANS = word_set("between from")
_BETWEEN_PIECES = _ABOUT | _SPANS | word_set("in the on of early late mid that um uh i think was it or so possibly")
_LEADS = _ABOUT | {"since"}
_ONLY_HOURS = word_set("at by near")
_MOST_BETWEEN = 3
_JOINS = word_set("and to or until till through")
_COUNTED = word_set("block dollars bucks people guys men women cars street avenue st ave road feet miles percent")
_HABITS = word_set("every each most all any good until till")
_POSSESSIVE = re.compile(r"(?<=day)'s$|(?<=night)'s$|(?<=month)'s$|(?<=week)'s$|'+$")
_NOW = (
    "right now",
    "just now",
    "as we speak",
    "at this moment",
    "at the moment",
    "this minute",
    "this second",
    "just happened",
)
_STARTERS = (
    DAY_STARTERS
    | PARTS
    | word_set("right just as at noon midday midnight quarter half oh o zero a an the")
    | NUMBER_WORDS
)
_SHORT_MINUTES = 48 * 60  # ago: up to two days keeps the hour, longer only the day
_GRACE = timedelta(minutes=5)
_FUTURE = re.compile(
    r"\b(?:next|tomorrow|upcoming|this coming|will|going to|gonna|scheduled|appointment|due|court date|hearing)\b"
)
_SOME_TIME = re.compile(
    r"\b(?:morning|noon|afternoon|evening|night|midnight|weekend|week|month|year|day|hours?|minutes?|ago|since|between|around|"
    r"about|o'?clock|am|pm|spring|summer|fall|winter|when|while|before|after|during|earlier|lately|recently)\b|\d"
)
_ENDS_IN_A_POINT = word_set("m am pm") | MONTH_NUMBERS.keys()
_SENTENCE_END = re.compile(r"[.?!;](?:\s|$)|\n")
_HINT = re.compile(  # a cheap look first: most turns name no time
    r"\b(?:now|ago|back|night|tonight|morning|afternoon|evening|yesterday|today|tomorrow|overnight|weekend|week|month|year|noon|"
    r"midday|midnight|moment|second|minute|speak|happened|o'?clock|half past|quarter|summer|winter|spring|fall|autumn|day|days|eve|"
    r"hundred hours|hours|in (?:nineteen|twenty|two thousand|\d{4})|christmas|xmas|halloween|thanksgiving|easter|new years?"
    rf"|{'|'.join((*WEEKDAYS, *MONTH_NUMBERS))})\b|\d\d?/\d|[ap] ?\.?m\b|\d:\d|\d-\d"
)
_ISO_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[t ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?\s*(z|[+-]\d\d:?\d\d)?")


@dataclass(frozen=True)
class When:
    """`first` (and `last` of a span): "2026-11-20" or "2026-11-20T15:00"; neither when no day is clear.

    `clock` "15:00" is an hour whose day is not clear. `problem`: "no such day", or "future" for what is still to come.
    """

    phrase: str
    start: int  # characters of the text
    end: int
    first: Optional[str] = None
    last: Optional[str] = None
    clock: Optional[str] = None
    problem: str = ""

    @property
    def iso(self) -> Optional[str]:
        """The day or the moment; None for a span and for what is not clear."""
        return self.first if self.last is None else None


@dataclass(frozen=True)
class _Piece:
    """What words at one place say: a day, a part of one, an hour, or a moment ("two hours ago")."""

    what: Union[Day, Clock, datetime, str]
    first: int  # words, inclusive
    last: int


def when_in(
    text: Union[str, Utterance],
    now: datetime,
    *,
    only: bool = False,
    keep_words: bool = False,
    past: bool = False,
    day_first: bool = False,
    country: str = "US",
) -> Optional[When]:
    """The first time that is told; None when there is none.

    only: the text answers "when?", so "the twentieth" is a day. keep_words: any words about a time are kept ("when I came
    home"). past: it is asked what
    happened, so words of the future do not turn "friday" into a day to come.
    """
    utterance = heard(text) if isinstance(text, str) else text
    if not only and not _HINT.search(utterance.folded):
        return None
    ahead = bool(_FUTURE.search(utterance.folded)) and not past
    asked = Asked(now.date(), day_first, country, only, ahead)
    found = _corrected(utterance, now, asked) or _first_in(utterance, now, asked)
    if found is None and keep_words and _SOME_TIME.search(utterance.folded):
        return When(utterance.tidy, 0, len(utterance.folded))
    return found


def _corrected(utterance: Utterance, now: datetime, asked: Asked) -> Optional[When]:
    """What came after "no wait", when both before and after it a time was told."""
    parts = taken_back(utterance.folded)
    if not parts:
        return None
    before, after = (_first_in(heard(part), now, asked) for part in parts)
    at = utterance.folded.rfind(parts[1])
    relative = re.fullmatch(r"(?:it was )?the (?:day|night) before\W*", parts[1])
    if relative and before and before.iso:
        day = date.fromisoformat(before.iso[:10]) - timedelta(days=1)
        return When(parts[1].strip(" ."), at, at + len(parts[1].rstrip()), day.isoformat())
    if not after or not (before or asked.only):
        return None
    return replace(after, start=after.start + at, end=after.end + at)


def _first_in(utterance: Utterance, now: datetime, asked: Asked) -> Optional[When]:
    unclear: Optional[When] = None
    for group in _groups(utterance, _pieces(utterance, now, asked)):
        if _habit(utterance, group[0].first):
            if not isinstance(group[0].what, str) or len(group) == 1:
                continue
            group = group[1:]  # "all night, that was friday"
        found = _meaning(group, now, asked, *_spanning(utterance, group))
        if found and (found.first or found.problem):
            return _placed(utterance, group, found)
        unclear = unclear or (_placed(utterance, group, found) if found else None)
    return unclear


def _habit(utterance: Utterance, first: int) -> bool:
    """ "every saturday" is no time."""
    words = utterance.texts()
    at = first - 1 - (first > 0 and words[first - 1] == "the")
    gap = utterance.folded[utterance.words[at].end : utterance.words[first].start] if at >= 0 else ""
    return at >= 0 and words[at] in _HABITS and not re.search(r"[^\w\s]", gap)


def _pieces(utterance: Utterance, now: datetime, asked: Asked) -> List[_Piece]:
    words, out, i = [_POSSESSIVE.sub("", word) for word in utterance.texts()], _written(utterance, now, asked), 0
    separators = [
        utterance.folded[one.end : other.start] for one, other in zip(utterance.words, utterance.words[1:])
    ] + [""]
    taken = {at for piece in out for at in range(piece.first, piece.last + 1)}
    while i < len(words):
        piece = None if i in taken else _piece_at(words, separators, i, now, asked)
        if piece:
            out.append(piece)
        i = piece.last + 1 if piece else i + 1
    return sorted(out, key=lambda piece: piece.first)


def _piece_at(words: List[str], separators: List[str], i: int, now: datetime, asked: Asked) -> Optional[_Piece]:
    if words[i].replace("'", "") not in _STARTERS and not words[i][0].isdigit():
        return None
    for said in _NOW:
        if words[i] == said[: len(words[i])] and words[i : i + len(said.split())] == said.split():
            return _Piece(now, i, i + len(said.split()) - 1)
    minutes = _minutes_ago(words, i)
    if minutes:
        return _Piece(_moment_ago(now, minutes[0]), i, i + minutes[1] - 1)
    day = day_at(words, i, asked)
    clock = clock_at(words, separators, i)
    if clock and (day is None or clock[1] > day[1]) and _hour_stands_here(words, i, clock[0], clock[1], asked):
        return _Piece(clock[0], i, i + clock[1] - 1)
    if day:
        return _Piece(day[0], i, i + day[1] - 1)
    if words[i] in PARTS:
        return _Piece(words[i], i, i)
    return None


def _hour_stands_here(words: List[str], i: int, clock: Clock, used: int, asked: Asked) -> bool:
    """A number alone is an hour only where one is looked for: after "at", or beside a day in an answer."""
    if not clock.plain or clock.half:
        return True
    before = words[i - 1] if i else ""
    after = words[i + used] if i + used < len(words) else ""
    if after in _COUNTED:
        return False
    if words[i] in ("one", "1") and used == 1 and not clock.half:  # "one night", "we got one this morning"
        in_the = words[i + 1 : i + 3] == ["in", "the"] and words[i + 3 : i + 4] != [] and words[i + 3] in PARTS
        return in_the or before in ("at", "around", "about", "by", "between", "from")
    following = words[i + used : i + used + 2]
    beside_a_day = following in (["last", "night"], ["last", "evening"]) or (
        following[:1] in (["this"], ["in"], ["at"])
        and (following[1:] == ["night"] or (following[1:2] and following[1] in PARTS | {"the"}))
    )
    return asked.only or before in _ABOUT | _SPANS | _JOINS or after == "yesterday" or bool(beside_a_day)


def _minutes_ago(words: List[str], i: int) -> Optional[Tuple[Optional[float], int]]:
    """ "twenty minutes ago", "an hour and a half ago", "half an hour ago": (minutes, words)."""
    if words[i : i + 2] == ["half", "an"] and words[i + 2 : i + 4] == ["hour", "ago"]:
        return 30, 4
    amount, used = amount_at(words, i)
    if not used:
        return None
    at, half = i + used, 0.0
    if words[at : at + 3] == ["and", "a", "half"]:
        half, at = 0.5, at + 3
    unit = {"minute": 1, "hour": 60}.get(words[at].rstrip("s")) if at < len(words) else None
    at += 1
    if words[at : at + 3] == ["and", "a", "half"]:
        half, at = 0.5, at + 3
    if not unit or words[at : at + 1] not in (["ago"], ["back"]):
        return None
    return ((amount + half) * unit if amount is not None else None), at + 1 - i


def _moment_ago(now: datetime, minutes: Optional[float]) -> Union[datetime, Day]:
    if minutes is None:
        return VAGUE
    try:
        then = now - timedelta(minutes=minutes)
    except OverflowError:
        return VAGUE
    return then if minutes <= _SHORT_MINUTES else Day(then.date())


def _written(utterance: Utterance, now: datetime, asked: Asked) -> List[_Piece]:
    """Figures as a form sends them and as people type them."""
    out: List[_Piece] = []
    for found in _ISO_MOMENT.finditer(utterance.folded):
        moment = _iso_moment(found, now)
        _add(out, utterance, moment or Day(problem="no such day"), found.start(), found.end())
    for day, start, end in written_days(utterance.folded, asked):
        if day.first or asked.only:
            _add(out, utterance, day, start, end)
    return out


def _add(out: List[_Piece], utterance: Utterance, what: Union[Day, datetime], start: int, end: int) -> None:
    inside = [i for i, word in enumerate(utterance.words) if start <= word.start < end]
    if inside and not any(piece.first <= inside[0] <= piece.last for piece in out):
        out.append(_Piece(what, inside[0], inside[-1]))


def _iso_moment(found: re.Match[str], now: datetime) -> Optional[datetime]:
    try:
        moment = datetime.fromisoformat(f"{found[1]}T{found[2]}{(found[3] or '').replace('z', '+00:00')}")
        return moment.astimezone(now.tzinfo) if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
    except (ValueError, OverflowError):
        return None


def _groups(utterance: Utterance, pieces: List[_Piece]) -> List[List[_Piece]]:
    """Pieces that belong together: nothing but small words stands between them."""
    groups: List[List[_Piece]] = []
    words = utterance.texts()
    for piece in pieces:
        last = groups[-1][-1] if groups else None
        between = words[last.last + 1 : piece.first] if last else []
        apart = utterance.folded[utterance.words[last.last].end : utterance.words[piece.first].start] if last else ""
        if (
            last
            and not (_SENTENCE_END.search(apart) and words[last.last] not in _ENDS_IN_A_POINT)
            and len(between) <= _MOST_BETWEEN
            and all(word in _BETWEEN_PIECES | _JOINS for word in between)
        ):
            joins = bool(set(between) & _JOINS) or _spanning(utterance, [*groups[-1], piece])[0]
            another = isinstance(piece.what, (Day, datetime)) and any(_is_a_day(one.what) for one in groups[-1])
            if _joinable(utterance, groups[-1], piece) if joins else not another or _in_period(groups[-1], piece):
                groups[-1].append(piece)
                continue
        groups.append([piece])
    return groups


def _is_a_day(what: object) -> bool:
    return isinstance(what, (Day, datetime))


def _in_period(group: List[_Piece], piece: _Piece) -> bool:
    """ "last week wednesday"."""
    last = group[-1].what
    return isinstance(last, Day) and isinstance(piece.what, Day) and _within(last, piece.what) is not None


def _joinable(utterance: Utterance, group: List[_Piece], piece: _Piece) -> bool:
    """ "between eight and ten", "monday or tuesday": a span of two alike; "yesterday and he" is none."""
    words = utterance.texts()
    alike = type(group[-1].what) is type(piece.what) and not isinstance(piece.what, str)
    spanning = any(word in _SPANS for word in words[max(0, group[0].first - 2) : piece.first])
    return (alike and (spanning or words[piece.first - 1] in ("or", "to"))) or (spanning and len(group) < 4)


def _spanning(utterance: Utterance, group: List[_Piece]) -> Tuple[bool, bool]:
    """Whether "between" or "from" stands before or among the words, and whether "or" or the like joins them."""
    words = utterance.texts()
    between = words[max(0, group[0].first - 2) : group[-1].first]
    inside = {at for piece in group for at in range(piece.first, piece.last + 1)}
    joined = any(words[at] in _JOINS for at in range(group[0].first, group[-1].last) if at not in inside)
    return any(word in _SPANS for word in between) and len(group) > 1, joined


def _within(period: Day, day: Day) -> Optional[Day]:
    """ "last week wednesday"."""
    if not (period.first and period.last and day.first and not day.last) or (period.last - period.first).days > 7:
        return None
    days = (period.first + timedelta(days=at) for at in range(7))
    return next((Day(one) for one in days if one.weekday() == day.first.weekday()), None)


def _placed(utterance: Utterance, group: List[_Piece], found: When) -> When:
    """The phrase with its "about" and "between", without "on the"; trimmed as callers' words are shown."""
    words, first = utterance.texts(), group[0].first
    counted = words[group[0].last] in ("ago", "back")
    leads = _LEADS - _ONLY_HOURS if counted else _LEADS if isinstance(group[0].what, Clock) else {"since"}
    spanning = len(group) > 1 and (found.last is not None or words[first - 1 : first] == ["between"])
    while first and (words[first - 1] in leads or (spanning and words[first - 1] in _SPANS | {"sometime"})):
        first -= 1
    if words[first] == "on" and first < group[0].last:
        first += 1
    if words[first] == "the" and first < group[0].last and words[max(0, first - 1)] == "on":
        first += 1
    start, end = utterance.span(first, group[-1].last)
    possessive = _POSSESSIVE.search(words[group[-1].last])
    end -= len(possessive.group(0)) if possessive else 0
    if utterance.folded[end : end + 1] == "." and words[group[-1].last] == "m" and "." in utterance.folded[start:end]:
        end += 1
    return replace(found, phrase=" ".join(utterance.folded[start:end].split()), start=start, end=end)


def _meaning(group: List[_Piece], now: datetime, asked: Asked, spanning: bool, joined: bool) -> Optional[When]:
    """What the pieces of one group say together; None for a part of the day alone."""
    days = [piece.what for piece in group if isinstance(piece.what, Day)]
    clocks = [piece.what for piece in group if isinstance(piece.what, Clock)]
    part = next((piece.what for piece in group if isinstance(piece.what, str)), "")
    moment = next((piece.what for piece in group if isinstance(piece.what, datetime)), None)
    problem = next((day.problem for day in days if day.problem), "")
    if problem:
        return When("", 0, 0, problem=problem)
    if moment and (not days or isinstance(group[0].what, datetime)):
        return _judged(_minute(moment), None, now)
    bare = all(clock.plain and not clock.half for clock in clocks)
    if not days and (not clocks or (bare and not part and not (asked.only and clocks[0].told))):
        return None
    part = part or next((day.part for day in days if day.part), "")
    day = days[0] if days else None
    if len(days) > 1 and days[0].last and not spanning and (within := _within(days[0], days[1])):
        days = [within]
        day = within
    if len(days) > 1 and days[0].first and days[1].first and (spanning or joined):
        each = _span_of_moments(days, clocks) if len(clocks) > 1 else None
        return _judged(*each, now) if each else _span_of_days(days, now)
    if day and day.first and len(clocks) > 1 and (spanning or len(group) > 2):
        return _span_of_hours(day, clocks, part, now)
    return _one(day, clocks[0] if clocks else None, part, now, asked)


def _one(day: Optional[Day], clock: Optional[Clock], part: str, now: datetime, asked: Asked) -> Optional[When]:
    at = clock.at(part) if clock else None
    if day is None:
        return When("", 0, 0, clock=f"{at[0]:02d}:{at[1]:02d}" if at else None)
    if day.first is None or (clock and clock == Clock(0, 0, told=True) and part != "night"):
        return When("", 0, 0)  # "around midnight on thursday": which of the two midnights?
    if day.last or not at:
        return _judged(day.first.isoformat(), day.last.isoformat() if day.last else None, now)
    return _judged(_hour(day.first, at, part), None, now)


def _hour(day: date, at: Tuple[int, int], part: str) -> str:
    """A night's hours before six belong to the next day."""
    if part == "night" and at[0] < 6:
        day += timedelta(days=1)
    return f"{day.isoformat()}T{at[0]:02d}:{at[1]:02d}"


def _span_of_days(days: List[Day], now: datetime) -> When:
    first, last = days[0].first, days[1].last or days[1].first
    assert first is not None
    assert last is not None
    first, last = sorted((first, last))
    return _judged(first.isoformat(), last.isoformat() if last != first else None, now)


def _span_of_moments(days: List[Day], clocks: List[Clock]) -> Optional[Tuple[str, str]]:
    """ "between nine last night and six this morning"."""
    hours = [clock.at(day.part) for day, clock in zip(days, clocks)]
    if not (hours[0] and hours[1] and days[0].first and days[1].first):
        return None
    return _hour(days[0].first, hours[0], days[0].part), _hour(days[1].first, hours[1], days[1].part)


def _span_of_hours(day: Day, clocks: List[Clock], part: str, now: datetime) -> When:
    """ "between 5 and 6 pm": the half of the day that is told once holds for both."""
    half = clocks[1].half or clocks[0].half
    hours = [(clock if clock.half or clock.told else replace(clock, half=half)).at(part) for clock in clocks[:2]]
    assert day.first
    if not hours[0] or not hours[1]:
        return _judged(day.first.isoformat(), None, now)
    return _judged(_hour(day.first, hours[0], part), _hour(day.first, hours[1], part), now)


def _minute(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")


def _judged(first: str, last: Optional[str], now: datetime) -> When:
    late = first > (_minute(now + _GRACE) if "T" in first else now.date().isoformat())
    return When("", 0, 0, first, last, None, "future" if late else "")


def meaning(when: Optional[When]) -> Optional[str]:
    """As the golden table writes it: the moment, "first/last", "T15:00", "words", a problem, or None."""
    if when is None:
        return None
    if when.problem or when.first is None:
        return when.problem or (f"T{when.clock}" if when.clock else "words")
    return f"{when.first}/{when.last}" if when.last else when.first
