"""Crossings: "colfax and federal", "speer at broadway", "on pearl between 13th and 14th", "corner of coffeex and york". Pure."""

from __future__ import annotations

from typing import Optional, Tuple

from nlu_components.places.place_reading import PREPOSITIONS, Place, Reading
from nlu_components.places.streets import FAIR, STRONG, FoundStreet, can_be_a_name

RELATIONS = {"near": "near", "by": "near", "off": "near", "past": "near", "toward": "near", "between": "between"}
UNLISTED = 0.6  # confidence in a street that only the caller knows
BOTH_MISHEARD = 0.85  # how alike both names of a crossing must be when neither was heard right
NEVER_MEET = 0.9  # how alike a misheard name must be when no list knows that corner


def crossing(reading: Reading) -> Optional[Place]:
    if place := _block_on(reading):
        return place
    for i, street in enumerate(reading.streets):
        if street is not None and reading.starts_here(i):
            place = _crossing_from(reading, street)
            if place:
                return place
    return _misheard_first(reading)


def _crossing_from(reading: Reading, one: FoundStreet) -> Optional[Place]:
    relation, at = _connector(reading, one.last)
    if not relation or at >= len(reading.words):
        return None
    other = reading.streets[at]
    if other is None and relation == "&" and reading.place_expected(one.first) and one.strength >= FAIR:
        other = _corner_with(reading, one, reading.misheard(at, 2))
    if other is None and relation == "&" and one.strength == STRONG:
        return _unlisted(reading, one, at)
    if other is None or other.display == one.display or not _fits(reading, one, other, relation):
        return None
    if relation == "between":
        return _between(reading, one, other)
    value = f"{one.beside(other, reading.gazetteer).display} {relation} {other.beside(one, reading.gazetteer).display}"
    return Place("where", value, one.first, other.last, min(one.likeness, other.likeness), one.border or other.border)


def _corner_with(reading: Reading, one: FoundStreet, guess: Optional[FoundStreet]) -> Optional[FoundStreet]:
    """A misheard name is believed when the two streets meet, or when it hardly differs; else it stays as it was heard."""
    if guess is None or reading.gazetteer.meet(one.name, guess.name) or guess.likeness >= NEVER_MEET:
        return guess
    return None


def _block_on(reading: Reading) -> Optional[Place]:
    """ "between vine and race on 12th"."""
    for i, word in enumerate(reading.words[:-4]):
        one = reading.streets[i + 1] if word == "between" else None
        if one is None or reading.word(one.last + 1) != "and" or one.last + 2 >= len(reading.words):
            continue
        other = reading.streets[one.last + 2]
        at = other.last + 2 if other and reading.word(other.last + 1) in ("on", "along", "off") else len(reading.words)
        street = reading.streets[at] if at < len(reading.words) else None
        if other and street:
            value = _between_text(reading, street, one, other)
            return Place("where", value, i, street.last, border=street.border)
    return None


def _between_text(reading: Reading, street: FoundStreet, one: FoundStreet, two: FoundStreet) -> str:
    first, second = (end.beside(street, reading.gazetteer).display for end in (one, two))
    return f"{street.beside(one, reading.gazetteer).display} between {first} & {second}"


def _unlisted(reading: Reading, one: FoundStreet, at: int) -> Optional[Place]:
    """ "colfax and yosemite" when the gazetteer lacks the second: its name as heard, less sure."""
    word = reading.words[at]
    if not can_be_a_name(word) or not reading.place_expected(one.first) or not reading.ends_or_goes_on(at):
        return None
    return Place("where", f"{one.display} & {word.capitalize()}", one.first, at, UNLISTED)


def _between(reading: Reading, one: FoundStreet, two: FoundStreet) -> Optional[Place]:
    three = (
        reading.streets[two.last + 2]
        if reading.word(two.last + 1) == "and" and two.last + 2 < len(reading.words)
        else None
    )
    if three is None:
        return None
    return Place("where", _between_text(reading, one, two, three), one.first, three.last, border=one.border)


def _connector(reading: Reading, last: int) -> Tuple[str, int]:
    """How the next street is joined: ("&" | "near" | "between" | "", word number of the next street)."""
    following, at = reading.word(last + 1), last + 1
    if at < len(reading.words):
        gap = reading.utterance.folded[reading.utterance.words[last].end : reading.utterance.words[at].start]
        if any(sign in gap for sign in "&/@+"):
            return "&", at
    if following in ("and", "at", "n", "x", "cross"):
        return "&", at + (2 if reading.word(at + 1) == "the" else 1)
    if following in ("right", "just", "kind", "somewhere", "over"):
        following, at = reading.word(at + 1), at + 1
    if following in RELATIONS:
        return RELATIONS[following], at + (2 if reading.word(at + 1) in ("of", "the") else 1)
    return "", at


def _fits(reading: Reading, one: FoundStreet, other: FoundStreet, relation: str) -> bool:
    if reading.before(one.first) in ("the", "between") or (
        one.numbered and reading.word(one.first - 1) == "the" and not one.typed
    ):
        return False
    strengths = sorted((one.strength, other.strength))
    if strengths[1] == STRONG:
        return strengths[0] >= FAIR or reading.place_expected(one.first)
    if one.numbered != other.numbered and strengths[0] >= FAIR and relation == "&":
        return True
    if one.numbered and other.numbered and not (one.typed or other.typed):
        return reading.corner(one.first)
    return reading.place_expected(one.first) and reading.ends_or_goes_on(other.last)


def _misheard_first(reading: Reading) -> Optional[Place]:
    """ "corner of coffeex and federal": the first name was misheard, the second is certain or misheard too."""
    for joint in (
        i for i, word in enumerate(reading.words) if word in ("and", "at") and 0 < i < len(reading.words) - 1
    ):
        other = reading.streets[joint + 1] or reading.misheard(joint + 1, 2)
        if other is None or (other.numbered and not other.typed and not reading.corner(joint - 1)):
            continue
        for length in (1, 2):
            first = joint - length
            if (
                first < 0
                or reading.word(first - 1) == "between"
                or not (
                    reading.before(first) in PREPOSITIONS or (reading.asked and first == 0) or reading.corner(first)
                )
            ):
                continue
            one = _corner_with(reading, other, reading.near(first, joint))
            sure = (
                reading.corner(first)
                or min(one.likeness if one else 0, other.likeness) >= BOTH_MISHEARD
                or other.likeness == 1
            )
            if one and one.name != other.name and sure:
                value = (
                    f"{one.beside(other, reading.gazetteer).display} & {other.beside(one, reading.gazetteer).display}"
                )
                return Place(
                    "where", value, first, other.last, one.likeness * other.likeness, one.border or other.border
                )
    return None
