"""A place written one way, so that the same corner is found again however it was said: "14th Ave & Pearl", "Pearl St and Fourteenth". Pure.

Cases and lists of people at risk keep such keys: what is read here otherwise than before no longer finds them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import List, Optional

# words of an address that people write in several ways, as one of them; articles and the like are left out
_ONE_WAY = {
    "street": "st", "avenue": "ave", "av": "ave", "boulevard": "blvd", "drive": "dr", "road": "rd", "lane": "ln",
    "court": "ct", "place": "pl", "parkway": "pkwy", "highway": "hwy", "circle": "cir", "terrace": "ter",
    "north": "n", "south": "s", "east": "e", "west": "w",
    "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7",
    "eighth": "8", "ninth": "9", "tenth": "10", "eleventh": "11", "twelfth": "12", "thirteenth": "13",
    "fourteenth": "14", "fifteenth": "15", "sixteenth": "16", "seventeenth": "17", "eighteenth": "18",
    "nineteenth": "19", "twentieth": "20",
}  # fmt: skip
_LEFT_OUT = {"the", "of", "near", "at", "in", "on", "by", "block", "corner"}
_KINDS = {"st", "ave", "blvd", "dr", "rd", "ln", "ct", "pl", "pkwy", "hwy", "cir", "ter"}
# what may stand after the kind of a street; a city, a state and a postcode do not count
_GOES_ON = {"n", "s", "e", "w"}
CROSSING = " & "  # between the two streets of a key
_BETWEEN = re.compile(r"\s*(?:&|\band\b|\bat\b|@|/|\bwith\b)\s*")


def place_key(place: Optional[str]) -> Optional[str]:
    """The place written one way: '14th Avenue & Pearl' and 'Pearl St and Fourteenth' differ only by the street's kind.

    The parts of a crossing are sorted; at a crossing the kinds of streets are left out, as callers do.
    """
    plain = unicodedata.normalize("NFKD", place or "").casefold().replace("'", "").replace(".", "")
    parts = [words for part in _BETWEEN.split(plain) if (words := _street(part))]
    if len(parts) > 1:
        parts = [[word for word in part if word not in _KINDS] or part for part in parts]
    return CROSSING.join(sorted(" ".join(part) for part in parts))[:120] or None


def _street(part: str) -> List[str]:
    """Up to the last kind of a street and its direction, else up to the comma: what follows says in which city that is."""
    words = _words(part)
    last = max((i for i, word in enumerate(words) if word in _KINDS and i), default=None)
    if last is None:
        return _words(part.partition(",")[0]) or words
    return words[: last + 1] + [word for word in words[last + 1 : last + 2] if word in _GOES_ON]


def _words(part: str) -> List[str]:
    found = re.findall(r"[a-z0-9]+", part)
    found = [re.sub(r"^(\d+)(?:st|nd|rd|th)$", r"\1", word) for word in found]
    return [_ONE_WAY.get(word, word) for word in found if word not in _LEFT_OUT]
