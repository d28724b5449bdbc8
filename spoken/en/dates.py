"""When something happened or is due: a day, an hour, a span where that is clear, and always the person's own words. Pure.

One reader for the conversation (the words stand somewhere in a sentence) and for answers to "when?" (`only`). Days
without a year are past, as in a report, unless words of the future stand near. `now` is in the agency's time.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import List, Optional, Union

from spoken.en.clocks import Clock
from spoken.en.corrections import taken_back
from spoken.en.day_words import MONTH_NUMBERS, SLIPS, WEEKDAYS, Asked, Day
from spoken.en.time_pieces import ABOUT, POSSESSIVE, SPANS, Piece, groups_of, pieces_of, span_words
from spoken.en.two_points import from_its_ends
from spoken.en.when import (
    When,
    judged,
    meaning,
    next_such,
    one_day,
    span_of_days,
    span_of_hours,
    span_of_moments,
    to_the_minute,
    weekday_of,
)
from spoken.utterance import Utterance, heard
from spoken.word_sets import word_set

__all__ = ["When", "meaning", "noticed", "only_now", "when_in"]

DAWN = 5  # before it, "tonight" is the night that began the day before
_LEADS = ABOUT | {"since"}
_ONLY_HOURS = word_set("at by near")
_HABITS = word_set("every each most all any good until till")
_FUTURE = re.compile(
    r"\b(?:next|tomorrow|upcoming|this coming|will|going to|gonna|scheduled|appointment|due|court date|hearing)\b"
)
_SOME_TIME = re.compile(
    r"\b(?:morning|noon|afternoon|evening|nights?|midnight|weekends?|weeks?|months?|years?|days?|hours?|minutes?|ago|since|between|around"
    r"|any ?time|"
    r"about|o'?clock|spring|summer|fall|winter|when|while|before|after|during|earlier|lately|recently)\b"
    r"|\b\d{1,2}(?:st|nd|rd|th|:\d\d)\b|\b(?:\d{1,2}|o?ne|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) ?[ap]\.? ?m\b"
)
_ANY_TIME = re.compile(r"\b(?:could|might) (?:be|have been) any ?time\b(?! (?:between|from|after|before|since))")
_MONTH = re.compile(rf"\b(?:{'|'.join(MONTH_NUMBERS)})\b")
_HINT = re.compile(  # a cheap look first: most turns name no time
    rf"\b(?:{'|'.join(SLIPS)})\b|"
    r"\b(?:now|ago|back|night|tonight|morning|afternoon|evening|yesterday|today|tomorrow|overnight|weekend|weeks?|months?|years?|noon|"
    r"midday|midnight|moment|second|minute|speak|happened|o'?clock|half past|quarter|summer|winter|spring|fall|autumn|day|days|eve|"
    r"hundred hours|hours|in (?:nineteen|twenty|two thousand|\d{4})|christmas|xmas|halloween|thanksgiving|easter|new years?"
    rf"|{'|'.join((*WEEKDAYS, *MONTH_NUMBERS))})\b|\d\d?/\d|[ap] ?\.?m\b|\d:\d|\d-\d"
)


_DAY_OF_DATE = re.compile(
    r"\b(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\.?,? +"
    r"(?=\d{1,2}/\d{1,2}\b)",
    re.I,
)
_NOT_NOW = re.compile(
    r"\bnot (?:right now|now|at the moment|at this moment)\b"
    # "can I get it done right now here with you" is about the report
    r"|(?<=\bdo it )(?:right )?now\b|(?<=\bdo this )(?:right )?now\b|(?<=\bdone )(?:right )?now\b|(?<=\bover with )(?:right )?now\b"
    r"|(?<=\btake it )(?:right )?now\b|(?<=\bfile it )(?:right )?now\b|(?<=\breport it )(?:right )?now\b|(?<=\bmake it )(?:right )?now\b"
    r"|\b(?:right )?now (?=(?:here )?(?:with you|by phone|on the phone|over the phone))"
)
_NOTICED = re.compile(
    r"\b(?:noticed|notice|saw (?:it|that|this)|seen it|found (?:it|out|that|this)|discovered|realized|realised|looked|came (?:out"
    r"|back|home))\b"
)
_GONE_SINCE = re.compile(  # "it could have been gone since thursday"
    r"\b(?:could|may|might|must|maybe|possibly|probably|gone|missing|there|out|that way|like that|any ?time|been)\b[^,;]{0,40}?"
    r"\bsince (?P<since>.+)$"
)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


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
    if isinstance(text, str):  # "friday 11/20": the date says which
        text = _DAY_OF_DATE.sub(_blank, text)
    utterance = heard(text) if isinstance(text, str) else text
    told = _NOT_NOW.sub(_blank, utterance.folded)  # what denies a time tells none
    if told != utterance.folded:
        utterance = heard(told)
    if not only and not _HINT.search(utterance.folded):
        return None
    ahead = bool(_FUTURE.search(utterance.folded)) and not past
    asked = Asked(now.date(), day_first, country, only, ahead, now.hour < DAWN)
    open_time = only and keep_words and _ANY_TIME.search(utterance.folded)
    found = _noticed(utterance, now, asked) if only else None
    found = None if open_time else found or _corrected(utterance, now, asked) or _first_in(utterance, now, asked)
    if found is None and keep_words and _SOME_TIME.search(utterance.folded):
        return When(utterance.tidy, 0, len(utterance.folded))
    return found


def _noticed(utterance: Utterance, now: datetime, asked: Asked) -> Optional[When]:
    """ "I noticed it this morning, it could have been gone since thursday": from the one to the other."""
    since = _GONE_SINCE.search(utterance.folded)
    if since is None or not _NOTICED.search(utterance.folded[: since.start()]):
        return None
    seen = _first_in(heard(utterance.folded[: since.start()]), now, asked)
    began = _first_in(heard(since["since"]), now, asked)
    if not (seen and began and seen.first and began.first) or began.first[:10] > seen.first[:10]:
        return None
    first, last = began.first[:10], (seen.last or seen.first)[:10]
    return When(utterance.tidy, 0, len(utterance.folded), first, last if last != first else None)


def only_now(words: str) -> bool:
    """The moment of the call: what nobody was asked for says nothing of when it happened."""
    return bool(
        re.fullmatch(r"\W*(?:right |just )?(?:now|at (?:the|this) moment|this (?:minute|second))\W*", words.lower())
    )


def noticed(words: str) -> bool:
    """ "I just noticed it today": then it was seen, and not done."""
    return bool(re.search(r"\b(?:noticed|discovered|realized|realised|found out)\b", words.lower()))


def _corrected(utterance: Utterance, now: datetime, asked: Asked) -> Optional[When]:
    """What came after "no wait", when both before and after it a time was told."""
    parts = taken_back(utterance.folded)
    if not parts:
        return None
    before, after = (_first_in(heard(part), now, asked) for part in parts)
    at = utterance.folded.rfind(parts[1])
    relative = re.fullmatch(r"(?:it was )?(?:the )?(?:day|night) (?P<side>before|after)(?: that)?\W*", parts[1])
    if relative and before and before.iso:
        day = date.fromisoformat(before.iso[:10]) + timedelta(days=1 if relative["side"] == "after" else -1)
        hour = before.iso[10:]
        return When(parts[1].strip(" ."), at, at + len(parts[1].rstrip()), f"{day.isoformat()}{hour}")
    if not after and before and (month := _MONTH.search(parts[0])):  # "november third, no, fourth"
        named = _first_in(heard(f"{month[0]} {parts[1]}"), now, asked)
        return replace(named, phrase=parts[1].strip(" ."), start=at, end=at + len(parts[1].rstrip())) if named else None
    if before and before.iso and after and after.clock:  # "saturday at eight, no wait, it was nine p m"
        return replace(
            after, first=f"{before.iso[:10]}T{after.clock}", clock=None, start=after.start + at, end=after.end + at
        )
    if not after or not (before or asked.only):
        return None
    return replace(after, start=after.start + at, end=after.end + at)


def _first_in(utterance: Utterance, now: datetime, asked: Asked) -> Optional[When]:
    unclear: Optional[When] = None
    groups = groups_of(utterance, pieces_of(utterance, now, asked))
    if whole := from_its_ends(utterance, groups, now, asked):
        return whole
    for group in groups:
        if _habit(utterance, group[0].first):
            if not isinstance(group[0].what, str) or len(group) == 1:
                continue
            group = group[1:]  # "all night, that was friday"
        found = _meaning(group, now, asked, *span_words(utterance, group))
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


def _placed(utterance: Utterance, group: List[Piece], found: When) -> When:
    """The phrase with its "about" and "between", without "on the"; trimmed as callers' words are shown."""
    words, first = utterance.texts(), group[0].first
    counted = words[group[0].last] in ("ago", "back")
    leads = _LEADS - _ONLY_HOURS if counted else _LEADS if isinstance(group[0].what, Clock) else {"since"}
    spanning = len(group) > 1 and (found.last is not None or words[first - 1 : first] == ["between"])
    while first and (words[first - 1] in leads or (spanning and words[first - 1] in SPANS | {"sometime"})):
        first -= 1
    if words[first] == "on" and first < group[0].last:
        first += 1
    if words[first] == "the" and first < group[0].last and words[max(0, first - 1)] == "on":
        first += 1
    start, end = utterance.span(first, group[-1].last)
    possessive = POSSESSIVE.search(words[group[-1].last])
    end -= len(possessive.group(0)) if possessive else 0
    if utterance.folded[end : end + 1] == "." and words[group[-1].last] == "m" and "." in utterance.folded[start:end]:
        end += 1
    return replace(found, phrase=" ".join(utterance.folded[start:end].split()), start=start, end=end)


