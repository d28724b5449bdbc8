"""A time in one part of what somebody changes: "it was around three by the tennis courts" tells an hour, and more. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from spoken.en.dates import when_in
from spoken.en.day_and_hour import hour_words, where_hour
from spoken.en.hour_spans import hour_at, span_in
from spoken.usage import Usage

_HOURS = re.compile(r"\d.*\b[ap]\.? ?m\b|\b[ap] m\b")
_NOTHING = re.compile(
    r"\W*(?:\b(?:it|it's|its|was|were|is|that|that's|happened|like|about|around|on|at|in|i|think|maybe|probably|sometime|so|or|the|actually|really|must|have|been)\b\W*)*",
    re.I,
)
_OF_IT = "time|date|day|hour|theft|crash|incident|break ?in|thing|whole thing|damage|accident|it|that|this|one|real|right|correct"
_SOMETHING_ELSE = re.compile(
    r"^(?:(?:and|but|so|also|well|yes|no|because|just|please|add|put in|note|that)[ ,:]+)*"
    r"(?:(?:i|we)(?:'ve|'m)? (?:got|have|had) (?:a|an|to|work|my|class|another)\b|(?:i|we) (?:need|gotta|work|start|must|should|have)\b"
    rf"|(?!(?:the |my |that |our )?(?:{_OF_IT})\b)(?:the |my |that |our )?"
    r"[a-z]{3,}(?: [a-z]{3,})? (?:is|was|were|are|has been|have been|had been|missing|gone|stopped|came|comes)\b(?! *\W*(?:wrong|not)))",
    re.I,
)
_LIMIT = re.compile(r"\b(?:after|before|by|until|since)\s+$", re.I)
_OF_ALL_DAY = re.compile(  # "it was twenty forty": nothing else is told of it
    r"^(?:(?:the|my|no|and|it|that|it's|its|that's|was|is|should|be|say|more|like|at|around|about|time|hour)\b[ ,:]*)*"
    r"(?P<hour>(?:thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty(?: (?:one|two|three))?|1[3-9]|2[0-3])"
    r"(?::| )(?:hundred|[0-5]\d|(?:oh \w+|ten|eleven|twelve|\w+teen|(?:twenty|thirty|forty|fifty)(?: \w+)?))(?: hours| hrs)?)[ .,!]*$",
    re.I,
)
_DENIED = re.compile(
    r"(?:(?:and|but|it|that) )*(?:was |is )?(?:not|wasn't|isn't|ain't) (?:at|on|in|around) (?:the )?"
    r"(?:\d{1,2}(?::\d\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|midnight|night|morning|afternoon|evening"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"(?: (?:thirty|fifteen|forty|forty five|oh [a-z]+|o'?clock|[ap] ?\.?m|in the [a-z]+|at night))?",
    re.I,
)
_AGAINST = re.compile(r"[\s,]+not\b.*$", re.I)


_BY_NAME = re.compile(
    r"\b(?:(?:the|my|right|real|exact|correct|your) (?:time|hour|date|day)|(?:say|said|change|put|is|and|but|no) time|^time)\b(?: range)?"
    r"(?P<said>[ ,:]+\S.*)$",
    re.I,
)
_LEADS = re.compile(
    r"^[\s,:]*(?:(?:is|was|it|it's|its|that|i|should|be|to|said|wrong|say|actually|really|like|um|uh|not right|no)\b[\s,]*)+",
    re.I,
)


_BARE_SPAN = re.compile(  # "nine to eleven o'clock in the night"
    r"^(?P<first>\w+(?: (?:fifteen|thirty|forty five))?) (?:to|till|until|through|and) (?P<last>\w+(?: (?:fifteen|thirty|forty five))?)"
    r"(?: o'?clock)?(?=$| in the| at night| [ap] ?m\b| (?:mon|tues|wednes|thurs|fri|satur|sun)day| night)",
    re.I,
)


def named(clause: str) -> str:
    """ "Between five fifteen and six" of "you didn't say the time it was between five fifteen and six"; "" where none is named."""
    found = _BY_NAME.search(clause)
    said = _LEADS.sub("", found["said"], count=1).strip(" ,.") if found else ""
    return _BARE_SPAN.sub(r"from \g<first> to \g<last>", said)


@dataclass(frozen=True)
class Said:
    """`words`: the time as it was said; `rest`: what else this part says; `alone`: nothing.
    `moment`: "2026-11-20T20:40", where day and hour are told.
    """

    words: str
    rest: str
    alone: bool
    moment: str = ""


def time_in(clause: str, now: datetime, usage: Usage) -> Optional[Said]:
    """None when no time is told."""
    clause = re.sub(r"(?<=[a-z0-9]) o'?clock\b", "", clause) if re.search(r"\bto \w+ o'?clock\b", clause) else clause
    if (span := span_in(clause, now, usage=usage)) is not None:
        rest = f"{clause[: span.start]} {clause[span.end :]}"
        return Said(clause[span.start : span.end], rest, _is_empty(rest))
    if clear := _OF_ALL_DAY.match(clause):
        hour = hour_at(clear["hour"])
        if hour is not None and hour.told and len(clear["hour"].split()) > 1:
            return Said(clear["hour"], "", True)
    found = when_in(clause, now, past=True, day_first=usage.day_first, country=usage.country)
    hours = found is not None and bool(_HOURS.search(found.phrase)) and not hour_words(found.phrase)
    if found is not None and (found.first or found.clock or hours) and not found.problem:
        lead = _LIMIT.search(clause[: found.start])  # "after ten at night" is no ten
        start = lead.start() if lead and found.clock else found.start
        words, rest = clause[start : found.end], f"{clause[:start]} {clause[found.end :]}"
        at = where_hour(rest) if found.first and "T" not in found.first else None
        if at is None:
            moment = found.first if found.first and "T" in found.first and not found.last else ""
            return Said(words, rest, _is_empty(rest), moment)
        return Said(f"{words}, {hour_words(rest)}", rest := f"{rest[: at[0]]} {rest[at[1] :]}", _is_empty(rest))
    at = where_hour(clause)
    if at is None:
        return None
    rest = f"{clause[: at[0]]} {clause[at[1] :]}"
    return Said(hour_words(clause), rest, _is_empty(rest))


def of_another_thing(said: Said) -> bool:
    """ "The mail is since October", "my card was cancelled Monday": the time of something else than what is reported."""
    return bool(_SOMETHING_ELSE.match(said.rest.strip()))


def _is_empty(rest: str) -> bool:
    return bool(_NOTHING.fullmatch(_AGAINST.sub("", rest)))


def only_denied(clause: str) -> bool:
    """ "Not at nine", "it wasn't on Monday": which time it was not, and nothing else."""
    return bool(_DENIED.fullmatch(clause.strip()))
