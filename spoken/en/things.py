"""Which thing a sentence says was stolen or lost: "my blue trek bike was stolen" -> "blue trek bike". Pure.

Cautious: what is not plainly the thing ("somebody stole it") is left out, and the caller is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import List, Optional, Pattern

from spoken.utterance import MAX_CHARACTERS, fold

MOST_WORDS = 8
_OWN = r"(?:my|our|his|her|their|the|a|an|some|both of my|all of my|all my|two of my|one of my|two|three|four|several)"
_GONE = r"(?:stolen|taken|gone|missing|lost|swiped|snatched|robbed|ripped off|nicked)"
_WAS = r"(?:was|were|is|are|got|has been|have been|had been|just got|just was|went|have gone|has gone|been|'s)"
_TOOK = (
    r"(?:stole|stolen|steal|took|taken|swiped|grabbed|snatched|ripped off|walked off with|ran off with|made off with|got away with|"
    r"lost|(?<=i )left|(?<=we )left|(?<=i )dropped|(?<=we )dropped|misplaced|(?<=i )forgot|can't find|cannot find|missing|cut off|cut out|"
    r"report|reporting)"
)
_BETWEEN = r"(?:(?:just|all|also|me|us) )*"
# where the thing ends: a place, a time, a reason, another clause
_ENDS = (
    r"(?:from|at|on|in|off|of|out|by|near|behind|outside|inside|between|around|during|while|when|where|last|yesterday|today|tonight|"
    r"this|that|which|who|because|so|but|after|before|since|then|and (?:i|he|she|they|it|then|now|somebody|someone|went|ran|drove|never)|"
    r"was|were|is|are|got|has|have|had|worth|it's|he|she|they|i|we|somebody|someone|sometime|right|here|there|to|into|over|down|"
    r"through|again|along|under|about|valued|parked|locked|sitting|left|somewhere|overnight|stolen|taken|gone|missing|"
    r"(?:an?|one|two|three|four|five|six|ten|several|some|few|couple)(?: \w+){0,2} ago)"
)
_NO_THING = re.compile(
    r"\b(?:it|that|this|something|anything|everything|stuff|things?|theft|crime|report|robbery|him|them|place|house|home|apartment|"
    r"identity|money|way|call|police|officer|someone|somebody|person|kid|kids|child|son|daughter|wife|husband|car|truck|vehicle|van|"
    r"window|windows|door|lock|break in|burglary|time|job|mind|voice|temper|case|dog|cat|puppy)$"
)
_NOTHING_BROKEN = re.compile(
    r"\b(?:it|that|this|something|anything|everything|stuff|things?|report|him|them|law|red light|promise|arm|leg|nose|heart|rules?|"
    r"night|day)$"
)
_THING: List[Pattern[str]] = [
    re.compile(rf"\b{_TOOK} {_BETWEEN}(?P<thing>{_OWN} [a-z0-9' -]+?(?=(?: {_ENDS}\b)|[,.;!?]|$))"),
    re.compile(rf"\b(?P<thing>{_OWN} [a-z0-9' -]{{2,60}}?) {_WAS} (?:just |recently )?{_GONE}\b"),
    re.compile(rf"\b(?:had|have|got) (?P<thing>{_OWN} [a-z0-9' -]{{2,60}}?) {_GONE}\b"),
    re.compile(r"\b(?:a |an )?(?:stolen|lost|missing) (?P<thing>[a-z0-9' -]+?(?=(?: " + _ENDS + r"\b)|[,.;!?]|$))"),
]
_BROKE = (
    r"(?:broke|broken|smashed|shattered|keyed|slashed|scratched|dented|kicked in|damaged|vandalized|tore down|knocked over|egged|cut|"
    r"through|spray painted|painted)"
)
_BROKEN: List[Pattern[str]] = [
    re.compile(rf"\b{_BROKE} {_BETWEEN}(?P<thing>(?:{_OWN}|both|all) [a-z0-9' -]+?(?=(?: {_ENDS}\b)|[,.;!?]|$))"),
    re.compile(
        rf"\b(?P<thing>{_OWN} [a-z0-9' -]{{2,60}}?) {_WAS} (?:just |recently )?(?:keyed|smashed|broken|slashed|damaged|"
        r"scratched|dented|egged|vandalized)\b"
    ),
]
_DUMPED = re.compile(
    rf"\b(?:dumped|dumping|dump|threw out|thrown out) (?P<thing>[a-z0-9' -]+?(?=(?: {_ENDS}\b)|[,.;!?]|$))"
)
_LEAD = re.compile(rf"^(?:{_OWN} )(?=\S)")
_CLAUSE = re.compile(r"\b(?:is|was|are|were|i|he|she|they|we)\b")
_LAST_OWN = re.compile(rf"^.*\b(?={_OWN} (?!.*\b{_OWN} ))")
_KEPT = re.compile(r"^(?:two|three|four|several)\b")


@dataclass(frozen=True)
class Thing:
    text: str
    start: int  # characters of the folded text
    end: int


def thing_in(text: str) -> Optional[Thing]:
    """The first thing that was stolen, lost or dumped, without "my"; None when none is named."""
    return _first([*_THING, _DUMPED], text, _NO_THING)


def broken_in(text: str) -> Optional[Thing]:
    """The first thing that was damaged: "somebody keyed my car" -> "car"; None when none is named."""
    return _first(_BROKEN, text, _NOTHING_BROKEN)


def _first(patterns: List[Pattern[str]], text: str, never: Pattern[str]) -> Optional[Thing]:
    folded = fold(text[:MAX_CHARACTERS])
    for pattern in patterns:
        for found in pattern.finditer(folded):
            thing = _named(found["thing"], never)
            if thing:
                return Thing(thing, found.start("thing"), found.end("thing"))
    return None


def _named(said: str, never: Pattern[str]) -> str:
    said = _LAST_OWN.sub("", said.strip()) if _CLAUSE.search(said) else said
    thing = said.strip() if _KEPT.match(said) else _LEAD.sub("", said.strip())
    thing = re.sub(r"^(?:stolen|lost|missing) ", "", thing)
    words = thing.split()
    if not words or len(words) > MOST_WORDS or never.search(thing):
        return ""
    return thing
