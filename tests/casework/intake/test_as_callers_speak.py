"""A report told as people speak: fillers, asides, several amounts, somebody else's number. What is kept is what they meant."""

from __future__ import annotations

import pytest

from casework.intake.answer_meaning import Given
from tests.casework.intake.test_changes import changed, read, told

CALLER = {"more_to_tell": "no", "name": "Ana Lopez", "contact": "303 555 0199"}
PURSE = {
    "any_concern": "no",
    "where": "1256 S Broadway",
    "when": "november 14th",
    "items.1.what": "purse",
    "items.1.looks": "it's a green kate spade the small kind um wait do you need what was in it too",
    "items.1.value": "maybe two hundred for the purse and there was eighty cash in it",
    "items.1.more": "no",
    **CALLER,
}
WINDOW = {
    "any_concern": "no",
    "where": "1718 E Colfax Ave",
    "when": "last night",
    "damaged": "home",
    "thing": "front window",
    "damage_value": "1500",
    "what_happened": "the big front window is completely broken",
    "more_to_tell": "yes",
    "has_witnesses": "yes",
    "witnesses.1.name": "bernice tolliver",
    "witnesses.1.phone": "303 555 0107",
    "witnesses.1.more": "no",
    "insurance": "no",
    "name": "Salma Idrissi",
    "contact": "720 555 0175",
}


def test_a_question_to_us_is_no_part_of_how_a_thing_looks() -> None:
    assert read(told("theft", PURSE)).startswith("Your purse, green kate spade the small kind, about $200, taken at")


def test_a_price_told_with_the_look_is_not_asked_again() -> None:
    bike = {**PURSE, "items.1.what": "bike", "items.1.looks": "a red surly i paid like fifty two hundred for it"}
    for name in ("items.1.value", "items.1.more", "more_to_tell", "name", "contact"):
        bike.pop(name)
    sheet = told("theft", bike)
    assert sheet.answers["items.1.looks"].value == "a red surly"


@pytest.mark.parametrize(
    "said",
    [
        "the description it's a green leather bag small with a zipper",
        "you wrote down my question in the description just put green leather bag small with a zipper",
        "no please the description is green leather bag small with a zipper",
    ],
)
def test_a_description_said_anew_takes_the_place_of_the_old_one(said: str) -> None:
    sheet = told("theft", PURSE)
    changed(sheet, said)
    assert sheet.answers["items.1.looks"].value == "green leather bag small with a zipper"
    assert "in_own_words" not in sheet.answers


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("yes but you didn't say the time it was between five fifteen and six pm", "2026-11-14T17:15/2026-11-14T18:00"),
        ("is okay but the time nine to eleven o'clock in the night", "2026-11-14T21:00/2026-11-14T23:00"),
        ("no change the time nine pm to eleven pm", "2026-11-14T21:00/2026-11-14T23:00"),
        ("the time it was around two forty in the morning", "2026-11-14T02:40"),
    ],
)
def test_a_time_told_by_its_name_is_no_amount_and_no_thing(said: str, when: str) -> None:
    sheet = told("theft", PURSE)
    changed(sheet, said)
    assert sheet.answers["when"].value == when
    assert sheet.answers["items.1.value"].value == 200
    assert "items.2.what" not in sheet.answers


def test_where_a_card_was_used_is_not_where_it_was_taken() -> None:
    sheet = told("theft", PURSE)
    changed(sheet, "and they used my card at the king soopers on speer", where="King Soopers")
    assert sheet.answers["where"].value == "1256 S Broadway"


def test_a_price_of_what_was_in_it_is_not_the_price_of_the_thing() -> None:
    sheet = told("theft", PURSE)
    changed(sheet, "the nail drill is four hundred fifty")
    assert sheet.answers["items.1.value"].value == 200


@pytest.mark.parametrize(
    "said",
    [
        "no bernice's number is three oh three five five five oh one three one",
        "the witness phone number is three oh three five five five oh one three one",
        "my neighbor bernice saw it her number is three oh three five five five oh one three one",
    ],
)
def test_the_number_of_a_witness_is_not_the_callers(said: str) -> None:
    sheet = told("vandalism", WINDOW)
    changed(sheet, said)
    assert sheet.answers["witnesses.1.phone"].value == "3035550131"
    assert sheet.answers["phone"].value == "7205550175"


def test_the_callers_number_is_not_the_witnesss() -> None:
    sheet = told("vandalism", WINDOW)
    changed(sheet, "no that's bernice's number mine is three oh three five five five oh one six six")
    assert (sheet.answers["phone"].value, sheet.answers["witnesses.1.phone"].value) == ("3035550166", "3035550107")


