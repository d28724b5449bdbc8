"""A city's own street data becomes its gazetteer: without ramps and alleys, and without losing what a person marked."""

from __future__ import annotations

from pathlib import Path

import pytest

from agencies import places_from_centrelines as centrelines

STREETS = """\
FULLNAME,PIECES
N OGDEN ST,40
S Ogden Way,2
Ogden Corona Aly,9
NB I25 TO COLFAX RAMP,3
E 13th Ave,30
I25,80
Elizabeth St,5
Cherry Creek N Dr,4
"""
CROSSINGS = """\
street,other
E 13th Ave,N Ogden St
N Ogden St,13th Ave
Ogden Corona Aly,13th Ave
Ogden Dr,13th Ave
"""


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "agencies" / "smallville").mkdir(parents=True)
    for name, text in (("lines.csv", STREETS), ("meet.csv", CROSSINGS), ("words.txt", "elizabeth\nsmith\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(centrelines, "AGENCIES", tmp_path / "agencies")
    return tmp_path


def _written(city: Path) -> dict[str, list[str]]:
    given = f"{city}/lines.csv --agency smallville --name FULLNAME --used PIECES --crossings {city}/meet.csv"
    given += f" --everyday {city}/words.txt"
    assert centrelines.main([*given.split(), "--source", "City of Smallville", "--licence", "CC BY 4.0"]) == 0
    rows = (city / "agencies" / "smallville" / "streets.csv").read_text(encoding="utf-8").splitlines()
    return {"remarks": rows[:3], "rows": rows[4:]}


def test_streets_stay_and_ramps_alleys_and_motorways_go(city: Path) -> None:
    assert _written(city)["rows"] == [
        "Ogden,St,Way,,,",
        "13th,Ave,,,,",
        "Elizabeth,St,,yes,,",
        "Cherry Creek North,Dr,,,,",
    ]


def test_the_source_and_its_licence_stand_in_the_file(city: Path) -> None:
    assert _written(city)["remarks"][:2] == ["# Source: City of Smallville", "# Licence: CC BY 4.0"]


def test_a_crossing_is_two_known_streets_once(city: Path) -> None:
    _written(city)
    text = (city / "agencies" / "smallville" / "crossings.csv").read_text(encoding="utf-8")
    assert text.splitlines()[4:] == ["13th Ave,Ogden St"]


def test_what_a_person_marked_is_kept_when_the_data_are_renewed(city: Path) -> None:
    _written(city)
    path = city / "agencies" / "smallville" / "streets.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Ogden,St,Way,,,", "Ogden,St,Way,,,yes"), encoding="utf-8")
    assert "Ogden,St,Way,,,yes" in _written(city)["rows"]


def test_a_file_without_the_column_is_told(city: Path) -> None:
    with pytest.raises(SystemExit, match="--name"):
        centrelines.main([f"{city}/lines.csv", "--agency", "smallville", "--source", "x", "--licence", "y"])
