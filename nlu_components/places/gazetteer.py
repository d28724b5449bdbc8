"""An agency's streets, crossings, landmarks and cities, found by name or, when misheard, by sound. Pure; read by `files`.

Letters and sound count the same ("coffeex", "cold facts" -> Colfax). Whether a place was meant at all is decided by
the grammar in `places`: nothing here turns an everyday word into a street.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, FrozenSet, Generic, List, Optional, Sequence, Tuple, TypeVar

import jellyfish
from rapidfuzz import fuzz

from spoken.utterance import heard

ALIKE = 70.0  # 0..100: letters and sound together; measured on recogniser slips and everyday words in tests
LEAD = 4.0  # the best must lead the next by this much, or nobody knows which street it was
BOTH_EVERYDAY = 0.8  # 0..1: how alike two everyday words must be to a street's name ("cold facts")
REMEMBERED = 4096  # look-ups kept
Words = Tuple[str, ...]
T = TypeVar("T")


def _everyday() -> FrozenSet[str]:
    text = Path(__file__).with_name("everyday_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


EVERYDAY = _everyday()


@dataclass(frozen=True)
class Street:
    name: str
    type: str = ""
    ordinary: bool = False  # also an everyday word or a person's name
    downtown: bool = False  # crossed by numbered "St", not "Ave"
    border: bool = False  # the other side of it is another city


@dataclass(frozen=True)
class Landmark:
    name: str
    ordinary: bool = False


def spoken(name: str) -> Words:
    """The words of a name as they are looked up: lower case, no accents, no apostrophes."""
    return tuple(word.plain for word in heard(name.replace(".", "")).words)


@dataclass
class Names(Generic[T]):
    """Names of one or more words, looked up at a place in an utterance; the longest wins."""

    entries: Dict[Words, T] = field(default_factory=dict)
    longest: Dict[str, int] = field(default_factory=dict)  # first word -> most words of a name that starts so

    def add(self, name: str, value: T) -> bool:
        """False: something else has the name already."""
        words = spoken(name)
        if not words or self.entries.setdefault(words, value) != value:
            return False
        self.longest[words[0]] = max(self.longest.get(words[0], 0), len(words))
        return True

    def at(self, words: Sequence[str], i: int) -> Optional[Tuple[T, int]]:
        longest = self.longest.get(words[i])
        if longest is None:  # most words
            return None
        for length in range(min(longest, len(words) - i), 0, -1):
            found = self.entries.get(tuple(words[i : i + length]))
            if found is not None:
                return found, length
        return None


@dataclass(frozen=True, eq=False)  # each reading of the files is one of its own
class Gazetteer:
    streets: Names[Street]
    landmarks: Names[Landmark]
    areas: Names[str]
    cities: Names[str]  # neighbours, this city's own names, and other authorities
    own: FrozenSet[str]  # those of `cities` that are this city
    authorities: FrozenSet[str]  # those that are a place of its own, such as the airport
    crossings: Dict[Tuple[str, str], str]  # (street, the one it meets), by name -> the first one's type there
    sounds: Tuple[Tuple[str, str, Street], ...]  # joined letters, metaphone, street
    _remembered: Dict[str, Optional[Tuple[Street, float]]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def empty(cls) -> Gazetteer:
        return cls(Names(), Names(), Names(), Names(), frozenset(), frozenset(), {}, ())

    def meet(self, one: str, other: str) -> bool:
        """Whether two streets can be a corner; yes as well when the agency has no list of crossings."""
        return not self.crossings or (one, other) in self.crossings

    def misheard(self, words: Sequence[str]) -> Optional[Tuple[Street, float]]:
        """The street that these words were meant to be, and how alike they are (0..1); None when unclear or everyday."""
        letters = "".join(words)
        if not 4 <= len(letters) <= 20 or (len(words) == 1 and letters in EVERYDAY):
            return None
        if letters not in self._remembered:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            self._remembered[letters] = _nearest(self.sounds, letters)
        found = self._remembered[letters]
        doubtful = found is not None and found[1] < BOTH_EVERYDAY and all(word in EVERYDAY for word in words)
        return None if doubtful else found


def _nearest(sounds: Tuple[Tuple[str, str, Street], ...], letters: str) -> Optional[Tuple[Street, float]]:
    sound = _sound(letters)
    best: Dict[Street, float] = {}
    for known_letters, known_sound, street in sounds:
        score = (fuzz.ratio(letters, known_letters) + fuzz.ratio(sound, known_sound)) / 2
        if score > best.get(street, ALIKE - LEAD):
            best[street] = score
    ranking = sorted(best.items(), key=lambda pair: -pair[1])
    if not ranking or ranking[0][1] < ALIKE or (len(ranking) > 1 and ranking[0][1] - ranking[1][1] < LEAD):
        return None
    return ranking[0][0], ranking[0][1] / 100


def _sound(letters: str) -> str:
    return str(jellyfish.metaphone(letters)).replace(" ", "")


def sounds_of(streets: Names[Street]) -> Tuple[Tuple[str, str, Street], ...]:
    joined: List[Tuple[str, Street]] = [("".join(words), street) for words, street in streets.entries.items()]
    return tuple((letters, _sound(letters), street) for letters, street in joined if len(letters) >= 4)
