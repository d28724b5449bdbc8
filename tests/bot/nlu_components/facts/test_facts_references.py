"""Reference numbers: case number, access code, PIN, telephone and plate, by their words or by the open question."""

from __future__ import annotations

from typing import Dict, Optional

import pytest

from nlu_components.facts.references import case_number, references_in
from spoken.en.vehicles import vehicle_in
from spoken.utterance import heard

YEAR = 2026


def _found(text: str, asking: Optional[str] = None) -> Dict[str, str]:
    return {reference.kind: reference.value for reference in references_in(heard(text), asking, YEAR)}


@pytest.mark.parametrize(
    ("text", "asking", "expected"),
    [
        ("code 44192 pin 0317", None, {"access_code": "44192", "pin": "0317"}),
        ("44192 is my code and 0317 is the pin", None, {"access_code": "44192", "pin": "0317"}),
        ("44192 0317", "case_reference", {"access_code": "44192", "pin": "0317"}),
        ("0317", "pin", {"pin": "0317"}),
        ("0317", None, {"pin": "0317"}),
        ("031", "pin", {}),
        ("it's 26 417702", "case_reference", {"case_number": "2026-417702"}),
        ("2026417702 0317", "case_reference", {"case_number": "2026-417702", "pin": "0317"}),
        ("2027-417702", "case_reference", {}),
        ("2024 11865", "case_reference", {}),  # a case number that lacks a digit, not a code with its PIN
        ("my zip code is 80203", None, {}),
        ("area code 303", None, {}),
        ("there were 44192 people", None, {}),
        ("call me at 303 555 0142", None, {"phone": "+13035550142"}),
        ("1 303 555 0142", "phone", {"phone": "+13035550142"}),
        ("555 0142", "phone", {}),
        ("the plate is a b c 1 2 3", None, {"plate": "ABC123"}),
        ("plate ABC-123", None, {"plate": "ABC123"}),
        ("27 tags on the wall", None, {}),
        ("the plates are gone", None, {}),
        ("plate ends in four four", None, {"plate_partial": "44"}),
        ("what do you mean", "plate", {}),
        ("no", "pin", {}),
        ("", "pin", {}),
    ],
)
def test_digits_mean_what_is_said_around_them_or_what_was_asked(
    text: str, asking: Optional[str], expected: dict
) -> None:
    assert _found(text, asking) == expected


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        ("2026417702", "2026-417702"),
        ("26417702", "2026-417702"),
        ("1999417702", ""),
        ("2027000001", ""),
        ("417702", ""),
        ("", ""),
    ],
)
def test_a_case_number_is_a_year_so_far_and_six_digits(digits: str, value: str) -> None:
    assert case_number(digits, YEAR) == value


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("a red two thousand twelve honda civic", "red 2012 Honda Civic"),
        ("silver twenty fifteen subaru outback", "silver 2015 Subaru Outback"),
        ("my 09 subaru", "2009 Subaru"),
        ("black pickup truck", "black pickup truck"),
        ("a tesla model 3", "Tesla Model 3"),
        ("a car", None),
        ("the white house", None),
        ("civic center", None),
        ("lincoln and 14th", None),
        ("on ford street", None),
        ("", None),
    ],
)
def test_a_vehicle_is_described_by_more_than_the_word_car(text: str, phrase: Optional[str]) -> None:
    vehicle = vehicle_in(heard(text))
    assert (vehicle and vehicle.phrase) == phrase
