"""What is said to a report that was read back, and is no change of it: a person is wished for, or it is to be read again."""

from __future__ import annotations

import pytest

from spoken.en.choices import wishes_person
from spoken.en.report_filed import leaves_as_it_is
from spoken.en.report_moves import READ_AGAIN


@pytest.mark.parametrize(
    "text",
    [
        "fine person then",
        "i'll speak with a person",
        "get me someone",
        "for pete's sake just get me a person",
        "it is wrong is better i speak with a person",
        "no hurt i want person please human",
        "fine just give me a human",
        "i'd rather talk to somebody",
        "ok operator",
    ],
)
def test_who_wants_a_person_then_gets_one_and_files_nothing(text: str) -> None:
    assert wishes_person(text)
    assert not leaves_as_it_is(text)


@pytest.mark.parametrize(
    "text",
    [
        "it was a white person",
        "the person had a red hat",
        "no person was there",
        "the suspect was an agent",
        "i'll talk to my neighbor",
        "he said he'll speak to a person",
        "somebody broke in",
        "yes a person is in there",
        "i gave it to someone",
        "there was just someone",
        "a person took it",
    ],
)
def test_who_speaks_of_a_person_wishes_for_none(text: str) -> None:
    assert not wishes_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "does it say gagnon now",
        "but does the report say gagnon now because the consulate will check",
        "is it fixed",
        "yes this is correct but the time also is it still nine",
    ],
)
def test_who_asks_what_it_says_now_hears_it_again(text: str) -> None:
    assert READ_AGAIN.search(text)


@pytest.mark.parametrize(
    "text", ["did you get that my mail was stolen", "do you have the time right", "it says gagnon now"]
)
def test_what_is_told_is_not_read_again(text: str) -> None:
    assert not READ_AGAIN.search(text)
