"""Where it happened: address, block, crossing, landmark, street, area and city in what a caller says. Pure.

A grammar over words, with the agency's gazetteer. A misheard name is looked up only where a place must stand ("corner
of _ and federal", "1420 _ avenue", or when we asked), so everyday words never become streets.
"""

from __future__ import annotations

import functools
from typing import List, Optional, Tuple

from nlu_components.places.addresses import address
from nlu_components.places.cities import city_in
from nlu_components.places.crossings import crossing
from nlu_components.places.gazetteer import Gazetteer
from nlu_components.places.mile_markers import mile_marker
from nlu_components.places.place_reading import FILLERS, PREPOSITIONS, Place, Reading
from nlu_components.places.streets import FAIR, STRONG, FoundStreet
from spoken.utterance import Utterance
from spoken.word_sets import word_set

STREET_PREPOSITIONS = word_set("on off along down up")
LANDMARK_PREPOSITIONS = word_set(
    "at by near in outside inside behind around past of to from front next across opposite on"
)


class PlaceFinder:
    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def found(self, utterance: Utterance, asked: bool = False) -> List[Place]:
        """At most one `where`, one `street` or `area` (when there is no `where`), and one `city`."""
        if not utterance.words:
            return []
        reading, place = read(self._gazetteer, utterance, asked)
        city = city_in(reading)
        city = city or (self._named_after(reading.words, place.last + 1) if place else None)
        cities = [Place("city", *city)] if city else []
        if place and cities and place.first <= cities[0].last and cities[0].first <= place.last:
            place = None  # "aurora" is the city, not a street that sounds like it
        return cities + ([place] if place else [])

    def _named_after(self, words: List[str], i: int) -> Optional[Tuple[str, int, int]]:
        """The city straight after a place: "900 block of dayton aurora"."""
        hit = self._gazetteer.cities.at(words, i) if i < len(words) else None
        return (hit[0], i, i + hit[1] - 1) if hit else None


@functools.lru_cache(maxsize=8)
def read(gazetteer: Gazetteer, utterance: Utterance, asked: bool) -> Tuple[Reading, Optional[Place]]:
    """An utterance as it is read for places, and the most exact one that is said; masking and facts look at the same words."""
    reading = Reading(gazetteer, utterance, [word.plain for word in utterance.words], asked)
    return reading, _any_place(reading)


def _any_place(reading: Reading) -> Optional[Place]:
    return mile_marker(reading) or address(reading) or crossing(reading) or landmark(reading) or single(reading)


def landmark(reading: Reading) -> Optional[Place]:
    for i in range(len(reading.words)):
        found = reading.gazetteer.landmarks.at(reading.words, i)
        if not found or not (reading.asked or reading.before(i) in LANDMARK_PREPOSITIONS):
            continue
        landmark, last = found[0], i + found[1] - 1
        if landmark.ordinary and not (
            reading.ends_or_goes_on(last) and reading.before(i) in ("at", "outside", "behind", "by", "of", "near")
        ):
            continue
        street = _landmark_street(reading, last)
        value = f"{landmark.name} on {street.display}" if street else landmark.name
        return Place("where", value, i, street.last if street else last)
    return None


def _landmark_street(reading: Reading, last: int) -> Optional[FoundStreet]:
    if reading.word(last + 1) not in ("on", "off", "at", "near", "by"):
        return None
    at = last + (3 if reading.word(last + 2) == "of" else 2)
    street = reading.streets[at] if at < len(reading.words) else None
    return street if street and (street.strength == STRONG or reading.ends_or_goes_on(street.last)) else None


def single(reading: Reading) -> Optional[Place]:
    """A street or an area alone: a `where` only when that is what we asked for."""
    for i, street in enumerate(reading.streets):
        if street and reading.starts_here(i) and _alone(reading, street):
            kind = "where" if reading.asked else "street"
            return Place(kind, street.display, i, street.last, street.likeness, street.border)
    for i in range(len(reading.words)):
        area = reading.gazetteer.areas.at(reading.words, i)
        if area and (reading.asked or reading.before(i) in ("in", "around", "near", "over")):
            return Place("where" if reading.asked else "area", area[0], i, i + area[1] - 1)
    return _asked_name(reading)


def _alone(reading: Reading, street: FoundStreet) -> bool:
    before = reading.before(street.first) if reading.word(street.first - 1) != "the" else ""
    if reading.asked:
        return street.strength >= FAIR and (street.typed or reading.ends_or_goes_on(street.last))
    if street.strength == STRONG:
        return before in PREPOSITIONS and (street.typed or before not in ("to", "from", "of"))
    if street.typed:
        return before in STREET_PREPOSITIONS or before in ("at", "near", "by")
    return (
        before in STREET_PREPOSITIONS - {"down", "up"} and not street.numbered and reading.ends_or_goes_on(street.last)
    )


def _asked_name(reading: Reading) -> Optional[Place]:
    content = [i for i, word in enumerate(reading.words) if word not in FILLERS]
    if not reading.asked or not content or len(content) > 3 or content[-1] - content[0] != len(content) - 1:
        return None
    street = reading.near(content[0], content[-1] + 1)
    if street is None:
        return None
    return Place("where", street.display, street.first, street.last, street.likeness, street.border)
