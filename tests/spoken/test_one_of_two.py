"""Of two things that were asked about, the one that is said and not denied is meant."""

from __future__ import annotations

import pytest

from spoken.en.one_of_two import begins_with_neither, named

DOG, NOISE = "a barking dog", "noise that keeps coming back"


@pytest.mark.parametrize(
    ("said", "one", "other", "meant"),
    [
        ("rooster isnt a dog. noise i guess", DOG, NOISE, 1),
        ("a dog not noise", DOG, NOISE, 0),
        ("noise? no. its a smoke alarm", "hours and information of the city", NOISE, None),
        ("Stolen. Not airport, is concert", "something that was stolen", "something at the airport", 0),
        (
            "my stuff isnt stolen its just at his place. the car is keyed",
            "damage to your property",
            "a stolen vehicle",
            None,
        ),
        (
            "damage, he slammed his door into mine. not driving",
            "damage to your property",
            "a parked car that was hit",
            0,
        ),
        ("both the dog and the noise", DOG, NOISE, None),
        ("i don't know", DOG, NOISE, None),
    ],
)
def test_the_one_that_is_said_and_not_denied_is_meant(said: str, one: str, other: str, meant: int | None) -> None:
    assert named(said, one, other) == meant


@pytest.mark.parametrize(
    "said", ["neither", "nope", "neither its denver weeds", "uh no", "no, neither of them", "something else"]
)
def test_neither_is_neither(said: str) -> None:
    assert begins_with_neither(said)


@pytest.mark.parametrize("said", ["no it's the noise", "the second one", "not sure"])
def test_a_no_with_a_choice_is_not_neither(said: str) -> None:
    assert not begins_with_neither(said)
