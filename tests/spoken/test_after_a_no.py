"""A no to an offer that says in the same breath what is wanted instead."""

from __future__ import annotations

import pytest

from spoken.en import after_a_no


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        (
            "no no i was just curious um do you know when they sweep the street",
            "do you know when they sweep the street",
        ),
        ("no how much is a dog license", "how much is a dog license"),
        ("i dont wanna do no report who cleans it", "who cleans it"),
        ("no rtd handles it just give me the number", "rtd handles it just give me the number"),
        ("haha ok no. delete this convo", "delete this convo"),
        ("I don't want a police report, just RTD's number", "just rtds number"),
    ],
)
def test_what_is_told_after_the_no_is_kept(said: str, instead: str) -> None:
    assert after_a_no.told_instead(said).endswith(instead)


@pytest.mark.parametrize(
    "said",
    ["no", "no thanks", "no i'm good", "nope, not now", "no thanks i'll do it later", "no bye", "no that's all thank you",
     "yes please", "how much is a dog license", "nothing else", "nah too much hassle"],
)  # fmt: skip
def test_a_no_alone_with_its_reason_or_with_a_goodbye_tells_nothing_instead(said: str) -> None:
    assert not after_a_no.told_instead(said)


def test_a_question_behind_the_no_is_told_from_a_remark() -> None:
    assert after_a_no.asks_something("who cleans it")
    assert after_a_no.asks_something("i just want to know if he is in trouble")
    assert not after_a_no.asks_something("he left an hour ago")
