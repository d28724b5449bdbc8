"""Which city or other authority it happened in: "over in lakewood", "at the airport"; not "my sister from aurora". Pure.

A name that is also one of our streets is the city only behind "in": "on sheridan" and "us 36 at sheridan" are the street.
"""

from __future__ import annotations

from typing import List, Optional, Tuple

from nlu_components.places.place_reading import Reading
from spoken.en.street_types import TYPE_WORDS
from spoken.word_sets import word_set

PLACED = word_set("in inside at")  # the words before a city where something happens
INSIDE = word_set("in inside")
BETWEEN = word_set("the downtown north south east west old city town of")  # may stand between "in" and the name
# said shortly before, the city is a person's and not the deed's
SOMEBODYS = word_set(
    """live lives living lived from work works working worked born moved moving based grew office located registered
    resident residents police department officer court jail school family sister brother mom dad mother father friend
    cousin daughter son aunt uncle ex if called"""
)
NOT_A_CITY_AFTER = word_set(
    "police pd court courts department sheriff officer officers public line county jail mall avenue"
)
REACH = 4  # words
SHORT = 3  # words beside the name in a short answer to "where?"


def city_in(reading: Reading) -> Optional[Tuple[str, int, int]]:
    """(name, first word, last word); None when no city, or more than one, is said to be where it happened."""
    words = [word.text for word in reading.utterance.words]
    found: List[Tuple[str, int, int]] = []
    for i in range(len(words)):
        hit = reading.gazetteer.cities.at(words, i)
        if hit and _happened_there(reading, words, i, i + hit[1] - 1, hit[0]):
            found.append((hit[0], i, i + hit[1] - 1))
    return found[-1] if len({name for name, _, _ in found}) == 1 else None


def _happened_there(reading: Reading, words: List[str], first: int, last: int, name: str) -> bool:
    following = words[last + 1] if last + 1 < len(words) else ""
    if following in TYPE_WORDS or following in NOT_A_CITY_AFTER:
        return False
    before = first - 1
    while before >= 0 and words[before] in BETWEEN:
        before -= 1
    placed = before >= 0 and words[before] in PLACED
    if before >= 0 and words[before] == "at" and not name.lower().endswith("airport"):
        placed = False
    if reading.gazetteer.streets.at(reading.words, first) is not None and not (before >= 0 and words[before] in INSIDE):
        return False
    if reading.asked and len(words) <= last - first + 1 + SHORT:
        return True
    return placed and not any(word in SOMEBODYS for word in words[max(0, before - REACH) : before])
