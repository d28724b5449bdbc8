"""A report that was read back is filed as it is, and not by a long text that ends in such words."""

from __future__ import annotations

import pytest

from spoken.en.place_and_question import place_before
from spoken.en.report_filed import leaves_as_it_is


@pytest.mark.parametrize(
    "text",
    [
        "just file it, its right",
        "no just file it",
        "nothing to change",
        "alright close enough file it",
        "nothing i mean it's right file it please",
        "ok whatever file it",
        "no i said file it",
        "close enough",
        "that'll do",
        "well it still says aids but alright yes",
    ],
)
def test_who_finds_nothing_to_change_has_it_filed(text: str) -> None:
    assert leaves_as_it_is(text)


@pytest.mark.parametrize(
    "text",
    [
        "no " * 200 + "file it",
        "file it but change the date",
        "don't file it",
        "fine person then",
        "the name is wrong but file it",
    ],
)
def test_who_says_more_says_something_else(text: str) -> None:
    assert not leaves_as_it_is(text)


def test_a_place_with_a_question_behind_it_is_no_longer_than_a_place_may_be() -> None:
    assert place_before("Red Rocks, Top Circle Lot. Is that yours also?") == "Red Rocks, Top Circle Lot"
    assert place_before("Red Rocks. " * 100 + "Is that yours also?") == ""
