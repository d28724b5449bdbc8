"""Where one breath may be two matters, and where it takes the first one back."""

from __future__ import annotations

from typing import Optional

import pytest

from nlu_components.several.clauses import clauses, instead, pairs


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("never mind, my car was towed", "my car was towed"),
        ("i lost my wallet no actually it was stolen", "my wallet was stolen"),
        ("i want to report a theft, no wait, a break in at my shop", "a break in at my shop"),
        ("actually forget this, how do i pay a parking ticket", "how do i pay a parking ticket"),
        ("no that's wrong, it was stolen", "it was stolen"),
        ("no, no, the barking, his dog barks all night", "the barking, his dog barks all night"),
        ("no not that one, the graffiti on the bridge", "the graffiti on the bridge"),
        ("no not that I know of", None),
        ("never mind", None),
        ("my bike was stolen", None),
    ],
)
def test_what_takes_the_place_of_the_first_words(text: str, after: Optional[str]) -> None:
    found = instead(text)
    assert (found and found.strip()) == after


def test_a_breath_is_cut_where_another_matter_may_begin() -> None:
    cut = list(pairs("there's a mattress in the alley and i also need to pay a ticket"))
    assert ("there's a mattress in the alley", "i also need to pay a ticket", False) in cut


def test_the_caller_says_that_it_is_another_matter() -> None:
    assert any(said for *_, said in pairs("my dog is lost and also there's a pothole"))


def test_a_long_story_is_not_cut() -> None:
    assert list(pairs("and then " * 40)) == []


def test_marks_cut_clauses_of_some_words() -> None:
    assert clauses("oh great, a robot. my car got broken into, thanks") == ["my car got broken into"]
