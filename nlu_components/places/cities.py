"""Which city or other authority it happened in: "over in lakewood", "at the airport"; not "my sister from aurora". Pure."""

from __future__ import annotations

from typing import List, Optional, Sequence, Tuple

from nlu_components.places.gazetteer import Gazetteer
from spoken.en.street_types import TYPE_WORDS
from spoken.word_sets import word_set

PLACED = word_set("in inside at")  # the words before a city where something happens
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


def city_in(gazetteer: Gazetteer, words: Sequence[str], asked: bool) -> Optional[Tuple[str, int, int]]:
    """(name, first word, last word); None when no city, or more than one, is said to be where it happened."""
    found: List[Tuple[str, int, int]] = []
    for i in range(len(words)):
        hit = gazetteer.cities.at(words, i)
        if hit and _happened_there(words, i, i + hit[1] - 1, hit[0], asked):
            found.append((hit[0], i, i + hit[1] - 1))
    return found[-1] if len({name for name, _, _ in found}) == 1 else None


def _happened_there(words: Sequence[str], first: int, last: int, name: str, asked: bool) -> bool:
    following = words[last + 1] if last + 1 < len(words) else ""
    if following in TYPE_WORDS or following in NOT_A_CITY_AFTER:
        return False
    before = first - 1
    while before >= 0 and words[before] in ("the", "downtown", "north", "south", "east", "west", "old"):
        before -= 1
    placed = before >= 0 and words[before] in PLACED
    if before >= 0 and words[before] == "at" and not name.lower().endswith("airport"):
        placed = False
    if asked and len(words) <= last - first + 4:
        return True
    return placed and not any(word in SOMEBODYS for word in words[max(0, before - REACH) : before])
