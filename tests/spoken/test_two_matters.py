"""Where one breath may be two matters, and where it takes the first one back."""

from __future__ import annotations

from typing import Optional

import pytest

from spoken.en.two_matters import Cut, clauses, instead, pairs, settled, told_along


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
        ("never mind, his father will pay", None),
        ("forget it, we already found him", None),
    ],
)
def test_what_takes_the_place_of_the_first_words(text: str, after: Optional[str]) -> None:
    found = instead(text)
    assert (found and found.strip()) == after


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("never mind, his father will pay", "never mind"),
        ("oh forget it my wife found the keys", "oh forget it"),
        ("never mind, my car was towed", None),
        ("never mind", None),
    ],
)
def test_what_makes_the_call_needless_is_no_new_need(text: str, over: Optional[str]) -> None:
    assert settled(text) == over


def test_a_breath_is_cut_where_another_matter_may_begin() -> None:
    cut = list(pairs("there's a mattress in the alley and i need to pay a ticket"))
    assert Cut("there's a mattress in the alley", "i need to pay a ticket", said=False, separate=False) in cut


@pytest.mark.parametrize(
    "text",
    [
        "my dog is lost and also there's a pothole",
        "my dog is lost, on top of that there's a pothole",
        "my dog is lost and there's a pothole as well",
        "my dog is lost and there's also a pothole",
        "my dog is lost plus there's a pothole",
        "my dog is lost not to mention the pothole out front",
    ],
)
def test_the_caller_says_that_it_comes_on_top(text: str) -> None:
    assert any(cut.said and cut.one == "my dog is lost" for cut in pairs(text))


@pytest.mark.parametrize(
    "text",
    [
        "two things, my dog is lost and there's a pothole",
        "first of all my dog is lost second of all there's a pothole",
        "one my dog is lost two there's a pothole",
        "my dog is lost, another thing is there's a pothole",
        "my dog is lost and by the way there's a pothole",
        "my dog is lost. while i have you on the line, there's a pothole",
    ],
)
def test_the_caller_sets_the_two_apart(text: str) -> None:
    assert [(cut.one, cut.other) for cut in pairs(text) if cut.separate][:1] == [
        ("my dog is lost", "there's a pothole")
    ]


def test_somebody_else_did_another_thing() -> None:
    assert any(cut.separate for cut in pairs("they took my bag and somebody else sprayed my garage door"))


@pytest.mark.parametrize(
    "text",
    [
        "the second time he came there was a knife",
        "a guy on the second floor plays drums at night",
        "they came in by the second story window and ran",
        "can you check on my house while i'm on vacation please",
    ],
)
def test_a_second_floor_is_no_second_matter(text: str) -> None:
    assert not any(cut.said for cut in pairs(text))


def test_a_long_story_is_cut_only_where_the_caller_says_so() -> None:
    assert list(pairs("and then he said " * 15)) == []
    assert list(pairs("he came and told me " * 12 + "and also my bike is gone")) != []
    assert list(pairs("and also " * 60)) == []


def test_marks_cut_clauses_of_some_words() -> None:
    assert clauses("oh great, a robot. my car got broken into, thanks") == ["my car got broken into"]


@pytest.mark.parametrize(
    ("text", "along"),
    [
        ("is this being recorded because somebody knocked my fence down", "somebody knocked my fence down"),
        ("hi is this line recorded i need to report my bike stolen", "i need to report my bike stolen"),
        ("Is this confidential? My neighbor is dealing out of his garage.", "My neighbor is dealing out of his garage"),
    ],
)
def test_what_is_told_along_with_a_question_is_one_of_its_parts(text: str, along: str) -> None:
    assert along in told_along(text)
