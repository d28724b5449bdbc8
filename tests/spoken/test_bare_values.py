"""A value and nothing else can change a report that was read back, whatever a classifier takes it for."""

from __future__ import annotations

import pytest

from spoken.en.bare_values import is_one


@pytest.mark.parametrize(
    "text",
    [
        "twelve hundred",
        "eight forty p m",
        "gagnon with an o",
        "around four ten",
        "yesterday",
        "take that out",
        "it's l o p e s",
        "between two and five in the afternoon",
    ],
)
def test_a_value_alone_is_one(text: str) -> None:
    assert is_one(text)


@pytest.mark.parametrize("text", ["", "blah blah", "the cat sat on it", "asdf qwer", "what", "hmm well i see", "no"])
def test_other_words_are_none(text: str) -> None:
    assert not is_one(text)
