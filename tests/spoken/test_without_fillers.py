"""Free words are read back without what people say around them."""

from __future__ import annotations

import pytest

from spoken.en.without_fillers import look, plainly


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            "it's a green osprey with two straps um wait do you need what was in it too",
            "it's a green osprey with two straps",
        ),
        (
            "black and red with like a dent on the side you know can i still drive it",
            "black and red with a dent on the side",
        ),
        ("a gold ring oh and a chain", "a gold ring and a chain"),
        ("okay so it's a is a is a blue one with a basket hang on", "it's a is a blue one with a basket"),
        ("right in our own driveway can you believe it", "in our own driveway"),
        (
            "two speakers and one bag of oranges ha ha they took the oranges too",
            "two speakers and one bag of oranges they took the oranges too",
        ),
    ],
)
def test_hesitation_and_questions_to_us_are_cut(said: str, kept: str) -> None:
    assert plainly(said) == kept


def test_the_price_and_where_the_number_is_are_no_look() -> None:
    said = "gray brompton one i paid like sixteen hundred for it because it's electric and i have the serial number somewhere hang on"
    assert look(said) == "gray brompton one it's electric"


@pytest.mark.parametrize(
    "said",
    [
        "what do you want to know",
        "did you see it",
        "um",
        "he said oh no and ran",
        "should be blue",
        "the one two three on oh five street",
    ],
)
def test_what_would_leave_nothing_or_tells_something_stays(said: str) -> None:
    assert len(plainly(said).split()) >= min(len(said.split()) - 1, 1)
    assert plainly(plainly(said)) == plainly(said)
