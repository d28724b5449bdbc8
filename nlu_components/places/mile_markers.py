"""A motorway with its mile marker or exit: "i 25 at mile marker 208", "exit 281 on i 70". Pure."""

from __future__ import annotations

from typing import Optional, Tuple

from nlu_components.places.place_reading import Place, Reading
from spoken.en.numbers import number_at

NEAR = 6  # words between the motorway and the number
MOST_DIGITS = 3


def mile_marker(reading: Reading) -> Optional[Place]:
    road = next((street for street in reading.streets if street and street.highway), None)
    if road is None:
        return None
    for i in range(len(reading.words)):
        label, at = _label(reading, i)
        if not label or min(abs(i - road.last), abs(road.first - at)) > NEAR:
            continue
        digits, end = _number(reading, at)
        if digits:
            value = f"{road.display}, {label} {int(digits)}"
            return Place("where", value, min(i, road.first), max(end, road.last))
    return None


def _label(reading: Reading, i: int) -> Tuple[str, int]:
    """(what is written, where the number stands)."""
    word, following = reading.word(i), reading.word(i + 1)
    if word == "mile" and following in ("marker", "post", "mark"):
        return "mile marker", i + 2
    if word in ("milepost", "milemarker"):
        return "mile marker", i + 1
    if word == "exit":
        return "exit", i + (2 if following == "number" else 1)
    return "", i


def _number(reading: Reading, at: int) -> Tuple[str, int]:
    digits = ""
    while at < len(reading.words) and (found := number_at(reading.words, at, bool(digits))):
        if len(digits + found[0]) > MOST_DIGITS:
            break
        digits, at = digits + found[0], at + found[1]
    return digits, at - 1
