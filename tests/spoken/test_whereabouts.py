"""What is told of somebody's whereabouts is told apart from a yes and from a story."""

from __future__ import annotations

import pytest

from spoken.en import yes_no
from spoken.en.whereabouts import names_somebody, only_that_it_is_there, only_that_they_left


@pytest.mark.parametrize(
    "words",
    [
        "he's gone",
        "no, they ran off",
        "I think the guy left already",
        "whoever did it took off",
        "they drove away a while ago",
    ],
)
def test_whoever_left_is_gone_and_no_reader_of_yes_and_no_hears_a_yes(words: str) -> None:
    assert only_that_they_left(words)
    for about in ("suspect_present", "any_concern"):
        assert yes_no.read(words, about).value is not True


@pytest.mark.parametrize(
    "words", ["he left me bleeding", "he's gone and my son too", "he ran off with my daughter", "he is there"]
)
def test_what_is_told_beside_it_is_not_left_unheard(words: str) -> None:
    assert not only_that_they_left(words)


def test_that_something_is_there_says_not_what() -> None:
    assert only_that_it_is_there("yes he's there right now")
    assert not only_that_it_is_there("he's there with a gun")


def test_all_of_them_are_things_and_a_man_is_somebody() -> None:
    assert not names_somebody("two of them are broken")
    assert names_somebody("a man was in it")
