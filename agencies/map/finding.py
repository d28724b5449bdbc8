"""Where words lie on a city's map, and what is near a spot. What is not sure is not found: nobody is sent to a wrong corner."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import Dict, List, Optional, Sequence, Set, Tuple

from agencies.map.files import bare
from agencies.map.shape import CityMap, Crossing, Spot, metres
from spoken.en.street_types import TYPE_WORDS

NEAR_M = 250.0  # further away, a crossing says little of where somebody is
SAME_CORNER_M = 400.0
_LONGEST_NAME = 4
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)?")


@dataclass(frozen=True)
class Near:
    """What is around a spot. `beside`: the neighbour whose it is, where its outline is known."""

    crossing: Optional[Crossing]
    area: str
    inside: bool
    beside: str = ""

    def __str__(self) -> str:
        """As an address is written: "11th Ave & Grant St, Capitol Hill"."""
        return ", ".join(part for part in (str(self.crossing or ""), self.area or self.beside) if part)


@dataclass(frozen=True)
class Found:
    """`exact`: a corner; otherwise the middle of a part of the city."""

    spot: Spot
    name: str
    exact: bool


def near(city: CityMap, spot: Spot) -> Near:
    """What people would say to find the spot."""
    closest = min(city.crossings, key=lambda one: metres(one.spot, spot), default=None)
    if closest is not None and metres(closest.spot, spot) > NEAR_M:
        closest = None
    area = next((one.name for one in city.own if one.holds(spot)), "")
    beside = "" if area else next((one.name for one in city.beside if one.holds(spot)), "")
    return Near(closest, area, bool(area) or not city.own, beside)


def find(city: CityMap, words: str) -> Optional[Found]:
    """The corner of two streets that the words name, else the part of the city; None where it could be several."""
    tokens = [token.lower() for token in _WORD.findall(words)]
    areas = [one for one in city.own if _named(one.name, words)]
    corner = _corner(city, tokens, [one.name for one in areas])
    if corner is not None:
        return Found(corner.spot, str(corner), True)
    if len(areas) == 1:
        return Found(areas[0].middle, areas[0].name, False)
    return None


def _corner(city: CityMap, tokens: List[str], areas: Sequence[str]) -> Optional[Crossing]:
    """Of all pairs of streets that the words name, the one crossing that there is."""
    streets = _streets(city, tokens)
    meeting = [
        crossing
        for one, other in combinations(streets, 2)
        for crossing in city.named[one]
        if other in (bare(crossing.street), bare(crossing.other))
        and _kind_fits(crossing, one, streets[one])
        and _kind_fits(crossing, other, streets[other])
    ]
    if len(meeting) > 1 and areas:
        meeting = [one for one in meeting if near(city, one.spot).area in areas] or meeting
    if not meeting or any(metres(meeting[0].spot, one.spot) > SAME_CORNER_M for one in meeting):
        return None
    return meeting[0]


def _streets(city: CityMap, tokens: List[str]) -> Dict[str, Optional[str]]:
    """The streets that the words name -> the kind said with each ("St", None when none was). Longer names win."""
    found: Dict[str, Optional[str]] = {}
    taken: Set[int] = set()
    for length in range(_LONGEST_NAME, 0, -1):
        for start in range(len(tokens) - length + 1):
            span = range(start, start + length)
            name = _as_listed(city, " ".join(tokens[start : start + length]))
            if name is None or taken & set(span):
                continue
            following = tokens[start + length] if start + length < len(tokens) else ""
            found.setdefault(name, TYPE_WORDS.get(following))
            taken |= set(span)
    return found


def _as_listed(city: CityMap, name: str) -> Optional[str]:
    """The name as the map has it; "11" is "11th"."""
    if name in city.named:
        return name
    if _ORDINAL.fullmatch(name):
        number = re.sub(r"\D", "", name)
        return next((f"{number}{end}" for end in ("th", "st", "nd", "rd") if f"{number}{end}" in city.named), None)
    return None


def _kind_fits(crossing: Crossing, name: str, kind: Optional[str]) -> bool:
    full: Tuple[str, ...] = tuple(one for one in (crossing.street, crossing.other) if bare(one) == name)
    return kind is None or any(one.endswith(f" {kind}") for one in full)


def _named(area: str, words: str) -> bool:
    """Whether a part of the text between commas ends in the name, and is no address: "1400 Cole St" is not in Cole."""
    name = _WORD.findall(area.lower())
    for part in words.split(","):
        tokens = _WORD.findall(part.lower())
        if name and tokens[-len(name) :] == name and not any(token[0].isdigit() for token in tokens):
            return True
    return False
