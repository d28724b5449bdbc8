"""Telephone numbers: the numbering plan, corrections, and what hostile text does."""

from __future__ import annotations

from typing import Optional

import pytest
from hypothesis import given
from hypothesis import strategies as some

from spoken.en import phones, reach, saying

WORDS = {
    "0": ("oh", "zero"),
    "1": ("one",),
    "2": ("two",),
    "3": ("three",),
    "4": ("four",),
    "5": ("five",),
    "6": ("six",),
}
WORDS |= {"7": ("seven",), "8": ("eight",), "9": ("nine", "niner")}
NUMBERS = some.from_regex(r"[2-9][0-9]{2}[2-9][0-9]{6}", fullmatch=True)


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        ("3035550142", "+13035550142"),
        ("13035550142", "+13035550142"),
        ("1035550142", None),
        ("3031550142", None),
        ("911", None),
        ("", None),
    ],
)
def test_a_telephone_number_follows_the_numbering_plan(digits: str, value: Optional[str]) -> None:
    assert phones.whole_number(digits) == value


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("(303) 555-0142", "US", "+13035550142"),
        ("07700 900123", "GB", "+447700900123"),
        ("+44 7700 900123", "US", "+447700900123"),
        ("+1 303 555 0142", "GB", "+13035550142"),
        ("303 555 0142", None, None),
        ("+1 303 555 0142", None, "+13035550142"),
        ("call 303 555 0142", "US", None),
        ("303 555 0142 x9", "US", None),
        ("٣٠٣٥٥٥٠١٤٢", "US", None),
    ],
)
def test_what_is_typed_as_a_number_is_one_of_the_country_or_has_its_code(
    text: str, country: Optional[str], number: Optional[str]
) -> None:
    assert phones.typed(text, country) == number


@pytest.mark.parametrize(
    ("number", "country", "shown"),
    [
        ("+13035550142", "US", "303-555-0142"),
        ("720-913-2000", "US", "720-913-2000"),
        ("+13035550142", "GB", "+1 303-555-0142"),
        ("+447700900123", "GB", "07700 900123"),
        ("0300 123 1212", "GB", "0300 123 1212"),
        ("+353871234567", "IE", "087 123 4567"),
        ("101", "GB", "101"),
        ("311", "US", "311"),
        ("555-0142", "US", "555-0142"),
        ("+1303", "US", "+1303"),
        ("ask at the desk", "US", "ask at the desk"),
    ],
)
def test_a_number_is_written_as_in_the_country_and_what_is_no_whole_one_as_it_came(
    number: str, country: str, shown: str
) -> None:
    assert phones.written(number, country) == shown


@pytest.mark.parametrize(
    ("number", "country", "short"),
    [
        ("+13035550142", "US", "3035550142"),
        ("+13035550142", "GB", "+13035550142"),
        ("+447700900123", "US", "+447700900123"),
        ("+447700900123", "GB", "+447700900123"),
    ],
)
def test_only_a_number_of_the_agency_s_own_country_loses_its_code(number: str, country: str, short: str) -> None:
    assert phones.without_code(number, country) == short


@pytest.mark.parametrize(
    ("number", "country", "shown"),
    [
        ("+17209132000", "US", "720-913-2000"),
        ("+441632960120", "GB", "01632 960120"),
        ("+17209132000", "GB", "+1 720-913-2000"),
        ("311", "US", "311"),
        ("911", "US", "911"),
        ("101", "GB", "101"),
    ],
)
def test_a_number_is_written_as_the_people_of_the_country_dial_it(number: str, country: str, shown: str) -> None:
    assert phones.written(number, country) == shown


@pytest.mark.parametrize(
    ("said", "becomes"),
    [
        ("no, it's three oh three five five five oh one nine nine", "+13035550199"),
        ("no the last four are oh one nine nine", "+13035550199"),
        ("no the area code is seven two oh", "+17205550123"),
        ("no, ending in nine nine", "+13035550199"),
        ("no five five six oh one two three", "+13035560123"),
        ("3035550188", "+13035550188"),
        ("yes", None),
        ("1", None),
        ("no", None),
    ],
)
def test_one_part_of_the_number_is_corrected_without_starting_again(said: str, becomes: Optional[str]) -> None:
    assert phones.changed("+13035550123", said) == becomes


@given(number=NUMBERS, data=some.data())
def test_any_number_said_digit_by_digit_is_heard(number: str, data: some.DataObject) -> None:
    said = " ".join(data.draw(some.sampled_from(WORDS[digit])) for digit in number)
    assert phones.phone_in(said) == f"+1{number}"


@given(number=NUMBERS, last=some.from_regex(r"[0-9]{4}", fullmatch=True))
def test_the_end_said_again_counts(number: str, last: str) -> None:
    spoken = " ".join(WORDS[digit][0] for digit in number)
    again = " ".join(WORDS[digit][0] for digit in last)
    assert phones.phone_in(f"{spoken} no sorry {again}") == f"+1{number[:6]}{last}"


@given(number=NUMBERS)
def test_a_number_that_is_read_out_is_heard_as_itself(number: str) -> None:
    assert phones.phone_in(saying.phone(f"+1{number}")) == f"+1{number}"


@given(some.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    found = phones.phone_in(text)
    assert found is None or found.startswith("+")


def test_an_exclamation_before_the_correction_is_no_digit() -> None:
    said = "seven two oh five five five oh one four two oh no sorry oh one four three"
    assert phones.phone_in(said) == "+17205550143"


def test_a_number_whose_end_cannot_be_read_is_no_number() -> None:
    assert phones.phone_in("720 555 014 ugh my screen's cracked i can't see the last one") is None


def test_a_sigh_behind_a_number_is_no_zero_and_a_landline_is_called() -> None:
    said = "three oh three five five five eight eight four oh it's a landline it doesn't do the texts"
    assert phones.phone_in("three oh three five five five five eight eight four oh it's a landline") == "+13035555884"
    assert reach.takes_no_texts(said)
    assert reach.reach_in("three oh three five five five five eight eight four oh it's a landline").by == "voice"
