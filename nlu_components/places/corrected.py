"""A place that was taken back in the same breath: "10th and grant, no sorry, 11th and grant", "1430 not 1420 pearl". Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import List, Optional

from nlu_components.places.place_reading import Place
from nlu_components.places.places import PlaceFinder
from spoken.en.corrections import may_take_back, taken_back
from spoken.en.house_numbers import renumbered
from spoken.utterance import Utterance, heard

EXACT = ("where", "street", "city")


def corrected_place(finder: PlaceFinder, utterance: Utterance, asked: bool) -> Optional[List[Place]]:
    """What counts instead of the place that was taken back; None when no place was. Word numbers are the utterance's."""
    text = utterance.folded
    parts = taken_back(text) if may_take_back(text) else None
    if parts is None:
        return None
    counts = heard(parts[1])
    found = finder.found(counts, asked or bool(finder.found(heard(parts[0]), asked)))
    if any(place.kind in EXACT for place in found):
        shift = len(heard(text[: max(0, text.rfind(parts[1]))]).words)
        return [replace(place, first=place.first + shift, last=place.last + shift) for place in found]
    return _other_number(finder, text, asked)


def _other_number(finder: PlaceFinder, text: str, asked: bool) -> Optional[List[Place]]:
    """Only the house number was corrected: the street is the other one's."""
    places = finder.found(heard(text), asked)
    new = [replace(place, value=renumbered(place.value, text) or place.value) for place in places]
    return new if new != places else None
