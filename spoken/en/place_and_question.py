"""A place that was told, and what is asked about it in the same breath: "Red Rocks, Top Circle Lot. Is that Denver also?" Pure."""

from __future__ import annotations

import re

_ASKS_WHOSE_PLACE = re.compile(  # the end of the text
    r"(?:^|[\s.,;-]+)(?:(?:and|but|so|or|um|uh) )*(?:is|isn't|does|would|are)(?:n't)? (?:that|it|this|there|you|that's)\b[^?]{0,60}"
    r"\b(?:also|too|ours|yours|the city|your|you|here|count|counts|county|jurisdiction|part of|inside|within|still)\b[^?]{0,30}\??\W*$"
    r"|[.!]\s+(?:is|isn't|does|do|did|can|could|will|would|are|what|how|why|when)\b[^?]{2,80}\?\W*$",
    re.I,
)
LONGEST = 300  # characters of a place
_BEGINS_TO_ASK = re.compile(
    r"\W*(?:what|where|how|why|when|who|which|can|could|do|does|did|is|are|will|would|should)\b|.*\?", re.I | re.S
)


def place_before(text: str) -> str:
    """The place; "" where nothing that could be one stands before such a question."""
    found = _ASKS_WHOSE_PLACE.search(text) if len(text) <= LONGEST else None
    place = text[: found.start()].strip(" ,.;-") if found else ""
    return place if len(place.split()) > 1 and not _BEGINS_TO_ASK.match(place) else ""
