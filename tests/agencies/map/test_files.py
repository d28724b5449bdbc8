"""A broken map says which file, which line and what would be right; a map is made out of a city's own data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agencies.errors import BrokenAgencyFile
from agencies.loader import AGENCIES
from agencies.map.files import load_map
from agencies.map.from_city_data import areas, simpler


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("areas.geojson", "{"),
        ("areas.geojson", '{"features": [{"properties": {"name": "A"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}]}'),
        ("areas.geojson", '{"features": [{"properties": {}, "geometry": {"type": "Polygon", "coordinates": []}}]}'),
        ("beside.geojson", '{"features": [{"properties": {"name": "A"}, "geometry": {"type": "Polygon", "coordinates": [[[1, 200]]]}}]}'),
        ("crossings.csv", "street,other,lat,lon\n1st Ave,Oak St,50.1,\n"),
        ("crossings.csv", "street,other,lat,lon\n1st Ave,,50.1,10\n"),
        ("crossings.csv", "street,other,lat,lon\n1st Ave,Oak St,nan,10\n"),
    ],
)  # fmt: skip
def test_a_broken_map_is_explained(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "map").mkdir()
    (tmp_path / "map" / name).write_text(text, "utf-8")
    with pytest.raises(BrokenAgencyFile, match=name):
        load_map(tmp_path)


@pytest.mark.parametrize("folder", [path.parent for path in AGENCIES.glob("*/map/")], ids=lambda path: path.name)
def test_every_agency_s_map_can_be_read_and_says_whose_data_it_is(folder: Path) -> None:
    city = load_map(folder)
    assert city
    assert city.credit
    assert len({one.name for one in city.own}) == len(city.own)


def test_outlines_are_made_simpler_and_stay_where_they_are() -> None:
    assert simpler([(0, 0), (0.00001, 0.5), (0, 1)], 12) == [(0, 0), (0, 1)]
    ring = [[0, 0], [0, 0.5], [0, 1], [1, 1], [1, 0], [0, 0]]
    data = {"features": [{"properties": {"N": " A "}, "geometry": {"type": "Polygon", "coordinates": [ring]}}]}
    [made] = areas(json.loads(json.dumps(data)), "N", 12)
    assert made["properties"] == {"name": "A"}
    assert made["geometry"]["coordinates"][0][0] == [[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]
