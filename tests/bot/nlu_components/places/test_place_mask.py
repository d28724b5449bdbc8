"""Where it happened is taken out before the need is judged; what happened stays, and so does a city that is meant."""

from __future__ import annotations

import pytest

from nlu_components.places.files import load_gazetteer
from nlu_components.places.masking import PlaceMask
from tests.bot.nlu_components.facts.golden import AGENCY


@pytest.fixture(scope="module")
def mask() -> PlaceMask:
    return PlaceMask(load_gazetteer(AGENCY / "places.yml"))


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("my bike was stolen at thirteenth and downing", "my bike was stolen at the street"),
        ("someone stole my bike from 1420 Bannock Street.", "someone stole my bike from the street."),
        ("a theft at 1100 north ogden street, apt 3", "a theft at the street"),
        ("they hit my car on Sheridan Blvd", "they hit my car on the street"),
        ("noise on tennyson again", "noise on the street again"),
        ("from Colfax and Federal to 8th and Zuni", "from the street to the street"),
        ("my bike was stolen in sheridan", "my bike was stolen in another city"),
        ("theft in lafayette, on the main road", "theft in another city, on the main road"),
        ("Is this Aurora police?", "Is this another city police?"),
        ("I live in Denver but it was in Lakewood", "I live in the city but it was in another city"),
        ("i am on dayton", "i am on the street"),
        ("they took my bike from the rack on aurora court", "they took my bike from the rack on the street"),
        ("when's my aurora court date", "when's my aurora court date"),
    ],
)
def test_a_street_is_a_street_and_a_city_is_a_city(mask: PlaceMask, said: str, left: str) -> None:
    assert mask.masked(said) == left


@pytest.mark.parametrize(
    "said",
    [
        "my golden retriever ran away",
        "i parked my car in a high garage",
        "my mother pearl and my friend grant came over",
        "we were at the airport",
        "the race was on tuesday",
        "",
    ],
)
def test_words_that_are_no_place_stay(mask: PlaceMask, said: str) -> None:
    assert mask.masked(said) == said


def test_a_text_that_is_all_streets_ends(mask: PlaceMask) -> None:
    assert len(mask.masked(" and ".join(["colfax and federal"] * 200))) < 9000
