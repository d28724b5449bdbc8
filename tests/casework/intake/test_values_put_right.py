"""A value that is put right at the read-back lands in its own question: a time is no sum, a sum no house number, a total no thing."""

from __future__ import annotations

import pytest

from casework.intake.answer_meaning import Given
from tests.casework.intake.conftest import new_sheet
from tests.casework.intake.test_changes import changed, closed, read, told

PACKAGES = {
    "any_concern": "no",
    "what_happened": "two amazon boxes were taken off my porch",
    "where": "2914 Raleigh St",
    "when": "yesterday",
    "items.1.what": "two packages",
    "items.1.value": "164",
    "more_to_tell": "no",
    "name": "Jo Park",
    "contact": "303 555 0199",
}


@pytest.mark.parametrize(
    "text", ["mostly. does it have the time? 12:07pm", "the time was 12:07 pm", "the time. 12:07pm"]
)
def test_a_time_is_no_sum(text: str) -> None:
    sheet = told("theft", PACKAGES)
    changed(sheet, text)
    assert sheet.answers["items.1.value"].value == 164
    assert sheet.answers["when"].value == "2026-11-20T12:07"


@pytest.mark.parametrize(
    "text",
    ["NO why is it 12 dollars now?? its 164. and the time was 12:07 pm", "it's 164 dollars not 12", "no its 164"],
)
def test_a_sum_is_no_house_number(text: str) -> None:
    sheet = told("theft", {**PACKAGES, "items.1.value": "12"})
    changed(sheet, text)
    assert sheet.answers["items.1.value"].value == 164
    assert sheet.answers["where"].value == "2914 Raleigh St"


@pytest.mark.parametrize("text", ["make it 2940", "no, 2940"])
def test_a_number_as_long_as_the_house_number_is_one(text: str) -> None:
    sheet = told("theft", PACKAGES)
    changed(sheet, text)
    assert sheet.answers["where"].value == "2940 Raleigh St"


def test_a_total_is_the_worth_of_all_and_names_no_thing_more() -> None:
    sheet = told("theft", {**PACKAGES, "items.1.value": "120"})
    changed(sheet, "no its 205 total, shoes and a coffee grinder. and put the lady w the white kia")
    assert sheet.answers["items.1.value"].value == 205
    assert "items.2.what" not in sheet.answers
    assert "the lady w the white kia" in sheet.answers["suspect"].value


@pytest.mark.parametrize(
    "text",
    ["and the suspect? grey hoodie white kia", "add the lady in the grey hoodie, she had a white kia"],
)
def test_who_did_it_is_described_after_they_were_asked_after(text: str) -> None:
    sheet = told("theft", PACKAGES)
    changed(sheet, text)
    assert "grey hoodie" in sheet.answers["suspect"].value


def test_a_camera_and_who_is_on_it_are_both_heard() -> None:
    sheet = closed("theft", PACKAGES, "i got it on my doorbell cam, lady in a grey hoodie got out of a white kia")
    assert sheet.answers["video"].value is True
    assert sheet.answers["suspect"].value == "lady in a grey hoodie got out of a white kia"
    assert "grey hoodie" in read(sheet)


def test_who_heard_it_is_a_witness() -> None:
    sheet = closed("theft", PACKAGES, "no but the guy across the street heard a saw around four am")
    assert sheet.answers["has_witnesses"].value is True
    assert "heard a saw around four am" in sheet.answers["what_happened"].value


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("steve hallberg thats h a l l b e r g", "Steve Hallberg"),
        ("raymond is all i know", "Raymond"),
        ("raymond something i dont know his last name", "Raymond"),
        ("raymond thats all i got", "Raymond"),
    ],
)
def test_a_name_ends_before_the_talk_behind_it(said: str, name: str) -> None:
    sheet = new_sheet("theft")
    assert sheet.answer("witnesses.1.name", Given(text=said)) is None
    assert sheet.answers["witnesses.1.name"].value == name


TWO = {
    **PACKAGES,
    "items.1.what": "black e-bike",
    "items.1.value": "499",
    "items.1.more": "yes",
    "items.2.what": "kryptonite lock",
    "items.2.value": "5",
}


def test_two_things_named_with_their_worth_in_one_breath_get_it_each() -> None:
    sheet = told("theft", TWO)
    changed(sheet, "No, the e-bike is $1,499 and the lock $95.")
    assert (sheet.answers["items.1.value"].value, sheet.answers["items.2.value"].value) == (1499, 95)


def test_an_amount_for_something_that_is_not_in_the_report_changes_no_other_thing() -> None:
    sheet = told("theft", TWO)
    changed(sheet, "no it's fifteen hundred for the tools")
    assert (sheet.answers["items.1.value"].value, sheet.answers["items.2.value"].value) == (499, 5)
    assert "fifteen hundred for the tools" in sheet.answers["in_own_words"].value
    assert "items.2.looks" not in sheet.answers


@pytest.mark.parametrize(
    "text",
    [
        "no not forty five dollars its like four twenty five all together",
        "you still said forty five its four hundred twenty five dollars",
    ],
)
def test_of_two_amounts_the_one_that_is_meant_counts(text: str) -> None:
    sheet = told("theft", {**PACKAGES, "items.1.value": "45"})
    changed(sheet, text)
    assert sheet.answers["items.1.value"].value == 425


def test_what_is_missed_in_the_read_back_is_kept_as_told_and_not_as_denied() -> None:
    sheet = told("theft", PACKAGES)
    changed(sheet, "nothing about the scratch and LOSER on the door?")
    assert sheet.answers["in_own_words"].value == "the scratch and LOSER on the door"


def test_a_serial_number_in_one_piece_keeps_its_letters() -> None:
    sheet = new_sheet("theft")
    assert sheet.answer("items.1.serial", Given(text="for the macbook? yeah its C02ZK4RXMD6T")) is None
    assert sheet.answers["items.1.serial"].value == "C02ZK4RXMD6T"
