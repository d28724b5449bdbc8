"""Where one breath may hold two matters ("..., and also ...") or takes the first one back ("no, actually ..."). Pure."""

from __future__ import annotations

import re
from typing import Iterator, List, Optional, Tuple

FEWEST_WORDS, MOST_WORDS = 2, 45
_JOINT = re.compile(
    r"[,;.!?]*\s+(?:and (?:also|then|another thing(?: is)?|secondly|while i have you)|also|plus|as well as|secondly|oh and"
    r"|second thing(?: is)?|and|then)\s+|[;.!?]\s+",
    re.I,
)
_ANOTHER = re.compile(r"also|plus|another|second|as well|while", re.I)
_INSTEAD = re.compile(
    r"^(?P<before>.*?)(?:^|[\s,;.!-]+)"
    r"(?:no[, ]+(?:wait|actually|sorry|i mean|scratch that|not that(?: one)?(?! (?:i|we|you|he|she|they|it|am|is|are|was|were)\b)"
    r"|(?:that's|that is) (?:wrong|not (?:it|right|what i (?:said|meant|mean)))|you(?:'ve)? (?:got|have) (?:it|that|me) wrong"
    r"|you misunderst(?:and|ood)(?: me)?|no(?=,))|actually[, ]+no|wait[, ]+no|scratch that|i mean(?:t)?"
    r"|(?:(?:actually|oh|ah|wait|no)[, ]+)?(?:never ?mind|forget (?:that|it|this|about (?:it|that))))"
    r"(?:[, ]+(?:actually|instead|it's|it is|rather|i mean))?[\s,;.!-]+(?P<after>.+)$",
    re.I | re.S,
)
_IT = re.compile(r"^(?:it|that|they)\b", re.I)


def pairs(text: str) -> Iterator[Tuple[str, str, bool]]:
    """Every way in which the text may be two matters: (the first, the second, whether the caller says that it is another)."""
    if len(text.split()) > MOST_WORDS:
        return
    for joint in _JOINT.finditer(text):
        one, other = text[: joint.start()].strip(), text[joint.end() :].strip(" ,.")
        if min(len(one.split()), len(other.split())) >= FEWEST_WORDS:
            yield one, other, bool(_ANOTHER.search(joint.group(0)))


def clauses(text: str) -> List[str]:
    """The parts between the marks, each of some words."""
    return [part.strip() for part in re.split(r"[.!?;,]+", text) if len(part.split()) > FEWEST_WORDS]


def instead(text: str) -> Optional[str]:
    """What takes the place of what was said first: "never mind, my car was towed" -> "my car was towed"; None for nothing.

    "it was stolen" after "i lost my wallet" is said of the wallet.
    """
    found = _INSTEAD.match(text.strip()) if len(text.split()) <= MOST_WORDS else None
    if found is None or len(found["after"].split()) < FEWEST_WORDS:
        return None
    named = re.search(r"\b(?:my|our|the|a|an) (?:\w+)(?: \w+)?$", found["before"].strip(" ,."), re.I)
    return _IT.sub(named.group(0), found["after"]) if named else found["after"]