def test_a_witness_told_at_the_read_back_is_kept_with_name_and_number() -> None:
    sheet = told("theft", PURSE)
    changed(
        sheet, "yes and the mister lam phone number is three zero three five five five zero one nine one he is witness"
    )
    assert sheet.answers["has_witnesses"].value is True
    assert (sheet.answers["witnesses.1.name"].value, sheet.answers["witnesses.1.phone"].value) == ("Lam", "3035550191")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("no the witness is mister pham from the laundromat not me", "Pham"),
        ("no it still says me as the witness the witness name is pham", "Pham"),
        ("the witness is just bern not bernice tolliver", "Bern"),
    ],
)
def test_a_witnesss_name_said_anew_is_the_whole_name(said: str, name: str) -> None:
    sheet = told("vandalism", WINDOW)
    changed(sheet, said)
    assert sheet.answers["witnesses.1.name"].value == name
    assert sheet.answers["name"].value == "Salma Idrissi"


def test_a_witness_taken_out_and_an_amount_changed_in_one_breath() -> None:
    sheet = told("vandalism", WINDOW)
    changed(sheet, "ay just take the witness out then and actually it's eleven hundred only for the window")
    assert sheet.answers["has_witnesses"].value is False
    assert sheet.answers["damage_value"].value == 1100


@pytest.mark.parametrize(
    "said", ["no that's not my phone number i didn't give a phone number", "you put you in the middle again"]
)
def test_a_complaint_about_what_was_read_is_no_testimony(said: str) -> None:
    sheet = told("vandalism", WINDOW)
    changed(sheet, said)
    assert "in_own_words" not in sheet.answers


def test_a_serial_number_named_with_its_characters_is_kept() -> None:
    sheet = told("theft", PURSE)
    changed(sheet, "and serial number please e four four one seven did you write it")
    assert sheet.answers["items.1.serial"].value == "E4417"
    assert "at hand" not in read(sheet)


def test_a_vehicle_is_described_without_fillers_and_its_plate() -> None:
    sheet = told("theft_from_vehicle", {"any_concern": "no", "where": "331 S Lowell Blvd", "when": "last night"})
    assert (
        sheet.answer(
            "vehicle",
            Given(text="is a is a ford white the f two fifty the year twenty sixteen plates c w l k two zero"),
        )
        is None
    )
    assert sheet.answers["vehicle"].value == "white 2016 Ford F-250"


@pytest.mark.parametrize(
    ("before", "said", "name"),
    [
        (
            "hector llvillalobos",
            "my name you said something strange it is villalobos not llvillalobos",
            "Hector Villalobos",
        ),
        ("randall stit", "almost the name is stith s t i t h you said you in the middle", "Randall Stith"),
    ],
)
def test_a_word_about_the_mistake_is_no_part_of_the_name(before: str, said: str, name: str) -> None:
    sheet = told("theft", {**PURSE, "name": before})
    changed(sheet, said)
    assert sheet.answers["name"].value == name


def test_an_amount_that_is_counted_in_another_is_none_of_its_own() -> None:
    more = {
        "items.1.more": "yes",
        "items.2.what": "level",
        "items.2.value": "that is included in the nine hundred more or less",
    }
    known = {name: text for name, text in PURSE.items() if name not in CALLER}
    sheet = told("theft", {**known, **more})
    assert sheet.answers["items.2.value"].value is None


def test_the_hour_on_a_camera_is_the_hour_of_that_night() -> None:
    sheet = told("theft_from_vehicle", {"any_concern": "no", "where": "331 S Lowell Blvd", "when": "last night"})
    changed(sheet, "my neighbor has a camera and it was two forty in the morning")
    assert sheet.answers["when"].value == "2026-11-21T02:40"


def test_a_serial_number_told_with_the_yes_is_not_asked_for() -> None:
    known = {name: text for name, text in PURSE.items() if name not in CALLER and name != "items.1.more"}
    sheet = told("theft", {**known, "items.1.what": "bike"})
    assert sheet.answer("items.1.has_serial", Given(text="yes it's m one nine zero seven four k d two two")) is None
    assert sheet.answers["items.1.has_serial"].value is True


def test_a_thing_put_by_its_name_is_described_and_a_person_put_is_not() -> None:
    sheet = told("theft", PURSE)
    changed(sheet, "no just put small green leather purse")
    assert sheet.answers["items.1.looks"].value == "small green leather purse"
    changed(sheet, "and put the lady with the white kia")
    assert sheet.answers["items.1.looks"].value == "small green leather purse"
