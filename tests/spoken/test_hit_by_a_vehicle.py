"""What a vehicle hit that is none, and what is asked about a place in the same breath."""

from __future__ import annotations

import pytest

from spoken.en import hit_by_a_vehicle
from spoken.en.place_and_question import place_before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("somebody hit my mailbox and half my brick wall with a truck they left a bumper", True),
        ("someone hit my mailbox and my wall with a truck and drove off", True),
        ("a car crashed into our garage door", True),
        ("somebody hit the side of my house with a car", True),
        ("somebody hit my parked car in front of my house", False),
        ("they hit my car and the fence", False),
        ("he hit me in my house", False),
    ],
)
def test_a_thing_that_was_hit_is_told_from_a_parked_vehicle(words: str, told: bool) -> None:
    assert hit_by_a_vehicle.tells_of_it(words) is told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("no it was a mailbox not a vehicle", True),
        ("there wasn't no vehicle parked it was my mailbox and my wall", True),
        ("what vehicle i'm telling you it's my mailbox", True),
        ("it was parked at my house", False),
        ("no vehicle was in the garage", False),
    ],
)
def test_that_no_vehicle_was_hit_is_said_with_what_was(words: str, said: bool) -> None:
    assert hit_by_a_vehicle.says_no_vehicle(words) is said


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Red Rocks Amphitheatre, Top Circle Lot. Is that Denver also?", "Red Rocks Amphitheatre, Top Circle Lot"),
        ("at 3355 w 38th is that still your area", "at 3355 w 38th"),
        ("is the records office open today", ""),
        ("is that denver?", ""),
        ("the corner where it is still dark", ""),
    ],
)
def test_a_place_is_told_from_what_is_asked_about_it(words: str, place: str) -> None:
    assert place_before(words) == place
