"""A place in words and a pin on the map are the same corner, and what is not sure is not found."""

from __future__ import annotations

from pathlib import Path

import pytest

from agencies.map.drawing import drawn, streets
from agencies.map.files import load_map
from agencies.map.finding import find, near
from agencies.map.shape import CityMap, Spot

AREAS = """{"type": "FeatureCollection", "source": "Smallville open data", "terms": "https://example.org/terms", "features": [
{"type": "Feature", "properties": {"name": "Old Town"}, "geometry": {"type": "Polygon", "coordinates":
  [[[10.0, 50.0], [10.02, 50.0], [10.02, 50.02], [10.0, 50.02], [10.0, 50.0]],
   [[10.008, 50.008], [10.012, 50.008], [10.012, 50.012], [10.008, 50.012], [10.008, 50.008]]]}},
{"type": "Feature", "properties": {"name": "Harbour"}, "geometry": {"type": "MultiPolygon", "coordinates":
  [[[[10.02, 50.0], [10.04, 50.0], [10.04, 50.02], [10.02, 50.02], [10.02, 50.0]]]]}}]}"""
BESIDE = """{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "Glenville"}, "geometry":
  {"type": "Polygon", "coordinates": [[[10.008, 50.008], [10.012, 50.008], [10.012, 50.012], [10.008, 50.012], [10.008, 50.008]]]}}]}"""
CROSSINGS = """# Source: Smallville open data
street,other,lat,lon
1st Ave,Oak St,50.0050,10.0050
2nd Ave,Oak St,50.0060,10.0050
3rd Ave,Oak St,50.0070,10.0050
1st Ave,Santa Fe Dr,50.0050,10.0100
Broadway,Oak St,50.0180,10.0050
Elm St,Mill Rd,50.0020,10.0020
Elm Ave,Mill Rd,50.0190,10.0390
"""


@pytest.fixture
def city(tmp_path: Path) -> CityMap:
    folder = tmp_path / "smallville" / "map"
    folder.mkdir(parents=True)
    for name, text in (("areas.geojson", AREAS), ("beside.geojson", BESIDE), ("crossings.csv", CROSSINGS)):
        (folder / name).write_text(text, "utf-8")
    return load_map(folder.parent)


@pytest.mark.parametrize(
    ("words", "corner"),
    [
        ("1st and Oak", "1st Ave & Oak St"),
        ("corner of OAK STREET and 2 Ave.", "2nd Ave & Oak St"),
        ("by the bank, oak st @ 3rd", "3rd Ave & Oak St"),
        ("1st Avenue & Santa Fe", "1st Ave & Santa Fe Dr"),
        ("Broadway at Oak", "Broadway & Oak St"),
        ("Elm Ave and Mill", "Elm Ave & Mill Rd"),
        ("Elm and Mill, Harbour", "Elm Ave & Mill Rd"),
    ],
)
def test_two_streets_as_people_write_them_are_found(city: CityMap, words: str, corner: str) -> None:
    found = find(city, words)
    assert found is not None
    assert (found.name, found.exact) == (corner, True)


@pytest.mark.parametrize(
    "words", ["Oak St", "Elm and Mill", "2nd and Santa Fe", "1437 Nowhere Ct", "", "?? & ??", "a" * 5_000]
)
def test_what_could_be_several_places_or_none_is_not_found(city: CityMap, words: str) -> None:
    assert find(city, words) is None


def test_a_part_of_the_city_is_found_roughly(city: CityMap) -> None:
    found = find(city, "somewhere in the old town")
    assert found is not None
    assert not found.exact
    assert near(city, found.spot).area in ("Old Town", "")


def test_a_pin_says_the_corner_and_the_part_of_the_city(city: CityMap) -> None:
    assert str(near(city, Spot(50.0051, 10.0051))) == "1st Ave & Oak St, Old Town"
    assert str(near(city, Spot(50.015, 10.03))) == "Harbour"


def test_a_neighbour_inside_of_the_city_is_not_the_city(city: CityMap) -> None:
    known = near(city, Spot(50.01, 10.01))
    assert (known.inside, known.beside) == (False, "Glenville")
    assert not near(city, Spot(51, 11)).inside


def test_a_city_without_a_map_calls_no_place_foreign(tmp_path: Path) -> None:
    empty = load_map(tmp_path)
    assert not empty
    assert near(empty, Spot(50, 10)).inside
    assert find(empty, "1st and Oak") is None


def test_streets_are_drawn_through_their_corners_and_broken_where_nobody_knows(city: CityMap) -> None:
    assert streets(city)["Oak St"] == [[Spot(50.005, 10.005), Spot(50.006, 10.005), Spot(50.007, 10.005)]]
    shown = drawn(city)
    assert [name for name, *_ in shown["areas"]] == ["Old Town", "Harbour"]
    oak = next(lines for name, *lines in shown["streets"] if name == "Oak St")
    assert oak == [[500050, 100050, 10, 0, 10, 0]]
