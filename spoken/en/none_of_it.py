"""Whether somebody denies everything that one question named: "no, nothing like that", but not "no, but he had a gun"."""

from __future__ import annotations

import re

from spoken.en import yes_no

# words that say no and name nothing; any other word may name the one thing that is true after all
_EMPTY = re.compile(
    r"(?:no|nope|nah|naw|not|none|nothing|never|nobody|negative|at|all|really|like|that|that's|of|it|those|them|these|the|above"
    r"|is|isn't|was|wasn't|were|weren't|there|there's|any|anything|kind|sort|sir|ma'am|thank|thanks|you|god|goodness"
    r"|luckily|fortunately|thankfully|just|to|my|knowledge|i|know|don't|do|think|so|uh|um|well|oh|either|and)"
)
_UNSURE = re.compile(r"\b(?:don't|do not) (?:really )?know\b")
_NEITHER = re.compile(
    r"\b(?:neither|none of (?:them|those|these)|nor|something else|not (?:that|those|these))\b|^\W*no\b", re.I
)


def denies_all(text: str) -> bool:
    """True for words that hold nothing but a no, for a story in which nobody was met, and for no words at all."""
    if yes_no.nobody_there(text):
        return True
    said = text.lower().replace("\u2019", "'")
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)?", said)
    return not _UNSURE.search(said) and all(_EMPTY.fullmatch(word) for word in words)


def is_neither(text: str) -> bool:
    """ "Neither", "something else", "no": to a question between two."""
    return bool(_NEITHER.search(text))
