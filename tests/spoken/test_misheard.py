"""A recogniser's slips that grammar gives away are mended for judging, and what may well be meant stays."""

from __future__ import annotations

import time

import pytest

from spoken.en.misheard import meant


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("he as breaking in to mine how's", "he is breaking into my house"),
        ("theirs a man lying in the rode", "there's a man lying in the road"),
        ("some body has bin shot write here", "somebody has been shot right here"),
        ("mine neighbor as a gun", "my neighbor has a gun"),
        ("she want wake up", "she won't wake up"),
        ("to men are robbing us", "two men are robbing us"),
        ("mine for year old as missing", "my four year old is missing"),
        ("there kicking in my door", "they're kicking in my door"),
        ("mine cars was stole in", "my car was stolen"),
        ("i want two report a my please report", "i want to report my police report"),
    ],
)
def test_a_word_that_english_has_no_use_for_is_mended(heard: str, said: str) -> None:
    assert meant(heard) == said


@pytest.mark.parametrize(
    "said",
    [
        "a friend of mine was robbed",
        "that bike is mine and he took it",
        "the kids fell down the mine shaft",
        "he works as a nurse",
        "as soon as he got in to work he called",
        "i want to report a theft",
        "their building has no heat",
        "the boy stood there crying at the gate",
        "one four two please have the officer call",
        "the trash truck comes at four",
        "i hear them every night",
        "",
    ],
)
def test_what_may_well_be_meant_stays(said: str) -> None:
    assert meant(said) == said


@pytest.mark.parametrize(
    "text", ["mine " * 200_000, "my as " * 150_000, "the a " * 200_000, "in to " * 150_000, "x" * 900_000]
)
def test_hostile_text_takes_no_longer_than_its_length(text: str) -> None:
    started = time.process_time()
    meant(text)
    assert time.process_time() - started < 60
