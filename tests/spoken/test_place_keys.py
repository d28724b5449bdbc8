"""Places that are the same however they are said, and those that are not."""

from __future__ import annotations

import pytest

from spoken.en import place_keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("14th Avenue and Pearl Street", "Pearl and Fourteenth"),
        ("14th Ave & Pearl St.", "the corner of Pearl Street at 14th Avenue"),
        ("1437 Bannock Street, Denver CO", "1437 Bannock St"),
        ("1437 Bannock Street, Springfield, IL 62701", "1437 Bannock St"),
        ("Union Station, Denver", "union station"),
        ("12 High Street Thornmouth", "12 High St"),
        ("1300 block of North Broadway", "1300 N Broadway"),
    ],
)
def test_a_place_is_the_same_however_it_is_said(one: str, other: str) -> None:
    assert place_keys.place_key(one) == place_keys.place_key(other)


def test_different_places_stay_different() -> None:
    names = [
        "14th and Pearl",
        "15th and Pearl",
        "1437 Bannock",
        "1473 Bannock",
        "Pearl Street",
        "Colorado Blvd",
        "Denver Blvd",
        "",
        "   ",
    ]
    keys = [place_keys.place_key(name) for name in names]
    assert len(set(keys)) == 8
    assert keys[-1] is None
