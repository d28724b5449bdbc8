"""Street addresses and blocks: "fourteen twenty pearl", "1200 to 1299 market", "apt 3, 830 e 11th ave". Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Iterator, Optional, Tuple

from nlu_components.places.place_reading import Place, Reading
from nlu_components.places.streets import STRONG, FoundStreet, of_gazetteer
from spoken.en.numbers import number_at
from spoken.en.units import unit_at
from spoken.word_sets import word_set

MAX_HOUSE_DIGITS = 5
UP_TO = word_set("to through thru until and dash")


def address(reading: Reading) -> Optional[Place]:
    for i in range(len(reading.words)):
        numbers = list(_numbers(reading, i))
        for digits, after in numbers:
            place = (
                _range(reading, i, digits, after)
                or _block(reading, i, digits, after)
                or _house(reading, i, digits, _of_the_list(reading, reading.streets[after]))
            )
            if place:
                return place
        if numbers and len(numbers[-1][0]) >= 3 and reading.place_expected(i):
            street = reading.misheard(numbers[-1][1], 2)
            if street and (street.typed or reading.asked):
                return _house(reading, i, numbers[-1][0], street)
    return None


def _numbers(reading: Reading, i: int) -> Iterator[Tuple[str, int]]:
    """Every house number that may start here, with the word after it: "fourteen twenty third" is 14, then 1420."""
    if i >= len(reading.words):
        return
    if (
        i and number_at(reading.words, i - 1, True) and _same_clause(reading, i) and not _written_after_said(reading, i)
    ) or reading.words[i] in (
        "a",
        "o",
        "oh",
        "zero",
    ):
        return
    digits, at = "", i
    while at < len(reading.words) and (found := number_at(reading.words, at, bool(digits))):
        if reading.utterance.words[at].clause != reading.utterance.words[i].clause:
            return  # "apt 3, 1100 ogden"
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
        Place("where", f"{int(digits)} block of {street.display}", i, street.last, street.likeness, street.border)
        if street
        else None
    )


def _same_clause(reading: Reading, i: int) -> bool:
    return reading.utterance.words[i - 1].clause == reading.utterance.words[i].clause


def _written_after_said(reading: Reading, i: int) -> bool:
    """ "apartment three oh two 1750 ogden": figures behind number words are a number of their own."""
    return reading.words[i].isdigit() and len(reading.words[i]) > 2 and not reading.words[i - 1].isdigit()


def _range(reading: Reading, i: int, digits: str, after: int) -> Optional[Place]:
    """ "1200 to 1299 market": the block, or both numbers when they are not of one block."""
    if reading.word(after) not in UP_TO or len(digits) < 3:
        return None
    for last, at in _numbers(reading, after + 1):
        street = reading.streets[at]
        if street is None or len(last) != len(digits) or not int(digits) < int(last):
            continue
        block = digits.endswith("00") and digits[:-2] == last[:-2]
        value = f"{digits} block of {street.display}" if block else f"{digits} to {last} {street.display}"
        return Place("where", value, i, street.last, street.likeness, street.border)
    return None


def _house(reading: Reading, i: int, digits: str, street: Optional[FoundStreet]) -> Optional[Place]:
    if street is None or not _house_fits(reading, digits, street):
        return None
    unit, last = _unit(reading, i, street.last)
    value = f"{int(digits)} {street.display}{unit}"
    return Place("where", value, i, last, street.likeness, street.border)


def _of_the_list(reading: Reading, street: Optional[FoundStreet]) -> Optional[FoundStreet]:
    """The listed street of the same type that an unlisted one sounds like: "leads dale drive"; "clyde place" is no Claude Court."""
    if street is None or not street.unlisted:
        return street
    found = reading.gazetteer.misheard(reading.words[street.first : street.last])
    same = found is not None and found[0].type == street.type
    return (
        replace(of_gazetteer(found[0], street.first, street.last, found[1]), typed=True, strength=STRONG)
        if found and same
        else street
    )


def _house_fits(reading: Reading, digits: str, street: FoundStreet) -> bool:
    if int(digits) == 0 or (street.numbered and not street.typed and len(digits) < 3):
        return False
    if street.typed and street.strength == STRONG:
        return not street.highway
    if not street.typed and len(digits) < 3:
        return False
    if street.typed or not street.ordinary or reading.ends_or_goes_on(street.last):
        return True
    return unit_at(reading.utterance, street.last + 1) is not None


def _unit(reading: Reading, first: int, last: int) -> Tuple[str, int]:
    """(", apt 3", last word of the whole): said straight after the street or anywhere before the number."""
    if reading.word(last + 1) in ("basement", "rear"):
        return f", {reading.word(last + 1)}", last + 1
    for i in (*range(last + 1, min(last + 2, len(reading.words))), *range(first)):
        unit = unit_at(reading.utterance, i, after_street=i > last)
        if unit and (i > last or unit.last < first):
            return f", {unit.written}", max(last, unit.last)
    return "", last


def _certain_street(reading: Reading, i: int) -> Optional[FoundStreet]:
    """A street where nothing else can stand: after "block of"."""
    return (reading.streets[i] or reading.misheard(i, 2)) if i < len(reading.words) else None
