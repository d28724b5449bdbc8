"""What is denied or only mentioned beside a report opens no second need."""

from __future__ import annotations

import pytest

from spoken.en.mentions import speaks_of


@pytest.mark.parametrize(
    ("said", "need"),
    [
        ("i didnt find anything?? i lost my student id too", "found_property"),
        ("just the wallet n the stuff in it. oh also my student id", "found_property"),
        ("Where is the man? White van, red hat", "where_is_officer"),
        ("no i don't need a tow", "towed_impound"),
        ("i never filed a report before", "case_status"),
    ],
)
def test_a_denied_or_side_mention_speaks_of_no_other_matter(said: str, need: str) -> None:
    assert not speaks_of(said, need)


@pytest.mark.parametrize(
    ("said", "need"),
    [
        ("oh and i also found a phone on the bench", "found_property"),
        ("when is the officer coming", "where_is_officer"),
        ("and also there's a pothole in front of my house", "pothole"),
        ("also my car got towed, where is it", "towed_impound"),
    ],
)
def test_another_matter_that_is_told_is_one(said: str, need: str) -> None:
    assert speaks_of(said, need)
