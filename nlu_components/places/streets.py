"""One street in an utterance: numbered, known to the gazetteer, named with its type, or a highway. Pure.

`street_at` says how strongly the words mean a street; whether that is enough is for `places`, which sees what is around.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Dict, Optional, Sequence, Tuple

from nlu_components.places.gazetteer import EVERYDAY, Gazetteer, Street
from spoken.en.numbers import TENS, number_at
from spoken.en.street_types import TYPE_WORDS
from spoken.word_sets import word_list, word_set

STRONG, FAIR, WEAK = 3, 2, 1  # a street by itself; with a street beside it; only where a place is certain

# an unknown name counts with these types; "drive", "way", "place" and "court" are everyday words
SURE_TYPES = word_set("street st avenue ave boulevard blvd parkway pkwy lane ln")
FIGURE_TYPES = word_set("st street av ave avenue")
DIRECTIONS: Dict[str, str] = {
    "north": "N",
    "south": "S",
    "east": "E",
    "west": "W",
    "n": "N",
    "s": "S",
    "e": "E",
    "w": "W",
}
_ORDINALS = word_list(
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
ORDINALS: Dict[str, int] = {word: number for number, word in enumerate(_ORDINALS) if number}
TENTHS: Dict[str, int] = {word[:-1] + "ieth": number for word, number in TENS.items()}
HIGHWAYS = {"i": "I-", "interstate": "I-", "highway": "Hwy ", "hwy": "Hwy ", "us": "US ", "route": "Hwy "}
HIGHWAY_NUMBERS = word_set("25 70 76 225 270 285 36 6 85 87 40 470 83")
TYPES_BEFORE = word_set("calle avenida")  # as Spanish speakers say it
NOT_A_NAME = word_set(
    """a an the my our your his her their this that these those i we he she it in on of at by to up or is was no as so do go
    dirt dark residential quiet busy dead cross icy snowy bumpy gravel paved crowded lined narrow private one-way toward
    crossing cleaned sweeping single"""
)


@dataclass(frozen=True)
class FoundStreet:
    name: str
    type: str
    first: int
    last: int
    strength: int
    direction: str = ""
    typed: bool = False  # the caller said the type
    numbered: bool = False
    downtown: bool = False
    ordinary: bool = False
    border: bool = False
    likeness: float = 1.0  # below 1: misheard, found by sound
    unlisted: bool = False  # known by its type and number only, which everyday words could be as well

    @property
    def highway(self) -> bool:
        return self.typed and self.name.startswith(("I-", "US ", "Hwy "))

    @property
    def display(self) -> str:
        return " ".join(part for part in (self.direction, self.name, self.type) if part)

    def beside(self, other: FoundStreet, gazetteer: Gazetteer) -> FoundStreet:
        """With the type that it has where it meets the other; a numbered street not listed there by the other's type."""
        if self.typed:
            return self
        listed = gazetteer.crossings.get((self.name, other.name))
        if listed is not None:
            return replace(self, type=listed)
        if not self.numbered or self.type:
            return self
        if other.downtown:
            return replace(self, type="St")
        crosses = other.type in ("St", "Blvd", "Dr", "Pkwy") or other.name == "Broadway"
        return replace(self, type="Ave") if crosses else self


def ordinal_at(words: Sequence[str], i: int) -> Optional[Tuple[int, int]]:
    """(number, words used) of "14th", "fourteenth", "thirty eighth"; None otherwise."""
    word = words[i]
    if word[0].isdigit():
        return (int(word[:-2]), 1) if len(word) <= 5 and word[-2:].isalpha() else None
    if word in TENS and i + 1 < len(words) and 1 <= ORDINALS.get(words[i + 1], 0) <= 9:
        return TENS[word] + ORDINALS[words[i + 1]], 2
    number = ORDINALS.get(word) or TENTHS.get(word)
    return (number, 1) if number else None


def street_at(gazetteer: Gazetteer, words: Sequence[str], i: int) -> Optional[FoundStreet]:
    """The street that starts at word i; a direction before it belongs to it."""
    if words[i] in DIRECTIONS and i + 1 < len(words):
        found = _named_at(gazetteer, words, i + 1)
        if found:
            stronger = STRONG if len(words[i]) > 1 and not found.numbered else found.strength
            return replace(found, first=i, direction=DIRECTIONS[words[i]], strength=max(found.strength, stronger))
    if words[i] in TYPES_BEFORE and (found := _named_at(gazetteer, words, i + 1)):
        return replace(found, first=i, typed=True, strength=STRONG)
    return _highway_at(words, i) or _named_at(gazetteer, words, i)


