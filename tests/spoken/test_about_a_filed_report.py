"""Who asks after the filing whether something was put down tells it, where it is told in the same breath."""

from __future__ import annotations

import pytest

from spoken.en.about_a_case import asks_whether_it_is_in


@pytest.mark.parametrize(
    "said", ["did you put that it's by the loading dock", "oh and did you write down that he has a red truck"]
)
def test_it_is_an_addition(said: str) -> None:
    assert asks_whether_it_is_in(said)


@pytest.mark.parametrize("said", ["did you put my name", "do you have the number", "did you see him"])
def test_a_bare_question_is_none(said: str) -> None:
    assert not asks_whether_it_is_in(said)
