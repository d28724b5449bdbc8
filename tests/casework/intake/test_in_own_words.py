"""What fits no question plainly is kept as it was said, and spoils no other answer."""

from __future__ import annotations

import pytest

from tests.casework.intake.test_changes import changed, read, told

LAPTOP = {
    "any_concern": "no",
    "where": "2914 Raleigh St",
    "when": "yesterday",
    "vehicle": "gray honda civic",
    "plate": "BXQ714",
    "entry": "a forced door or lock",
    "items.1.what": "laptop",
    "items.1.value": "1400",
    "items.1.more": "yes",
    "items.2.what": "sunglasses",
    "items.2.value": "160",
    "more_to_tell": "no",
    "name": "Mia Chen",
    "contact": "720 555 0193",
}
CARD = {
    "any_concern": "no",
    "what_happened": "a card was opened in my name",
    "where": "2914 Raleigh St",
    "when": "yesterday",
    "amount": "2340",
    "more_to_tell": "no",
    "name": "Mia Chen",
    "contact": "720 555 0193",
}
PACKAGES = {
    "any_concern": "no",
    "what_happened": "two boxes off the porch",
    "where": "2914 Raleigh St",
    "when": "yesterday",
    "items.1.what": "two packages",
    "items.1.value": "164",
    "more_to_tell": "no",
    "name": "Mia Chen",
    "contact": "720 555 0193",
}


@pytest.mark.parametrize(
    "text",
    [
        "no nobody forced anything it was unlocked",
        "how they got in the door was unlocked",
        "it wasn't forced, they just opened it, it was unlocked",
    ],
)
def test_another_choice_is_heard_by_its_own_words_and_spoils_no_other_answer(text: str) -> None:
    sheet = told("theft_from_vehicle", LAPTOP)
    heard = changed(sheet, text)
    assert sheet.answers["entry"].value == "unlocked"
    assert not any(one.question.startswith("items") for one in heard.kept)


def test_what_two_things_are_worth_together_is_the_worth_of_neither_and_is_kept_as_it_was_said() -> None:
    sheet = told("theft_from_vehicle", LAPTOP)
    changed(sheet, "it was unlocked and the total is like fifteen sixty")
    assert (sheet.answers["items.1.value"].value, sheet.answers["items.2.value"].value) == (1400, 160)
    assert "in your words: total is like fifteen sixty" in read(sheet)


@pytest.mark.parametrize(
    "text",
    [
        "The sunglasses were not taken; please remove them. The rest is right.",
        "please remove the sunglasses",
        "take the sunglasses off the list",
        "the sunglasses. remove it",
        "they didn't take the sunglasses",
    ],
)
def test_a_thing_that_was_not_taken_leaves_the_report(text: str) -> None:
    sheet = told("theft_from_vehicle", LAPTOP)
    changed(sheet, text)
    assert "sunglasses" not in read(sheet)
    assert "laptop, about $1,400" in read(sheet)


def test_the_things_behind_one_that_leaves_move_up() -> None:
    sheet = told("theft_from_vehicle", LAPTOP)
    changed(sheet, "no the laptop wasn't taken")
    assert "laptop" not in read(sheet)
    assert "sunglasses, about $160" in read(sheet)


def test_an_hour_in_figures_is_no_amount_and_an_amount_is_no_house_number() -> None:
    sheet = told("theft", PACKAGES)
    changed(sheet, "mostly. does it have the time? 12:07pm")
    assert (sheet.answers["items.1.value"].value, sheet.answers["when"].value[-5:]) == (164, "12:07")
    changed(sheet, "NO why is it 12 dollars now?? its 204. and the time was 12:07 pm")
    assert (sheet.answers["items.1.value"].value, sheet.answers["where"].value) == (204, "2914 Raleigh St")


def test_what_fits_no_question_is_kept_in_the_callers_words_and_read_back() -> None:
    sheet = told("identity_theft", CARD)
    changed(sheet, "yes but did you get that it was Capital One and that my mail was stolen?")
    changed(sheet, "the mail is missing since October")
    assert "it was Capital One; that your mail was stolen; the mail is missing since October" in read(sheet)
    assert "yesterday" in read(sheet)


@pytest.mark.parametrize(
    "text",
    [
        "im sorry what did you change dear",
        "nothing i just wanted to know you have the time",
        "nothing is wrong dear",
        "omg no",
        "is that all",
        "you already asked",
    ],
)
def test_talk_about_the_talk_is_nothing_to_keep(text: str) -> None:
    assert changed(told("theft", PACKAGES), text).kept == ()


def test_whoever_has_no_texts_is_called_and_half_past_is_an_hour() -> None:
    sheet = told("theft", PACKAGES)
    changed(sheet, "well it was half past two and thats my house telephone it doesnt do texts")
    assert "half past two" in read(sheet)
    assert "we'll call you at 720-555-0193" in read(sheet)


def test_a_place_that_is_said_again_in_short_stays_whole() -> None:
    sheet = told("theft", PACKAGES)
    changed(sheet, "the address is 2914 Raleigh. the value is $174")
    assert (sheet.answers["where"].value, sheet.answers["items.1.value"].value) == ("2914 Raleigh St", 174)
