"""What people say while they ask about their case: that they have no number, when they will hear, another case than this one. Pure."""

from __future__ import annotations

import re

_NO_NUMBER = re.compile(
    r"\b(?:lost|forgot|forgotten|don't have|do not have|don't remember|never got|no idea|haven't got)\b"
)
_WHEN = re.compile(
    r"\b(?:when|how long|how soon|will)\b.{0,30}\b(?:hear|know|news|call(?:ed)? me|contact(?:ed)?|be in touch|come(?:s)? of it|take)\b",
    re.I,
)
_ANOTHER = re.compile(r"\b(?:an ?other|other|different|second|one more|not (?:that|this) one)\b", re.I)
_TOLD_AT_ONCE = re.compile(r"\badd(?:ing)? that (?:\S+ ){2,}\S+", re.I)  # "... that my neighbor has a video"


def has_no_number(text: str) -> bool:
    """ "I lost it", "I never got one"."""
    return bool(_NO_NUMBER.search(text.lower()))


def asks_when(text: str) -> bool:
    """ "When will I hear something"."""
    return bool(_WHEN.search(text))


def means_another(text: str) -> bool:
    """ "Not that one", "the other case"."""
    return bool(_ANOTHER.search(text))


def tells_at_once(text: str) -> bool:
    """ "I want to add that my neighbor has a video": what is to be added is told in the same breath."""
    return bool(_TOLD_AT_ONCE.search(text))
