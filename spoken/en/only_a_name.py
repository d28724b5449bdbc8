"""Whether an answer is a person's name and nothing else, where a thing or its damage was asked for: "abigail torres". Pure."""

from __future__ import annotations

import re

from spoken.en.names import name_in
from spoken.en.thing_words import BROKEN, OWNED, VEHICLES, plain
from spoken.word_sets import word_set

_THINGS = BROKEN | OWNED | VEHICLES
_NO_NAMES = word_set(
    "front rear back left right side upper lower driver passenger whole big small deep little minor major bad light paint metal plastic"
    " dent dents scratch scratches scrape scrapes crack cracks hole holes damage fender bumper door mirror hood trunk panel quarter"
    " taillight headlight headlights windshield window roof tire wheel axle broken bent torn off out in up down all over not no the a"
    " an my it and very totaled total crushed gone everything nothing busted some few two three several body frame engine grill grille"
    " corner end part"
)


def is_only_a_name(text: str) -> bool:
    """Two or three words that are a name and, as far as is known, no words of talk or of things; not "front bumper"."""
    found, words = name_in(text), re.findall(r"[^\W\d_][\w'-]*", text.lower())
    if found is None or not 2 <= len(words) <= 3 or len(found.text.split()) != len(words):
        return False
    return not any(plain(word) in _THINGS or word in _NO_NAMES or word.endswith(("ed", "ing", "ly")) for word in words)
