"""What people ask about an office that was just named: its number, its hours, where it is, what to bring. Pure.

Only a question and nothing else counts: every word of it is one of asking, of the thing asked for, or of the office's name. "When can I
pick up my car from the impound" is a need of its own and none of these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterable, Mapping, Optional, Tuple

from spoken.en.plain_words import plain_words
from spoken.word_sets import word_set

NUMBER, HOURS, OTHER = "number", "hours", "other"
MOST_WORDS = 16

_THINGS: Tuple[Tuple[str, re.Pattern[str]], ...] = (
    (NUMBER, re.compile(r"\b(?:phone |telephone |direct )*numbers?\b|\b(?:phone|telephone)\b")),
    (
        HOURS,
        re.compile(
            r"\bhours\b|\bopen(?:s|ed|ing)?\b|\bclos(?:e|es|ed|ing)\b|\bwhat times?\b|\bhow (?:late|early)\b|\btill when\b"
        ),
    ),
    (
        OTHER,
        re.compile(
            r"\baddress\b|\blocated\b|\bdirections?\b|^(?:and |so |ok |okay )*where (?:is|are|do i go)\b|\bbring(?:ing)?\b"
            r"|\bweb ?sites?\b|\bweb ?page\b|\be ?mail\b|\bhow much\b|\bfees?\b|\bcosts?\b|\bpapers?\b|\bdocuments?\b|\bcash\b|\bcards?\b"
        ),
    ),
)
_ASKING = word_set(
    "and ok okay so um uh er oh well also but then great thanks thank please sorry sir hi hello hey excuse me what whats what's is are was "
    "it its it's that thats that's this there their theirs they them they're the a an any of for to on at in from by with or do does did "
    "i we us you can could may would will should shall tell give have got get need want like know say find out call dial reach text ring "
    "where when which how long late early until till time times today tomorrow tonight now right still already again one ones office "
    "place people guys department monday mondays tuesday tuesdays wednesday wednesdays thursday thursdays friday fridays saturday "
    "saturdays sunday sundays weekend weekends weekday weekdays holiday holidays morning mornings evening evenings night nights noon "
    "day days week go be come there's exactly actually anyway just yes yeah in person online located me take accept pay bring along "
    "myself something anything look up am pm not sure wondering"
)
_ASKS = re.compile(
    r"\b(?:what|where|when|which|how|is|are|do|does|can|could|would|may|tell|give|need|want|get|have|know)\b|^(?:and )?(?:their|the)\b"
)


_AND_THAT_ONE = re.compile(
    r"(?:ok(?:ay)? )?(?:and|what about|how about|and what about|and how about)(?: for| of)?(?: the| my)?"
)


@dataclass(frozen=True)
class Asked:
    """`thing`: number | hours | other. `office`: the one that was named; None when "they" or "that" must mean the last one.

    `as_before`: "and the jail?", which asks something only after an office was spoken of.
    """

    thing: str
    office: Optional[str] = None
    as_before: bool = False


def asked_in(text: str, offices: Mapping[str, Iterable[str]]) -> Optional[Asked]:
    """The question, None when the words are or hold something else. `offices`: id -> how callers name it."""
    plain = plain_words(text)
    if not 0 < len(plain.split()) <= MOST_WORDS:
        return None
    office, rest = _named(plain, offices)
    if office and _AND_THAT_ONE.fullmatch(rest):
        return Asked(NUMBER, office, as_before=True)
    thing = next(((thing, pattern) for thing, pattern in _THINGS if pattern.search(rest)), None)
    if thing is None or not _ASKS.search(plain):
        return None
    others = thing[1].sub(" ", rest).split()
    return Asked(thing[0], office) if all(word in _ASKING for word in others) else None


def _named(plain: str, offices: Mapping[str, Iterable[str]]) -> Tuple[Optional[str], str]:
    """(the office that the words name, the words without its name); longer names first."""
    names = sorted(((plain_words(name), one) for one, called in offices.items() for name in called), key=_longest)
    for name, one in names:
        found = re.search(rf"\b{re.escape(name)}(?: s)?\b", plain) if name else None
        if found:
            return one, f"{plain[: found.start()]} {plain[found.end() :]}".strip()
    return None, plain


def _longest(named: Tuple[str, str]) -> int:
    return -len(named[0])
