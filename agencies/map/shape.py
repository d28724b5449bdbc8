"""What a map is made of. Degrees are WGS 84; a ring is a closed line of (lat, lon)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Dict, List, NamedTuple, Tuple

METRES_A_DEGREE = 111_320.0


class Spot(NamedTuple):
    """Where something is."""

    lat: float
    lon: float


Ring = Tuple[Spot, ...]


@dataclass(frozen=True)
class Area:
    """A part of the city, or a neighbour of it: all rings are outer ones (a city's islands), or holes in them."""

    name: str
    rings: Tuple[Ring, ...]

    def holds(self, spot: Spot) -> bool:
        """Even-odd over all rings, so that a hole is outside."""
        return sum(_crossed(ring, spot) for ring in self.rings) % 2 == 1

    @property
    def middle(self) -> Spot:
        """Of its largest ring's corners; good enough for a label and a rough pin."""
        ring = max(self.rings, key=len)
        return Spot(sum(one.lat for one in ring) / len(ring), sum(one.lon for one in ring) / len(ring))


@dataclass(frozen=True)
class Crossing:
    """Two streets that meet, by their full names."""

    street: str
    other: str
    spot: Spot

    def __str__(self) -> str:
        return f"{self.street} & {self.other}"


@dataclass(frozen=True, eq=False)
class CityMap:
    """`own`: the city's parts, together all of it; `beside`: its neighbours, where there are outlines of them.
    `credit`: whose data it is, with the address of their terms ("" where there is none)."""

    own: Tuple[Area, ...] = ()
    beside: Tuple[Area, ...] = ()
    crossings: Tuple[Crossing, ...] = ()
    credit: str = ""
    credit_to: str = ""
    named: Dict[str, List[Crossing]] = field(default_factory=dict, compare=False)

    def __bool__(self) -> bool:
        return bool(self.own or self.crossings)


def metres(one: Spot, other: Spot) -> float:
    """As the crow flies, over a city's distances."""
    east = (one.lon - other.lon) * math.cos(math.radians(one.lat))
    return METRES_A_DEGREE * math.hypot(one.lat - other.lat, east)


def _crossed(ring: Ring, spot: Spot) -> int:
    """How often a line from the spot to the east crosses the ring."""
    found = 0
    for one, other in zip(ring, (*ring[1:], ring[0])):
        if (one.lat > spot.lat) != (other.lat > spot.lat):
            at = one.lon + (spot.lat - one.lat) / (other.lat - one.lat) * (other.lon - one.lon)
            found += spot.lon < at
    return found
