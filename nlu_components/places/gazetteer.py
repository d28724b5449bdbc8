"""An agency's places.yml: its streets, landmarks and cities, found by name or, when misheard, by sound. Pure.

Letters and sound count the same ("coffeex", "cold facts" -> Colfax). Whether a place was meant at all is decided by
the grammar in `places`: nothing here turns an everyday word into a street.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, FrozenSet, Generic, List, Optional, Sequence, Tuple, TypeVar

import jellyfish
from rapidfuzz import fuzz
from yaml.nodes import Node

from agencies.lined import Lined
from spoken.utterance import heard

TYPES = ("", "St", "Ave", "Blvd", "Dr", "Rd", "Pl", "Ct", "Cir", "Way", "Pkwy", "Ln", "Ter", "Hwy")
SECTIONS = ("streets", "landmarks", "areas", "own_city_names", "other_authorities", "neighbour_cities")
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


@dataclass(frozen=True)
class Gazetteer:
    streets: Names[Street]
    landmarks: Names[Landmark]
    areas: Names[str]
    cities: Names[str]  # neighbours, this city's own names, and other authorities
    sounds: Tuple[Tuple[str, str, Street], ...]  # joined letters, metaphone, street
    _remembered: Dict[str, Optional[Tuple[Street, float]]] = field(default_factory=dict, repr=False, compare=False)

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


def load_gazetteer(path: Path) -> Gazetteer:
    """Reads an agency's places.yml. Raises BrokenAgencyFile: file, line, what is wrong, what would be right."""
    lined = Lined(path)
    top = lined.root("the gazetteer is missing; copy another agency's places.yml.")
    lined.only(top, SECTIONS, "the file")
    for section in SECTIONS:
        if section not in top:
            raise lined.at(1, f"the section '{section}' is missing; write '{section}: []' if there are none")
    streets, landmarks, areas, cities = Names[Street](), Names[Landmark](), Names[str](), Names[str]()
    for node in lined.items(top["streets"], "streets"):
        _named(lined, node, streets, _street(lined, node))
    for node in lined.items(top["landmarks"], "landmarks"):
        _named(lined, node, landmarks, _landmark(lined, node))
    for name, node in lined.texts(top["areas"], "areas"):
        _add(lined, node, areas, name, name)
    for section in ("own_city_names", "neighbour_cities"):
        for name, node in lined.texts(top[section], section):
            _add(lined, node, cities, name, name)
    for node in lined.items(top["other_authorities"], "other_authorities"):
        _named(lined, node, cities, _entry(lined, node, ("name", "aliases"))[0])
    return Gazetteer(streets, landmarks, areas, cities, _sounds(streets))


def _sounds(streets: Names[Street]) -> Tuple[Tuple[str, str, Street], ...]:
    joined: List[Tuple[str, Street]] = [("".join(words), street) for words, street in streets.entries.items()]
    return tuple((letters, _sound(letters), street) for letters, street in joined if len(letters) >= 4)


def _entry(lined: Lined, node: Node, allowed: Tuple[str, ...]) -> Tuple[str, Dict[str, Node]]:
    entry = lined.mapping(node, "an entry")
    lined.only(entry, allowed, "an entry")
    if "name" not in entry:
        raise lined.problem(node, "an entry has no name; write {name: ...}.")
    return lined.text(entry["name"], "a name"), entry


def _street(lined: Lined, node: Node) -> Street:
    name, entry = _entry(lined, node, ("name", "type", "aliases", "ordinary", "downtown"))
    kind = lined.text(entry["type"], "a type") if "type" in entry else ""
    if kind not in TYPES:
        raise lined.problem(entry["type"], f"unknown street type '{kind}'; write one of {', '.join(TYPES[1:])}.")
    flags = {key: lined.flag(entry[key], f"'{key}'") for key in ("ordinary", "downtown") if key in entry}
    return Street(name, kind, **flags)


def _landmark(lined: Lined, node: Node) -> Landmark:
    name, entry = _entry(lined, node, ("name", "aliases", "ordinary"))
    return Landmark(name, "ordinary" in entry and lined.flag(entry["ordinary"], "'ordinary'"))


def _named(lined: Lined, node: Node, names: Names[T], value: T) -> None:
    entry = lined.mapping(node, "an entry")
    _add(lined, node, names, lined.text(entry["name"], "a name"), value)
    for alias, alias_node in lined.texts(entry["aliases"], "aliases") if "aliases" in entry else []:
        _add(lined, alias_node, names, alias, value)


def _add(lined: Lined, node: Node, names: Names[T], name: str, value: T) -> None:
    if not names.add(name, value):
        raise lined.problem(node, f"'{name}' stands twice or has no letters; keep one entry for a name.")
