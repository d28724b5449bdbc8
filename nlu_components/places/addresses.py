"""Street addresses and blocks: "fourteen twenty pearl", "the 1400 block of south pearl", "830 e 11th ave unit 204". Pure."""

from __future__ import annotations

from typing import Iterator, Optional, Tuple

from nlu_components.places.place_reading import Place, Reading
from nlu_components.places.streets import STRONG, FoundStreet
from spoken.en.numbers import number_at

MAX_HOUSE_DIGITS = 5


def address(reading: Reading) -> Optional[Place]:
    for i in range(len(reading.words)):
        numbers = list(_numbers(reading, i))
        for digits, after in numbers:
            place = _block(reading, i, digits, after) or _house(reading, i, digits, reading.streets[after])
            if place:
                return place
        if numbers and len(numbers[-1][0]) >= 3 and reading.place_expected(i):
            street = reading.misheard(numbers[-1][1], 2)
            if street and (street.typed or reading.asked):
                return _house(reading, i, numbers[-1][0], street)
    return None


def _numbers(reading: Reading, i: int) -> Iterator[Tuple[str, int]]:
    """Every house number that may start here, with the word after it: "fourteen twenty third" is 14, then 1420."""
    if (i and number_at(reading.words, i - 1, True)) or reading.words[i] in ("a", "o", "oh", "zero"):
        return
    digits, at = "", i
    while at < len(reading.words) and (found := number_at(reading.words, at, bool(digits))):
        digits, at = digits + found[0], at + found[1]
        if len(digits) > MAX_HOUSE_DIGITS:
            return
        if at < len(reading.words):
            yield digits, at


def _block(reading: Reading, i: int, digits: str, after: int) -> Optional[Place]:
    if reading.word(after) not in ("block", "blk"):
        return None
    at = after + (2 if reading.word(after + 1) in ("of", "on") else 1)
    street = _certain_street(reading, at)
    return (
        Place("where", f"{int(digits)} block of {street.display}", i, street.last, street.likeness) if street else None
    )


def _house(reading: Reading, i: int, digits: str, street: Optional[FoundStreet]) -> Optional[Place]:
    if street is None or not _house_fits(reading, digits, street):
        return None
    unit, last = _unit(reading, street.last)
    return Place(
        "where", f"{int(digits)} {street.display}{unit}", i, street.last if not unit else last, street.likeness
    )


def _house_fits(reading: Reading, digits: str, street: FoundStreet) -> bool:
    if int(digits) == 0 or (street.numbered and not street.typed and len(digits) < 3):
        return False
    if street.typed and street.strength == STRONG:
        return not street.name.startswith(("I-", "US ", "Hwy "))
    if not street.typed and len(digits) < 3:
        return False
    return street.typed or not street.ordinary or reading.ends_or_goes_on(street.last)


def _unit(reading: Reading, last: int) -> Tuple[str, int]:
    if reading.word(last + 1) in ("apartment", "apt", "unit", "suite", "number") and last + 2 < len(reading.words):
        number = number_at(reading.words, last + 2)
        if number:
            return (
                f", {'apt' if reading.word(last + 1).startswith('ap') else reading.word(last + 1)} {number[0]}",
                last + 1 + number[1],
            )
    return "", last


def _certain_street(reading: Reading, i: int) -> Optional[FoundStreet]:
    """A street where nothing else can stand: after "block of"."""
    return (reading.streets[i] or reading.misheard(i, 2)) if i < len(reading.words) else None
