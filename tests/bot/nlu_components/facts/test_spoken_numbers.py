"""Numbers and letters as callers say and recognisers write them."""

from __future__ import annotations

import time

import pytest

from spoken.en import saying
from spoken.en.numbers import digit_groups, digits_only, number_runs, spelled, words_of

SPOKEN = [
    ("two four one double seven", "24177"),
    ("oh", "0"),
    ("twenty-four seventeen", "2417"),
    ("twenty four seventeen", "2417"),
    ("nineteen ninety", "1990"),
    ("one hundred and five", "105"),
    ("a hundred and five", "105"),
    ("a hundred", "100"),
    ("two hundred five", "205"),
    ("two hundred", "200"),
    ("fourteen hundred", "1400"),
    ("fourteen hundred and twenty", "1420"),
    ("twelve hundred six", "1206"),
    ("ninety nine hundred", "9900"),
    ("two thousand twenty six", "2026"),
    ("two thousand and six", "2006"),
    ("twelve thousand", "12000"),
    ("three thousand four hundred twenty one", "3421"),
    ("twenty twenty six", "2026"),
    ("twenty twenty six dash four one seven seven oh two", "2026417702"),
    ("two oh two six", "2026"),
    ("fourteen oh five", "1405"),
    ("one oh one", "101"),
    ("six fifty", "650"),
    ("eight forty one", "841"),
    ("triple five two", "5552"),
    ("treble nine", "999"),
    ("double oh seven", "007"),
    ("double zero seven", "007"),
    ("four one double seven oh two", "417702"),
    ("o four four", "044"),
    ("four o four", "404"),
    ("zero zero one seven", "0017"),
    ("nought nine", "09"),
    ("niner niner", "99"),
    ("fourty two", "42"),
    ("4 4 1 9 2", "44192"),
    ("44192", "44192"),
    ("44-192", "44192"),
    ("4 4 one nine two", "44192"),
    ("4 hundred", "400"),
    ("2 thousand 6", "2006"),
    ("303-555-0123", "3035550123"),
    ("(303) 555-0123", "3035550123"),
    ("three oh three five five five oh one two three", "3035550123"),
    ("four um four uh one nine two", "44192"),
    ("four dash four one", "441"),
    ("four for won nine two", "44192"),
    ("four one ate nine two", "41892"),
    ("seven two to nine one", "72291"),
    ("five five too oh", "5520"),
    ("FOUR FOUR ONE", "441"),
    ("fifteen sixteen", "1516"),
    ("thirty", "30"),
    ("ten ten", "1010"),
    ("eleven", "11"),
]
SPELLED = [
    ("alpha bravo c one twenty three", "ABC123"),
    ("b as in boy", "B"),
    ("b as in boy k r 7 2 9", "BKR729"),
    ("d for dog e f", "DEF"),
    ("m like in mary", "M"),
    ("x-ray yankee zulu", "XYZ"),
    ("double b seven", "BB7"),
    ("a b c 1 2 3", "ABC123"),
    ("k o seven", "K07"),
    ("k o b", "KOB"),
    ("oh three five", "035"),
    ("bee see dee", "BCD"),
    ("queue are ess", "QRS"),
    ("november four four", "N44"),
    ("adam boy charles", "ABC"),
    ("whiskey tango one", "WT1"),
    ("zed zee", "ZZ"),
    ("d m k three oh six", "DMK306"),
]
NO_NUMBER = [
    "",
    "hello there",
    "i want to go",
    "for the win",
    "to be or not to be",
    "ate too much",
    "a car",
    "\x00\x01",
    "\u202e\u200f😀",
]


@pytest.mark.parametrize(("said", "meant"), SPOKEN)
def test_a_spoken_number_becomes_its_digits(said: str, meant: str) -> None:
    assert digits_only(said) == meant


@pytest.mark.parametrize(("said", "meant"), SPELLED)
def test_letters_and_digits_are_spelled_out(said: str, meant: str) -> None:
    assert spelled(said) == meant


@pytest.mark.parametrize("said", NO_NUMBER)
def test_words_that_only_sound_like_digits_are_no_number(said: str) -> None:
    assert digits_only(said) == ""


@pytest.mark.parametrize(
    ("said", "groups"),
    [
        ("code 4 4 one nine two pin oh three one seven", ["44192", "0317"]),
        ("four four one nine two and zero three one seven", ["44192", "0317"]),
        ("from 2 to 4", ["2", "4"]),
        ("between ten and twelve", ["10", "12"]),
        ("call 4 4 1 for help", ["441"]),
        ("one hundred and five and two", ["105", "2"]),
        ("i need 2 for 3 people", ["2", "3"]),
    ],
)
def test_words_between_numbers_keep_them_apart(said: str, groups: list) -> None:
    assert digit_groups(said) == groups


def test_a_run_knows_which_words_it_came_from() -> None:
    words = words_of("my pin is oh three one seven thanks")
    (run,) = number_runs(words)
    assert words[run.first : run.last + 1] == ["oh", "three", "one", "seven"]


@pytest.mark.parametrize("digits", ["0", "7", "44192", "2026417702", "0000", "9081726354"])
def test_digits_that_are_read_out_are_understood_again(digits: str) -> None:
    assert digits_only(saying.characters(digits)) == digits


@pytest.mark.parametrize(
    "hostile", ["one " * 250_000, "double " * 150_000, "hundred " * 130_000, "a" * 1_000_000, "\x00" * 1_000_000]
)
def test_a_megabyte_of_hostile_text_is_read_in_no_time(hostile: str) -> None:
    begun = time.process_time()
    digits_only(hostile), spelled(hostile)
    assert time.process_time() - begun < 0.5
