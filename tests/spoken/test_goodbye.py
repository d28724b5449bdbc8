"""When somebody is done: a call ends on a goodbye, and on nothing that merely sounds short."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from spoken.en import goodbye
from spoken.en.goodbye import gives_up, names_goodbye, needs_nothing_after_all, says_goodbye, wants_nothing_else


@pytest.mark.parametrize(
    "words",
    [
        "ok",
        "fine",
        "that's it",
        "great",
        "no thanks",
        "nope we're good",
        "nothing else",
        "perfect, thank you so much",
        "no",
    ],
)
def test_these_answer_that_nothing_else_is_wanted(words: str) -> None:
    assert wants_nothing_else(words)


@pytest.mark.parametrize(
    "words",
    [
        "bye",
        "goodnight",
        "that's all, thank you",
        "have a nice day",
        "I'm all set",
        "catch you later",
        "no, that'll be all",
    ],
)
def test_these_are_goodbyes(words: str) -> None:
    assert says_goodbye(words)
    assert wants_nothing_else(words)


@pytest.mark.parametrize(
    "words",
    [
        "now",
        "no wait",
        "yes",
        "sure",
        "yes the parking ticket",
        "my dog is gone",
        "no I need help",
        "he left",
        "help",
        "and",
        "",
    ],
)
def test_these_end_no_call(words: str) -> None:
    assert not says_goodbye(words)
    assert not wants_nothing_else(words)


@pytest.mark.parametrize(
    ("words", "over"),
    [
        ("just forget it, bye", True),
        ("never mind, have a good night", True),
        ("ok never mind, I have to go", True),
        ("oh never mind i figured it out bye", True),
        ("never mind i figured out it was stolen", False),
        ("forget it", False),
        ("never mind, my car was towed", False),
        ("bye", False),
        ("forget it thanks", False),
    ],
)
def test_giving_up_ends_a_call_only_with_a_goodbye(words: str, over: bool) -> None:
    assert gives_up(words) is over


@pytest.mark.parametrize(
    ("words", "named"),
    [("okay bye now", True), ("listen i gotta run", True), ("any time after five", False), ("now", False)],
)
def test_a_word_of_goodbye_is_found_beside_others(words: str, named: bool) -> None:
    assert names_goodbye(words) is named


@given(some.text())
def test_any_text_is_safe(text: str) -> None:
    assert says_goodbye(text) <= wants_nothing_else(text)


@pytest.mark.parametrize(
    ("words", "content"),
    [
        ("never mind i don't need anything", True),
        ("forget it, we don't need any help after all", True),
        ("never mind", False),
        ("never mind, my car was towed", False),
    ],
)
def test_whoever_gives_up_and_needs_nothing_is_told_from_whoever_only_gives_up(words: str, content: bool) -> None:
    assert needs_nothing_after_all(words) is content


@pytest.mark.parametrize(
    "said",
    ["no bye", "uh no. ok bye", "what no i said goodbye", "ok thx bye", "no goodbye", "nothing bye", "no sorry wrong number bye",
     "so the court pays for a trail hole that's dumb no goodbye"],
)  # fmt: skip
def test_whose_last_word_is_a_goodbye_leaves_whatever_was_said_before_it(said: str) -> None:
    assert goodbye.leaves(said)


@pytest.mark.parametrize(
    "said",
    [
        "she left a note saying goodbye",
        "i just want to say goodbye",
        "he kissed me goodbye",
        "stop by",
        "bye felicia took my bike",
    ],
)
def test_a_goodbye_that_is_told_or_said_to_others_leaves_nobody(said: str) -> None:
    assert not goodbye.leaves(said)


def test_who_begins_with_a_no_and_says_goodbye_wants_nothing_that_waits() -> None:
    assert goodbye.wants_none_of_it("nothing bye")
    assert not goodbye.wants_none_of_it("ok thanks bye")


@pytest.mark.parametrize("said", ["ok forget it ill google", "never mind i'll call back later"])
def test_who_gives_up_to_look_elsewhere_needs_nothing(said: str) -> None:
    assert goodbye.needs_nothing_after_all(said)
