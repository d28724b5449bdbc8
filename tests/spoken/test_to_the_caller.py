"""What callers said, read back to them: whose it is turned round, hesitation and repetition left out."""

from __future__ import annotations

import pytest

from spoken.en import to_the_caller


@pytest.mark.parametrize(
    ("said", "read_back"),
    [
        ("it was my brown wallet", "brown wallet"),
        ("um my my brown uh wallet", "brown wallet"),
        ("mine's a gray mazda hers was a red jeep", "gray mazda"),
        ("i was driving a blue honda", "blue honda"),
    ],
)
def test_a_thing_is_named_without_what_leads_to_it(said: str, read_back: str) -> None:
    assert to_the_caller.thing(said) == read_back


@pytest.mark.parametrize(
    ("said", "read_back"),
    [
        ("um i bought them at the the store on on colorado boulevard", "at the store on colorado boulevard"),
        ("in my driveway", "in your driveway"),
        ("eleventh and grant", "at eleventh and grant"),
    ],
)
def test_a_place_is_named_with_its_word_before_it(said: str, read_back: str) -> None:
    assert to_the_caller.place(said) == read_back


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("I-25 and Hampden Avenue", "at I-25 and Hampden Avenue"),
        ("i twenty five and hampden like the on ramp", "at i twenty five and hampden like the on ramp"),
        ("in my car on i seventy", "in your car on i seventy"),
        ("i bought them at the store", "at the store"),
    ],
)
def test_an_interstate_is_not_the_caller(words: str, place: str) -> None:
    assert to_the_caller.place(words) == place


def test_a_bank_of_the_us_stays_one() -> None:
    assert to_the_caller.turned("a check from US Bank to us") == "a check from US Bank to you"


def test_digits_that_come_twice_are_said_twice() -> None:
    said = "the number was eight four four five five five two two seven one"
    assert to_the_caller.turned(said) == said
