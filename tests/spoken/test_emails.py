"""An address that is said ends where it begins: the talk before it is no part of it."""

from __future__ import annotations

import pytest

from spoken.en.emails import email_in


@pytest.mark.parametrize(
    "said",
    [
        "well you cant call me huh its t bergstrom at gmail dot com",
        "no the email is just t bergstrom at gmail dot com",
        "its t bergstrom at gmail dot com",
        "thats t bergstrom at gmail dot com",
        "t bergstrom at gmail dot com",
    ],
)
def test_the_talk_before_an_address_is_no_part_of_it(said: str) -> None:
    assert email_in(said) == "tbergstrom@gmail.com"
