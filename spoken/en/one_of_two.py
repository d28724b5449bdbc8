"""Which of two things that a question named an answer means: "a barking dog, or noise?" "Rooster isn't a dog. Noise". Pure."""

from __future__ import annotations

import re
from typing import Optional, Set

from spoken.word_sets import word_set

_NEITHER = re.compile(
    r"^\W*(?:(?:um+|uh+|oh|well|no|ok|what\??),? )*(?:neither|none of|nope\W*$|no\W*$|something else)", re.I
)
_CLAUSES = re.compile(r"[.,;?!]+|\b(?:but|its|it's)\b")
_TAKEN_BACK = re.compile(r"\b[\w ]{1,20}\? *no\b")  # "noise? no."
_NOT_THIS = re.compile(r"\b(?:not|no|isn't|isnt|never) .*$")  # "a dog not noise"
_SMALL = word_set(
    "the that thi something somebody about your you was were ha have and for with who what coming back keep it city"
)


def begins_with_neither(text: str) -> bool:
    """ "Neither", "nope", "neither, it's weeds": not "no, it's the noise"."""
    return bool(_NEITHER.match(text))


def denies(text: str) -> bool:
    """Something is denied in it: "rooster isn't a dog"."""
    return bool(_NOT_THIS.search(text.lower()))


def named(text: str, one: str, other: str) -> Optional[int]:
    """0 or 1: the one whose words the answer says and does not deny; None when it says none's, or both's."""
    own = [_telling(one), _telling(other)]
    said: Set[str] = set()
    for clause in _CLAUSES.split(_TAKEN_BACK.sub(" ", text.lower())):
        said |= _telling(_NOT_THIS.sub("", clause))
    found = [at for at, words in enumerate(own) if said & (words - (own[0] & own[1]))]
    return found[0] if len(found) == 1 else None


def _telling(text: str) -> Set[str]:
    return {word.rstrip("s") for word in re.findall(r"[a-z]{3,}", text.lower())} - _SMALL
