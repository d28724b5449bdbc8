"""An utterance with its places taken out, so that a need is judged by what happened and not by where.

A street, crossing, address or landmark becomes "the street"; a neighbouring city "another city", this one "the city".
Which is which the gazetteer says, so a model that learned from such texts holds no city's names. A place with an
authority of its own (the airport) and the neighbourhoods stay: they say what is wanted, and are no street.
"""

from __future__ import annotations

from typing import List, Optional, Sequence, Tuple

from agencies.live_files import agencies_root
from nlu_components.places.files import gazetteer_of
from nlu_components.places.gazetteer import EVERYDAY, Gazetteer
from nlu_components.places.places import read
from nlu_components.places.streets import STRONG
from spoken.en.street_types import TYPE_WORDS
from spoken.utterance import Utterance, heard
from spoken.word_sets import word_set

STREET, OTHER_CITY, OWN_CITY = "the street", "another city", "the city"
MOST_PLACES = 4  # in one utterance; the rest stays
A_STREET_AFTER = word_set("on at off near from by of to along down and between behind")
NO_STREET_AFTER = word_set(
    "date dates house clerk case hearing ticket records office building"
)  # "aurora court date" is a court's
A_CITY_AFTER = word_set("in from of outside inside")
A_CITY_BEFORE = word_set("police pd")
SHORT = 2  # words: an answer or a name alone
Span = Tuple[int, int]


def masked_for_training(texts: Sequence[str]) -> List[str]:
    """By every agency's gazetteer: examples may name a place of any of them, and a model belongs to none."""
    root = agencies_root()
    masks = [PlaceMask(gazetteer_of(path.parent)) for path in sorted(root.glob("*/places.yml"))]
    for mask in masks:
        texts = [mask.masked(text) for text in texts]
    return list(texts)


class PlaceMask:
    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def masked(self, text: str) -> str:
        text = self._without_cities(text)
        for _ in range(MOST_PLACES):
            span = self._street(heard(text))
            if span is None:
                break
            text = text[: span[0]] + STREET + text[span[1] :]
        return text

    def _street(self, utterance: Utterance) -> Optional[Span]:
        """The next place that is said where a place can stand, or a street that is nothing but a street."""
        if not utterance.words:
            return None
        reading, place = read(self._gazetteer, utterance, asked=False)
        if place and place.kind != "area":
            return utterance.span(place.first, place.last)
        sure = (street for street in reading.streets if street and street.strength == STRONG)
        street = next((one for one in sure if one.typed or not one.ordinary), None)
        return utterance.span(street.first, street.last) if street else None

    def _without_cities(self, text: str) -> str:
        utterance = heard(text)
        words = [word.plain for word in utterance.words]
        parts: List[str] = []
        end = i = 0
        while i < len(words):
            hit = self._gazetteer.cities.at(words, i)
            last = i + hit[1] - 1 if hit else i
            if hit and self._names_a_street(words, i, last):
                last += 1
                parts += [text[end : utterance.span(i, i)[0]], STREET]
                end = utterance.span(last, last)[1]
            elif hit and hit[0] not in self._gazetteer.authorities and self._is_city(words, i, last):
                span = utterance.span(i, last)
                parts += [text[end : span[0]], OWN_CITY if hit[0] in self._gazetteer.own else OTHER_CITY]
                end = span[1]
            i = last + 1
        return "".join([*parts, text[end:]])

    def _names_a_street(self, words: Sequence[str], first: int, last: int) -> bool:
        """A street called like a city, which no list need hold: "on aurora court", "off golden way"."""
        if last + 1 >= len(words) or words[last + 1] not in TYPE_WORDS or self._gazetteer.streets.at(words, first):
            return False
        placed = first > 0 and (words[first - 1] in A_STREET_AFTER or words[first - 1].isdigit())
        return placed and not (last + 2 < len(words) and words[last + 2] in NO_STREET_AFTER)

    def _is_city(self, words: Sequence[str], first: int, last: int) -> bool:
        """Not a street of the same name, and not the colour or the retriever: those want "in" before or "police" after."""
        following = words[last + 1] if last + 1 < len(words) else ""
        if following in TYPE_WORDS:
            return False
        everyday = all(word in EVERYDAY for word in words[first : last + 1])
        if not everyday and self._gazetteer.streets.at(words, first) is None:
            return True
        placed = first > 0 and words[first - 1] in A_CITY_AFTER
        return placed or following in A_CITY_BEFORE or len(words) <= SHORT