def _meaning(group: List[Piece], now: datetime, asked: Asked, spanning: bool, joined: bool) -> Optional[When]:
    """What the pieces of one group say together; None for a part of the day alone."""
    days = [piece.what for piece in group if isinstance(piece.what, Day)]
    clocks = [piece.what for piece in group if isinstance(piece.what, Clock)]
    part = next((piece.what for piece in group if isinstance(piece.what, str)), "")
    moment = next((piece.what for piece in group if isinstance(piece.what, datetime)), None)
    problem = next((day.problem for day in days if day.problem), "")
    if problem:
        return When("", 0, 0, problem=problem)
    if moment and (not days or isinstance(group[0].what, datetime)):
        return judged(to_the_minute(moment), None, now)
    bare = all(clock.plain and not clock.half for clock in clocks)
    if not days and (not clocks or (bare and not part and not (asked.only and clocks[0].told))):
        return None
    part = part or next((day.part for day in days if day.part), "")
    day = days[0] if days else None
    if len(days) > 1 and days[0].last and not spanning and (within := weekday_of(days[0], days[1])):
        days = [within]
        day = within
    if len(days) > 1 and days[0].first and days[1].weekday is not None and (spanning or joined):
        days[1] = replace(
            days[1], first=next_such(days[0].first, days[1].weekday)
        )  # "friday night and saturday", said on a Saturday
    if len(days) > 1 and days[0].first and days[1].first and (spanning or joined):
        each = span_of_moments(days, clocks) if len(clocks) > 1 else None
        return judged(*each, now) if each else span_of_days(days, now)
    if day and day.first and len(clocks) > 1 and (spanning or len(group) > 2):
        return span_of_hours(day, clocks, part, now)
    return one_day(day, clocks[0] if clocks else None, part, now, asked)