def _named_at(gazetteer: Gazetteer, words: Sequence[str], i: int) -> Optional[FoundStreet]:
    if i >= len(words):
        return None
    ordinal = ordinal_at(words, i)
    if ordinal and 0 < ordinal[0] < 200:
        strength = FAIR if ordinal[0] > 3 or words[i][0].isdigit() else WEAK
        found = FoundStreet(_ordinal_text(ordinal[0]), "", i, i + ordinal[1] - 1, strength, numbered=True)
        return _with_type(found, words)
    if (found_by_figure := _figure_at(words, i)) is not None:
        return found_by_figure
    known = gazetteer.streets.at(words, i)
    if known and known[1] == 1 and words[i] in TYPE_WORDS and i and can_be_a_name(words[i - 1]):
        return None  # "tralee court": the type of a street that no list holds
    if known:
        return _with_type(of_gazetteer(known[0], i, i + known[1] - 1), words)
    return _unknown_at(words, i)


def _figure_at(words: Sequence[str], i: int) -> Optional[FoundStreet]:
    """ "7 ST E", as dispatchers write: figures, a type, and the side of the city behind it."""
    if not (words[i].isdigit() and 1 <= len(words[i]) <= 3 and 0 < int(words[i]) < 200 and i + 1 < len(words)):
        return None
    if words[i + 1] not in FIGURE_TYPES or (i and words[i - 1].isdigit()):
        return None
    side = DIRECTIONS.get(words[i + 2], "") if i + 2 < len(words) and len(words[i + 2]) == 1 else ""
    kind = f"{TYPE_WORDS[words[i + 1]]} {side}".strip()
    name, last = _ordinal_text(int(words[i])), i + (2 if side else 1)
    return FoundStreet(name, kind, i, last, STRONG, typed=True, numbered=True)


def of_gazetteer(street: Street, first: int, last: int, likeness: float = 1.0) -> FoundStreet:
    return FoundStreet(
        street.name, street.type, first, last, FAIR if street.ordinary else STRONG,
        downtown=street.downtown, ordinary=street.ordinary, border=street.border, likeness=likeness,
    )  # fmt: skip


def _with_type(found: FoundStreet, words: Sequence[str]) -> FoundStreet:
    """The type word after a name; "monaco street parkway" has two, the last counts."""
    last = found.last
    while last + 1 < len(words) and words[last + 1] in TYPE_WORDS and last - found.last < 2:
        last += 1
    if last == found.last:
        return found
    return replace(found, type=TYPE_WORDS[words[last]], last=last, strength=STRONG, typed=True)


def _unknown_at(words: Sequence[str], i: int) -> Optional[FoundStreet]:
    """One or two words that no list holds, and a type word: "raleigh street", "white oak lane"; with a number, any type."""
    types = TYPE_WORDS if _number_before(words, i) else SURE_TYPES
    if not any(word in types for word in words[i + 1 : i + 3]):
        return None
    for length in (1, 2):
        name, after = words[i : i + length], i + length
        if after >= len(words) or not all(can_be_a_name(word) for word in name):
            return None
        if words[after] in types and not (length == 2 and words[after] in ("st", "ln")):
            title = " ".join(word.capitalize() for word in name)
            sure = words[after] in SURE_TYPES
            return FoundStreet(title, TYPE_WORDS[words[after]], i, after, FAIR, typed=True, unlisted=not sure)
    return None


def _number_before(words: Sequence[str], i: int) -> bool:
    """A house number of three digits or more, or one in words, stands before the name and its direction."""
    at = i - 1 - (i > 0 and words[i - 1] in DIRECTIONS)
    return at >= 0 and (len(words[at]) > 2 if words[at].isdigit() else number_at(words, at) is not None)


def can_be_a_name(word: str) -> bool:
    return word.isalpha() and word not in NOT_A_NAME and word not in EVERYDAY and word not in TYPE_WORDS


def _highway_at(words: Sequence[str], i: int) -> Optional[FoundStreet]:
    if words[i] not in HIGHWAYS or i + 1 >= len(words):
        return None
    number, used = words[i + 1], 1
    if number in TENS and i + 2 < len(words):
        unit = {"five": 5, "six": 6}.get(words[i + 2])
        number, used = str(TENS[number] + (unit or 0)), 2 if unit else 1
    elif number in TENS:
        number = str(TENS[number])
    if number not in HIGHWAY_NUMBERS:
        return None
    return FoundStreet(HIGHWAYS[words[i]] + number, "", i, i + used, STRONG, typed=True)


def _ordinal_text(number: int) -> str:
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"
