"""A city's map as a page draws it, small: whole numbers of 1/10,000 degree, each corner as its step from the one before."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Dict, Iterable, List

from agencies.map.shape import CityMap, Spot, metres

SCALE = 10_000
LONGEST_GAP_M = 900.0  # between two corners of a street that is drawn through; beyond it nobody knows how it runs


def drawn(city: CityMap) -> Dict[str, Any]:
    """{scale, view: [[south, west], [north, east]] or absent, areas: [[name, [line, ...]]], beside: the same,
    streets: [[name, line, ...]]}."""
    return {
        "scale": SCALE,
        **_view([one.spot for one in city.crossings]),
        "areas": [[one.name, [_steps(ring) for ring in one.rings]] for one in city.own],
        "beside": [[one.name, [_steps(ring) for ring in one.rings]] for one in city.beside],
        "streets": [[name, *map(_steps, lines)] for name, lines in sorted(streets(city).items())],
    }


def _view(spots: List[Spot]) -> Dict[str, Any]:
    """What is looked at first: where most streets cross, and not the fields around an airport."""
    if not spots:
        return {}
    lats, lons = sorted(one.lat for one in spots), sorted(one.lon for one in spots)
    first, last = len(spots) // 10, len(spots) - 1 - len(spots) // 10
    return {"view": [[lats[first], lons[first]], [lats[last], lons[last]]]}


def streets(city: CityMap) -> Dict[str, List[List[Spot]]]:
    """Each street as lines through its corners, in the direction in which it runs; broken where two corners lie far apart."""
    corners: Dict[str, List[Spot]] = defaultdict(list)
    for one in city.crossings:
        corners[one.street].append(one.spot)
        corners[one.other].append(one.spot)
    lines = {name: list(_lines(spots)) for name, spots in corners.items()}
    return {name: found for name, found in lines.items() if found}


def _lines(spots: List[Spot]) -> Iterable[List[Spot]]:
    tall = max(one.lat for one in spots) - min(one.lat for one in spots)
    wide = max(one.lon for one in spots) - min(one.lon for one in spots)
    ordered = sorted(set(spots), key=lambda one: (one.lat, one.lon) if tall > wide else (one.lon, one.lat))
    line: List[Spot] = []
    for spot in ordered:
        if line and metres(line[-1], spot) > LONGEST_GAP_M:
            if len(line) > 1:
                yield line
            line = []
        line.append(spot)
    if len(line) > 1:
        yield line


def _steps(line: Iterable[Spot]) -> List[int]:
    """lat, lon, then what is added to them."""
    steps: List[int] = []
    at = (0, 0)
    for spot in line:
        to = (round(spot.lat * SCALE), round(spot.lon * SCALE))
        steps += [to[0] - at[0], to[1] - at[1]]
        at = to
    return steps
