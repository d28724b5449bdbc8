"""One utterance being read for places: its words, the street that starts at each, and what stands around. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional

from nlu_components.places.gazetteer import Gazetteer
from nlu_components.places.streets import DIRECTIONS, STRONG, FoundStreet, of_gazetteer, street_at
from spoken.en.numbers import number_at
from spoken.en.street_types import TYPE_WORDS
from spoken.utterance import Utterance
from spoken.word_sets import word_set

PREPOSITIONS = word_set(
    "at on in by near off of around behind outside inside along from past across between crossing to"
)
FILLERS = word_set(
    "um uh er like you know the its it's it is was i think that's thats would be so well yeah okay ok oh at on"
)
# What may follow a street name that is also an everyday word ("on federal and", not "federal taxes").
AFTER_NAME = word_set(
    """and at near by in the it its it's he he's she they they're is was are were right just around last yesterday this
    that there where when so i i'm we we're my a an for with between about to from off of or because but has had have
    today tonight now again since after before while please across toward heading going who which someone somebody
    people his her their our some if like every all up down still always stole took hit cars everybody yesterday
    monday tuesday wednesday thursday friday saturday sunday"""
)


@dataclass(frozen=True)
class Place:
    kind: str  # where | street | area | city
    value: str
    first: int  # word numbers, inclusive
    last: int
    confidence: float = 1.0
    border: bool = False  # on a street whose other side is another city


@dataclass
class Reading:
    gazetteer: Gazetteer
    utterance: Utterance
    words: List[str]
    asked: bool  # the open question was where

    def __post_init__(self) -> None:
        places = range(len(self.words))
        self.streets: List[Optional[FoundStreet]] = [street_at(self.gazetteer, self.words, i) for i in places]

    def word(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""

    def before(self, i: int) -> str:
        """The word before a place, passing over an article."""
        return self.word(i - 2) if self.word(i - 1) in ("the", "a", "that", "um", "uh") else self.word(i - 1)

    def starts_here(self, i: int) -> bool:
        """A direction before a name belongs to the street found one word earlier."""
        return i == 0 or self.words[i - 1] not in DIRECTIONS or self.streets[i - 1] is None

    def place_expected(self, i: int) -> bool:
        return self.asked or self.before(i) in PREPOSITIONS

    def corner(self, i: int) -> bool:
        return (
            self.asked or "corner" in self.words[max(0, i - 4) : i] or "intersection" in self.words[max(0, i - 4) : i]
        )

    def ends_or_goes_on(self, last: int) -> bool:
        following = self.word(last + 1)
        ended = not following or self.utterance.words[last + 1].clause != self.utterance.words[last].clause
        return ended or following in AFTER_NAME

    def misheard(self, i: int, most: int) -> Optional[FoundStreet]:
        """The street that one or `most` words from i on sound like."""
        options = [self.near(i, i + length) for length in range(1, most + 1) if i + length <= len(self.words)]
        return max((option for option in options if option), key=lambda option: option.likeness, default=None)

    def near(self, first: int, end: int) -> Optional[FoundStreet]:
        words = self.words[first:end]
        if any(
            word in FILLERS or word in TYPE_WORDS or word in AFTER_NAME or number_at(words, k)
            for k, word in enumerate(words)
        ):
            return None
        found = self.gazetteer.misheard(words)
        if not found:
            return None
        street, typed = of_gazetteer(found[0], first, end - 1, found[1]), self.word(end) in TYPE_WORDS
        if not typed:
            return street
        return FoundStreet(street.name, TYPE_WORDS[self.word(end)], first, end, STRONG, typed=True, likeness=found[1])
