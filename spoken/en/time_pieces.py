"""The words of time in a text: days, hours, parts of a day, moments, and which of them belong together. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import List, Optional, Tuple, Union

from spoken.en.calendar_days import written_days
from spoken.en.clocks import PARTS, Clock, clock_at
from spoken.en.day_words import MONTH_NUMBERS, NUMBER_WORDS, SHORT_DAYS, SLIPS, VAGUE, Asked, Day
from spoken.en.days import DAY_STARTERS, amount_at, day_at
from spoken.en.when import weekday_of
from spoken.utterance import Utterance
from spoken.word_sets import word_set

ABOUT = word_set("about around like at maybe roughly approximately just almost over by near sometime probably right")
SPANS = word_set("between from")
_BETWEEN_PIECES = (
    ABOUT
    | SPANS
    | word_set("in the on of early late mid that um uh i think was it or so possibly must have been wanna say guess")
)
_MOST_BETWEEN = 4
JOINS = word_set("and to or until till through into")
_COUNTED = word_set("block dollars bucks people guys men women cars street avenue st ave road feet miles percent")
POSSESSIVE = re.compile(r"(?<=day)'s$|(?<=night)'s$|(?<=month)'s$|(?<=week)'s$|'+$")
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
_ENDS_IN_A_POINT = word_set("m am pm") | MONTH_NUMBERS.keys()
_SENTENCE_END = re.compile(r"[.?!;](?:\s|$)|\n")
_ISO_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[t ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?\s*(z|[+-]\d\d:?\d\d)?")


@dataclass(frozen=True)
class Piece:
    """What words at one place say: a day, a part of one, an hour, or a moment ("two hours ago")."""

    what: Union[Day, Clock, datetime, str]
    first: int  # words, inclusive
    last: int


def pieces_of(utterance: Utterance, now: datetime, asked: Asked) -> List[Piece]:
    words, out, i = [_right(word, asked) for word in utterance.texts()], _written(utterance, now, asked), 0
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


def _right(word: str, asked: Asked) -> str:
    word = POSSESSIVE.sub("", word)
    return SLIPS.get(word) or (SHORT_DAYS.get(word) if asked.only else None) or word


def _piece_at(words: List[str], separators: List[str], i: int, now: datetime, asked: Asked) -> Optional[Piece]:
    if words[i].replace("'", "") not in _STARTERS and not words[i][0].isdigit():
        return None
    for said in _NOW:
        if words[i] == said[: len(words[i])] and words[i : i + len(said.split())] == said.split():
            return Piece(now, i, i + len(said.split()) - 1)
    minutes = _minutes_ago(words, i)
    if minutes:
        return Piece(_moment_ago(now, minutes[0]), i, i + minutes[1] - 1)
    day = day_at(words, i, asked)
    clock = clock_at(words, separators, i)
    if clock and (day is None or clock[1] > day[1]) and _hour_stands_here(words, i, clock[0], clock[1], asked):
        return Piece(clock[0], i, i + clock[1] - 1)
    if day:
        return Piece(day[0], i, i + day[1] - 1)
    if words[i] in PARTS:
        return Piece(words[i], i, i)
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
    return asked.only or before in ABOUT | SPANS | JOINS or after == "yesterday" or bool(beside_a_day)


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
    unit = {"minute": 1, "min": 1, "hour": 60, "hr": 60}.get(words[at].rstrip("s")) if at < len(words) else None
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


def _written(utterance: Utterance, now: datetime, asked: Asked) -> List[Piece]:
    """Figures as a form sends them and as people type them."""
    out: List[Piece] = []
    for found in _ISO_MOMENT.finditer(utterance.folded):
        moment = _iso_moment(found, now)
        _add(out, utterance, moment or Day(problem="no such day"), found.start(), found.end())
    for day, start, end in written_days(utterance.folded, asked):
        if day.first or asked.only:
            _add(out, utterance, day, start, end)
    return out


def _add(out: List[Piece], utterance: Utterance, what: Union[Day, datetime], start: int, end: int) -> None:
    inside = [i for i, word in enumerate(utterance.words) if start <= word.start < end]
    if inside and not any(piece.first <= inside[0] <= piece.last for piece in out):
        out.append(Piece(what, inside[0], inside[-1]))


def _iso_moment(found: re.Match[str], now: datetime) -> Optional[datetime]:
    try:
        moment = datetime.fromisoformat(f"{found[1]}T{found[2]}{(found[3] or '').replace('z', '+00:00')}")
        return moment.astimezone(now.tzinfo) if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
    except (ValueError, OverflowError):
        return None


def groups_of(utterance: Utterance, pieces: List[Piece]) -> List[List[Piece]]:
    """Pieces that belong together: nothing but small words stands between them."""
    groups: List[List[Piece]] = []
    words = utterance.texts()
    for piece in pieces:
        last = groups[-1][-1] if groups else None
        between = words[last.last + 1 : piece.first] if last else []
        apart = utterance.folded[utterance.words[last.last].end : utterance.words[piece.first].start] if last else ""
        if (
            last
            and not (_SENTENCE_END.search(apart) and words[last.last] not in _ENDS_IN_A_POINT)
            and len(between) <= _MOST_BETWEEN
            and all(word in _BETWEEN_PIECES | JOINS for word in between)
        ):
            joins = bool(set(between) & JOINS) or span_words(utterance, [*groups[-1], piece])[0]
            another = isinstance(piece.what, (Day, datetime)) and any(_is_a_day(one.what) for one in groups[-1])
            if _joinable(utterance, groups[-1], piece) if joins else not another or _in_period(groups[-1], piece):
                groups[-1].append(piece)
                continue
        groups.append([piece])
    return groups


def _is_a_day(what: object) -> bool:
    return isinstance(what, (Day, datetime))


def _in_period(group: List[Piece], piece: Piece) -> bool:
    """ "last week wednesday"."""
    last = group[-1].what
    return isinstance(last, Day) and isinstance(piece.what, Day) and weekday_of(last, piece.what) is not None


def _joinable(utterance: Utterance, group: List[Piece], piece: Piece) -> bool:
    """ "between eight and ten", "monday or tuesday": a span of two alike; "yesterday and he" is none."""
    words = utterance.texts()
    alike = any(type(one.what) is type(piece.what) for one in group[-2:]) and not isinstance(piece.what, str)
    spanning = any(word in SPANS for word in words[max(0, group[0].first - 2) : piece.first])
    return (alike and (spanning or words[piece.first - 1] in ("or", "to", "into"))) or (spanning and len(group) < 4)


def span_words(utterance: Utterance, group: List[Piece]) -> Tuple[bool, bool]:
    """Whether "between" or "from" stands before or among the words, and whether "or" or the like joins them."""
    words = utterance.texts()
    between = words[max(0, group[0].first - 2) : group[-1].first]
    inside = {at for piece in group for at in range(piece.first, piece.last + 1)}
    joined = any(words[at] in JOINS for at in range(group[0].first, group[-1].last) if at not in inside)
    return any(word in SPANS for word in between) and len(group) > 1, joined
