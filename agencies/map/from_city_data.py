"""An agency's folder map/ from its own data: python -m agencies.map.from_city_data --agency denver --source "..." --licence "..."

    --areas neighbourhoods.geojson --name NBHD_NAME    outlines, made simpler: corners within --within metres of a line are left out
    --crossings crossings.csv                          columns street, other, lat, lon; streets that streets.csv lacks are left out

docs/guides/places.md says what is what.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
from pathlib import Path
from typing import Any, Dict, Iterator, List, Sequence, Set, Tuple

import yaml

from agencies.map.files import BESIDE, CROSSINGS, FOLDER, OWN
from agencies.map.shape import METRES_A_DEGREE
from agencies.places_from_centrelines import AGENCIES, read_rows, split_name

Corner = Tuple[float, float]


def simpler(line: Sequence[Corner], within_m: float) -> List[Corner]:
    """The line with fewer corners, none further away than that (Ramer, Douglas and Peucker)."""
    kept, spans = {0, len(line) - 1}, [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        away = [(_off(line[at], line[first], line[last]), at) for at in range(first + 1, last)]
        furthest, at = max(away, default=(0.0, 0))
        if furthest > within_m:
            kept.add(at)
            spans += [(first, at), (at, last)]
    return [line[at] for at in sorted(kept)]


def _off(corner: Corner, one: Corner, other: Corner) -> float:
    """Metres from a corner (lon, lat) to the line between two others."""
    flat = math.cos(math.radians(corner[1]))
    x, y = (corner[0] - one[0]) * flat, corner[1] - one[1]
    along, up = (other[0] - one[0]) * flat, other[1] - one[1]
    whole = along * along + up * up
    part = max(0.0, min(1.0, (x * along + y * up) / whole)) if whole else 0.0
    return METRES_A_DEGREE * math.hypot(x - part * along, y - part * up)


def areas(data: Dict[str, Any], name: str, within_m: float) -> Iterator[Dict[str, Any]]:
    for feature in data["features"]:
        shape = feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        rings = [[_ring(ring, within_m) for ring in polygon] for polygon in polygons]
        yield {
            "type": "Feature",
            "properties": {"name": str(feature["properties"][name]).strip()},
            "geometry": {"type": "MultiPolygon", "coordinates": rings},
        }


def _ring(ring: Sequence[Sequence[float]], within_m: float) -> List[List[float]]:
    """A closed line is halved first, else it would shrink to its seam."""
    line = [(float(one[0]), float(one[1])) for one in ring]
    middle = len(line) // 2
    fewer = simpler(line[: middle + 1], within_m)[:-1] + simpler(line[middle:], within_m)
    return [[round(lon, 5), round(lat, 5)] for lon, lat in fewer]


def crossings(rows: Iterator[Any], known: Dict[str, Set[str]], bare: Set[str]) -> Iterator[Tuple[str, str, str, str]]:
    """`known`: a street's name -> its types; `bare`: those that are called by their name alone ("Broadway")."""
    found = set()
    for row in rows:
        names = [split_name(row[column] or "") for column in ("street", "other")]
        full = tuple(sorted(name if name in bare else f"{name} {kind}".strip() for name, kind in names))
        if full not in found and names[0] != names[1] and all(kind in known.get(name, ()) for name, kind in names):
            found.add(full)
            yield (full[0], full[1], row["lat"], row["lon"])


def main(given: List[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, prog="agencies.map.from_city_data"
    )
    parser.add_argument("--agency", required=True)
    parser.add_argument("--source", required=True, help="whose data it is, as they want to be named")
    parser.add_argument("--licence", required=True)
    parser.add_argument("--terms", default="", help="address of their terms, for the line below the map")
    parser.add_argument("--areas", type=Path)
    parser.add_argument("--beside", type=Path, help="outlines of the neighbours, so that it is said whose a place is")
    parser.add_argument("--name", default="name", help="property of the outlines' names")
    parser.add_argument("--within", type=float, default=12.0, help="metres")
    parser.add_argument("--crossings", type=Path)
    wanted = parser.parse_args(given)
    folder = AGENCIES / wanted.agency / FOLDER
    folder.mkdir(exist_ok=True)
    about = {"source": wanted.source, "licence": wanted.licence, "terms": wanted.terms}
    for asked, target in ((wanted.areas, OWN), (wanted.beside, BESIDE)):
        if asked:
            data = json.loads(asked.read_text("utf-8"))
            _write_areas(folder / target, about, list(areas(data, wanted.name, wanted.within)))
    if wanted.crossings:
        known = {
            row["name"]: {row["type"], *row["other_types"].split()}
            for row in read_rows(AGENCIES / wanted.agency / "streets.csv")
        }
        with (folder / CROSSINGS).open("w", encoding="utf-8", newline="") as file:
            file.write("".join(f"# {name.capitalize()}: {said}\n" for name, said in about.items() if said))
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("street", "other", "lat", "lon"))
            writer.writerows(sorted(crossings(iter(read_rows(wanted.crossings)), known, _bare(wanted.agency))))
    return 0


def _bare(agency: str) -> Set[str]:
    """Streets that the agency's own list gives no type."""
    listed = yaml.safe_load((AGENCIES / agency / "places.yml").read_text("utf-8")).get("streets") or []
    return {one["name"] for one in listed if not one.get("type")}


def _write_areas(path: Path, about: Dict[str, str], features: List[Dict[str, Any]]) -> None:
    """One area a line, so that a change can be read."""
    lines = ",\n".join(json.dumps(one, separators=(",", ":"), ensure_ascii=False) for one in features)
    head = json.dumps({"type": "FeatureCollection", **about}, ensure_ascii=False)[:-1]
    path.write_text(f'{head}, "features": [\n{lines}\n]}}\n', "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
