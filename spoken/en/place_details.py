"""What somebody adds to a place that they told before: "by the tennis courts", "on the marion side". Pure."""

from __future__ import annotations

import re

MOST_WORDS = 9
_ADDS = (
    r"(?:right |just |somewhere |kind of |more )*(?:by|near|next to|behind|in front of|outside(?: of)?|inside(?: of)?|across from"
    r"|close to|beside|under|opposite"
    r"|on the (?:\w+ ){1,2}(?:side|end|corner|level|floor)|at the (?:corner|back|front|end|entrance|exit|top|bottom)|in the (?:back"
    r"|front|alley|lot|garage|parking"
    r"|driveway|yard|lobby|basement|bathroom|locker|garden|stairwell|elevator|hallway|kitchen|middle|corner))"
)
_DETAIL = re.compile(rf"^(?P<before>.*?)\b(?P<detail>{_ADDS}\b.*)$", re.I)
_NOTHING_MORE = re.compile(
    r"\W*(?:\b(?:it|it's|its|that|that's|this|i|we|they|he|she|was|is|were|happened|lost|parked|left|standing|stood|took place|place"
    r"|had|think|in|of|at|the"
    r"|park|there|right|over|actually|so|and|um|uh|but|to be exact|exactly)\b\W*)*",
    re.I,
)


def detail_in(text: str) -> str:
    """ "by the tennis courts" of "it was by the tennis courts"; "" where more is said, or a place of its own."""
    found = _DETAIL.match(text.strip(" ,.;!"))
    fits = found and _NOTHING_MORE.fullmatch(found["before"]) and len(found["detail"].split()) <= MOST_WORDS
    detail = found["detail"].strip(" ,.;!") if found and fits else ""
    return "" if re.search(r"\d{3,}|\d(?:st|nd|rd|th)\b|[,;]", detail) or len(detail.split()) < 2 else detail


def with_detail(place: str, detail: str) -> str:
    """The place and what was added; what it says already is not said twice."""
    return place if detail.lower() in place.lower() else f"{place.rstrip(' .')}, {detail}"


_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:used|charged|spent|swiped|tried|tapped|bought)\b(?: (?!my|the)\w+){0,3} (?:at|in)\b|\bused (?:the |my "
    r"|our )?(?:\w+ )?(?:card|it)\b",
    re.I,
)


def of_something_else(clause: str) -> bool:
    """ "They used the card at King Soopers": where something else happened later."""
    return bool(_OF_SOMETHING_ELSE.search(clause))
