"""Dates that tell who somebody is: full ones with a year, and any date of birth. "On May third" stays."""

import re
from collections.abc import Iterator

from privacy.findings import Finding
from privacy.words import MONTHS, ONES, ORDINALS, TEENS, TENS


def _any(words: "frozenset[str] | dict[str, str]") -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_SMALL = rf"(?:{_any(ONES)}|{_any(TEENS)}|{_any(TENS)})"
_GAP = r"[\s,\-]+"
_MONTH = rf"\b{_any(MONTHS)}\b\.?"
_ORDINAL = rf"(?:{_any(TENS)}{_GAP})?{_any(ORDINALS)}"
_DAY = rf"(?:the{_GAP})?(?:\d{{1,2}}(?:st|nd|rd|th)?|{_ORDINAL}|{_any(TENS)}{_GAP}{_any(ONES)}|{_SMALL})\b"
_TAIL = rf"(?:and{_GAP})?{_SMALL}(?:{_GAP}{_any(ONES)})?"
_YEAR = (
    rf"(?:'?\d{{2}}|\d{{4}}|(?:nineteen|twenty){_GAP}(?:hundred{_GAP})?{_TAIL}|two{_GAP}thousand(?:{_GAP}{_TAIL})?)\b"
)
# a year without its century ("eighty one", "oh five") is one where somebody speaks of their birth
_BORN_YEAR = rf"(?:{_YEAR}|{_any(TENS)}(?:{_GAP}{_any(ONES)})?\b|(?:oh|o|zero){_GAP}{_any(ONES)}\b)"
_FULL = re.compile(
    rf"{_MONTH}{_GAP}{_DAY}(?:{_GAP}of)?{_GAP}{_YEAR}|\b{_DAY}(?:{_GAP}of)?{_GAP}{_MONTH}{_GAP}{_YEAR}"
    r"|\b\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})\b|\b\d{4}-\d{1,2}-\d{1,2}\b",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    rf"\b(?:born|birth|birthday|dob|birthdate)\b(?:'s)?(?:\s+(?:is|was|on|in|it's|the|of|my|date|uh|um)|\s*[:,])*\s*"
    rf"(?P<date>{_MONTH}(?:{_GAP}{_DAY})?(?:{_GAP}{_BORN_YEAR})?|{_DAY}{_GAP}(?:of{_GAP})?{_MONTH}(?:{_GAP}{_BORN_YEAR})?"
    rf"|{_BORN_YEAR})",
    re.IGNORECASE,
)


def find_dates(text: str) -> Iterator[Finding]:
    """Full dates, and whatever is said to be a birthday."""
    for match in _FULL.finditer(text):
        yield Finding(match.start(), match.end(), "date")
    for match in _BIRTH.finditer(text):
        yield Finding(match.start("date"), match.end("date"), "date")
