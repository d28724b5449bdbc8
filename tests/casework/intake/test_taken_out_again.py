"""A thing that was never stolen is taken out of the report, and what is said about it is no part of another thing."""

from __future__ import annotations

import pytest

from casework.intake.hearing.breath import Heard
from tests.casework.intake.test_changes import changed, closed, read, told

BICYCLE = {
    "any_concern": "no",
    "what_happened": "my bicycle was stolen at the library",
    "where": "Denver Central Library",
    "when": "yesterday",
    "items.1.what": "black Trek FX 3",
    "items.1.value": "950",
    "more_to_tell": "yes",
    "items.1.more": "yes",
    "items.2.what": "cable lock",
    "items.2.value": "40",
    "name": "Nigel Strand",
    "contact": "303 555 0199",
}
CAR = {
    "any_concern": "no",
    "where": "1111 E Colfax Ave",
    "when": "last night",
    "vehicle": "blue Honda Civic",
    "plate": "BXQ714",
    "entry": "forced door",
    "items.1.what": "sunglasses and work laptop",
    "items.1.value": "1400",
    "more_to_tell": "no",
    "name": "Ty Boone",
    "contact": "303 555 0199",
}


@pytest.mark.parametrize(
    "text",
    [
        "Please delete the cable lock from the list of stolen items.",
        "The cable lock. Remove it.",
        "No. The cable lock was not taken; please remove it.",
        "remove the lock",
        "they didn't take the lock",
        "the lock wasn't stolen",
        "take the cable lock out",
        "The lock was not stolen, only cut.",
    ],
)
def test_a_thing_that_was_not_stolen_is_taken_out(text: str) -> None:
    sheet = told("theft", BICYCLE)
    assert changed(sheet, text).kept
    assert "lock" not in read(sheet)
    assert "black Trek FX 3, about $950" in read(sheet)


def test_of_three_things_the_second_goes_and_the_third_stays_as_it_was() -> None:
    sheet = told("theft", {**BICYCLE, "items.2.more": "yes", "items.3.what": "red pump", "items.3.value": "25"})
    changed(sheet, "remove the cable lock please")
    assert "black Trek FX 3, about $950, and your red pump, about $25" in read(sheet)
    assert "lock" not in read(sheet)
    assert "$40" not in read(sheet)


def test_a_thing_comes_back_when_it_was_stolen_after_all() -> None:
    sheet = told("theft", BICYCLE)
    changed(sheet, "remove the cable lock")
    changed(sheet, "add a red pump, 25 dollars")
    assert "and your red pump, about $25" in read(sheet)


def test_what_is_not_in_the_report_is_not_taken_out_of_it_and_pollutes_nothing() -> None:
    assert changed(told("theft", BICYCLE), "remove the helmet") == Heard()


def test_a_hat_that_is_on_the_thief_was_not_stolen() -> None:
    sheet = told("theft", {**BICYCLE, "items.2.what": "red hat"})
    changed(sheet, "red hat is on the thief")
    assert "red hat" in sheet.answers["suspect"].value
    assert "your red hat" not in read(sheet)


def test_what_became_of_a_lock_that_was_left_is_told_in_the_story() -> None:
    only = {name: said for name, said in BICYCLE.items() if not name.startswith("items.2") and name != "items.1.more"}
    sheet = closed(
        "theft",
        only,
        "The cable lock was cut and left there. My insurer is USAA, policy 0048 12 7719. The library may have a camera, I have not asked.",
    )
    assert "items.2.what" not in sheet.answers
    assert "items.1.looks" not in sheet.answers
    story = sheet.answers["what_happened"].value
    assert "cable lock was cut" in story
    assert "USAA, policy 0048 12 7719" in story
    assert "library may have a camera" in story


@pytest.mark.parametrize(
    "text",
    [
        "no nobody forced anything it was unlocked",
        "how they got in the door was unlocked",
        "it was unlocked and the total is like fifteen sixty",
        "they didn't force the door, it was unlocked",
    ],
)
def test_a_choice_is_put_right_by_its_own_words(text: str) -> None:
    sheet = told("theft_from_vehicle", CAR)
    changed(sheet, text)
    assert sheet.answers["entry"].value == "unlocked"
    assert "items.1.looks" not in sheet.answers
    assert "It was unlocked" in read(sheet)
    assert "forced" not in read(sheet)


def test_the_total_is_what_it_was_worth() -> None:
    sheet = told("theft_from_vehicle", CAR)
    changed(sheet, "it was unlocked and the total is like fifteen sixty")
    assert sheet.answers["items.1.value"].value == 1560


def test_a_choice_that_is_named_by_its_label_is_asked_for_anew() -> None:
    assert changed(told("theft_from_vehicle", CAR), "the way they got in") == Heard(named="entry")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("just the helmet thats all", "the helmet"),
        ("my work laptop which is gonna be a whole thing", "my work laptop"),
        ("my laptop, i think that's it", "my laptop"),
        ("a helmet, and that's everything", "a helmet"),
        ("my watch which was my grandfather's", "my watch which was my grandfather's"),
        ("just a bag", "a bag"),
        ("a red bag, you already asked me that", "a red bag"),
    ],
)
def test_a_thing_is_named_without_the_talk_around_it(text: str, kept: str) -> None:
    sheet = told("theft", {**BICYCLE, "items.2.what": text})
    assert sheet.answers["items.2.what"].value == kept


def test_a_helmet_and_whose_camera_are_both_heard_at_the_end() -> None:
    only = {name: said for name, said in BICYCLE.items() if not name.startswith("items.2") and name != "items.1.more"}
    sheet = closed("theft", only, "yeah they took my helmet too and the neighbor has one of them ring cameras")
    assert sheet.answers["items.2.what"].value == "helmet"
    assert sheet.answers["video"].value is True
    assert "the neighbor has one of them ring cameras" in sheet.answers["what_happened"].value


def test_mail_from_the_post_office_is_no_address() -> None:
    sheet = told("theft", BICYCLE)
    heard = changed(sheet, "yes but did you get that it was Capital One and that my mail was stolen?")
    assert heard.named != "email"


def test_what_is_added_moves_no_day_that_was_told() -> None:
    sheet = told("theft", BICYCLE)
    changed(sheet, "please add: the card was Capital One, and mail missing since October")
    assert sheet.answers["when"].text == "yesterday"
    assert "mail missing since October" in sheet.answers["in_own_words"].value
