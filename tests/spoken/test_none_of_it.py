"""A no to everything that was named, and a no that names something after all."""

from __future__ import annotations

import pytest

from spoken.en.none_of_it import denies_all


@pytest.mark.parametrize(
    "text", ["no", "nope", "No, nothing like that.", "none of that thank god", "not that i know of", ""]
)
def test_a_plain_no_denies_all(text: str) -> None:
    assert denies_all(text)


@pytest.mark.parametrize(
    "text",
    ["no but he had a gun", "no, it was my brother", "nobody's hurt", "no weapon", "no my ex took it", "no i don't know",
     "not anymore he left", "no just a knife"],
)  # fmt: skip
def test_a_no_that_names_something_does_not(text: str) -> None:
    assert not denies_all(text)
