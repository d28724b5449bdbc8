"""Reads an agency's folder `map/`: areas.geojson (its parts), beside.geojson (its neighbours), crossings.csv. All are optional."""

from __future__ import annotations

import csv
import json
import math
from collections import defaultdict
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

from agencies.errors import BrokenAgencyFile, Fault
from agencies.map.shape import Area, CityMap, Crossing, Ring, Spot
from spoken.en.street_types import TYPE_WORDS

FOLDER, OWN, BESIDE, CROSSINGS = "map", "areas.geojson", "beside.geojson", "crossings.csv"
MAP_FILES = tuple(f"{FOLDER}/{name}" for name in (OWN, BESIDE, CROSSINGS))
_TYPES = frozenset(TYPE_WORDS.values())
_KINDS = ("Polygon", "MultiPolygon")


def load_map(folder: Path) -> CityMap:
    """`folder`: the agency's. Empty where it has no map. Raises BrokenAgencyFile."""
    own, about = _areas(folder / FOLDER / OWN)
    beside, _ = _areas(folder / FOLDER / BESIDE)
    crossings = tuple(_crossings(folder / FOLDER / CROSSINGS))
    named: Dict[str, List[Crossing]] = defaultdict(list)
    for one in crossings:
        for street in (one.street, one.other):
            named[bare(street)].append(one)
    return CityMap(own, beside, crossings, str(about.get("source", "")), str(about.get("terms", "")), dict(named))


def bare(street: str) -> str:
    """ "11th" of "11th Ave", "santa fe" of "Santa Fe Dr": as people say it who leave out the kind."""
    words = street.split()
    return " ".join(words[:-1] if len(words) > 1 and words[-1] in _TYPES else words).lower()


def _areas(path: Path) -> Tuple[Tuple[Area, ...], Dict[str, Any]]:
    """The areas, and what the file says of itself (source, terms)."""
    if not path.is_file():
        return (), {}
    shown = _shown(path)
    try:
        data = json.loads(path.read_text("utf-8"))
        found = tuple(_area(one) for one in data["features"])
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise BrokenAgencyFile(
            [Fault(shown, getattr(error, "lineno", 1), f"this is no collection of areas ({error})", _RIGHT)]
        ) from None
    return found, data


_RIGHT = "write GeoJSON: features with properties.name and a Polygon or MultiPolygon in degrees, longitude first"


def _area(feature: Dict[str, Any]) -> Area:
    geometry = feature["geometry"]
    if geometry["type"] not in _KINDS:
        raise ValueError(f"a {geometry['type']} has no inside")
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    rings = tuple(_ring(ring) for polygon in polygons for ring in polygon)
    return Area(str(feature["properties"]["name"]), rings)


def _ring(line: List[List[float]]) -> Ring:
    ring = tuple(Spot(float(lat), float(lon)) for lon, lat, *_ in line)
    if len(ring) < 3 or not all(abs(one.lat) <= 90 and abs(one.lon) <= 180 for one in ring):
        raise ValueError("an outline has fewer than three corners, or corners off the globe")
    return ring


def _crossings(path: Path) -> Iterator[Crossing]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as file:
        lines = [(number, line) for number, line in enumerate(file, 1) if not line.startswith("#")]
    for (number, _), row in zip(lines[1:], csv.DictReader(line for _, line in lines)):
        try:
            spot = Spot(float(row["lat"]), float(row["lon"]))
            if not (math.isfinite(spot.lat) and math.isfinite(spot.lon) and row["street"] and row["other"]):
                raise ValueError
        except (KeyError, TypeError, ValueError):
            wrong = "a crossing is not whole"
            right = "write street, other, lat and lon, such as '11th Ave,Grant St,39.7337,-104.9838'"
            raise BrokenAgencyFile([Fault(_shown(path), number, wrong, right)]) from None
        yield Crossing(row["street"], row["other"], spot)


def _shown(path: Path) -> str:
    return "/".join(("agencies", *path.parts[-3:]))
