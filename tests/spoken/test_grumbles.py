"""What is said to us beside an answer is no part of it; what only sounds like that stays."""

from __future__ import annotations

import pytest

from spoken.en import grumbles, vehicles


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("i told u black cannondale", "black cannondale"),
        ("describe my copper it's copper colored", "it's copper colored"),
        ("like i said the car seat and the stroller", "the car seat and the stroller"),
        ("mine? white toyota tacoma like i said. 2020", "white toyota tacoma. 2020"),
        ("A 2021 Trek Domane bicycle, as in my first message.", "A 2021 Trek Domane bicycle."),
        ("i just told you i don't know him how would i know his insurance", "i don't know him"),
        ("he called me on the telephone i told you that at the start sweetheart", "he called me on the telephone"),
        ("my purse dear it was a black one", "my purse it was a black one"),
        ("what vehicle i'm telling you it's my mailbox", "it's my mailbox"),
        ("as in my first message", ""),
        ("how would i know that", ""),
        ("i already told you twice", ""),
    ],
)
def test_what_addresses_us_or_repeats_the_question_is_no_part_of_the_answer(words: str, answer: str) -> None:
    assert grumbles.without(words) == answer


@pytest.mark.parametrize(
    "words",
    [
        "i told him to stop",
        "i said stop and he ran",
        "i told you to leave me alone he said",
        "a skinny white dude",
        "a jar of honey",
        "it looks like i said hello",
        "a shirt that says what what",
        "like a blue bike",
    ],
)
def test_words_that_tell_of_what_happened_stay(words: str) -> None:
    assert grumbles.without(words) == words


def test_a_long_story_keeps_every_word() -> None:
    story = "like i said " + "he came over the fence and took the bike " * 5
    assert grumbles.without(story) == story


@pytest.mark.parametrize(
    ("words", "described"),
    [
        ("a she's got a dodge caravan its like gold", "gold Dodge Caravan"),
        ("uh it's my mom's its a blue chevy equinox", "blue Chevy Equinox"),
        ("white toyota tacoma. 2020", "white 2020 Toyota Tacoma"),
        ("its a 06 prius, silver", "silver 2006 Prius"),
        ("mine it's a two thousand and eight ford focus red", "red 2008 Ford Focus"),
        ("a red honda civic with a dent on the left", "red Honda Civic, with a dent on the left"),
        ("the one with the dent, a red honda civic", "the one with the dent, a red honda civic"),
        ("an old truck", "an old truck"),
    ],
)
def test_a_vehicle_is_described_by_what_is_said_of_it(words: str, described: str) -> None:
    assert vehicles.described(words) == described
