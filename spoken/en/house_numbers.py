"""A house number that is said alone, and the place that it belongs to: "1420 Pearl St", "it was 1430, not 1420". Pure."""

from __future__ import annotations

import re

from spoken.en.corrections import corrected
from spoken.en.numbers import number_at
from spoken.utterance import heard

LEAST, MOST = 2, 5  # figures of a house number
_HOUSE = re.compile(r"^\d{1,5}(?= )")


def house_number(text: str) -> str:
    """The one number that counts in a text; "" when there is none, or more than one."""
    words, found, i = heard(corrected(text)).texts(), [], 0
    while i < len(words):
        digits = ""
        while i < len(words) and (number := number_at(words, i, bool(digits))):
            digits, i = digits + number[0], i + number[1]
        found += [digits] if digits else []
        i += 1
    return found[0] if len(found) == 1 and LEAST <= len(found[0]) <= MOST else ""


def renumbered(place: str, text: str) -> str:
    """The place with the number that is said; "" when it has none, or what is said is no number like it ("20 minutes ago")."""
    number, old = house_number(text), _HOUSE.match(place)
    if not number or not old or number == old.group(0) or abs(len(number) - len(old.group(0))) > 1:
        return ""
    return place[: old.start()] + number + place[old.end() :]
