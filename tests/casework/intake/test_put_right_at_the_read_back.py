"""What people say who hear their report read back and find a part of it wrong: that part is put right, and the rest stays."""

from __future__ import annotations

import pytest

from casework.intake.answer_meaning import Given
from tests.casework.intake.test_changes import changed, read, told

BAG = {
    "any_concern": "no",
    "what_happened": "my car window got smashed and they took my backpack",
    "where": "Evans Ave & S Broadway",
    "when": "yesterday",
    "items.1.what": "backpack",
    "items.1.looks": "black north face with my macbook in it and my work badge",
    "items.1.value": "100",
    "items.1.more": "yes",
    "items.2.what": "my window the back passenger window",
    "items.2.value": "300",
    "more_to_tell": "no",
    "name": "Ana Lopez",
    "contact": "303 555 0199",
}
AIDS = {
    "any_concern": "no",
    "where": "Botanic Gardens",
    "when": "yesterday",
    "items.1.what": "hearing aids",
    "items.1.value": "5600",
    "more_to_tell": "no",
    "name": "Denise Hollowell",
    "contact": "303 555 0199",
}
KEYS = {**AIDS, "items.1.what": "five keys on a red lanyard", "items.1.value": "20", "name": "Ana Lopez"}
TIRES = {
    "any_concern": "no",
    "where": "480 Fox St",
    "when": "overnight",
    "damaged": "home",
    "thing": "four tires",
    "damage_value": "900",
    "what_happened": "they were slashed",
    "more_to_tell": "no",
    "name": "Aaron Kim",
    "contact": "303 555 0199",
}
HIT = {
    "any_concern": "no",
    "where": "Ogden St near 13th Ave",
    "when": "yesterday",
    "more_to_tell": "no",
    "vehicle": "gray honda fit",
    "plate": "CAB442",
    "what_happened": "abigail torres",
    "name": "Abigail Torres",
    "contact": "303 555 0199",
}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("no my last name is lopes with an s", "Ana Lopes"),
        ("it's anna with two n's", "Anna Lopez"),
        ("my first name is maria and lopez is the family name but it's lopez garcia", "Maria Lopez Garcia"),
        ("please change my first name to maria", "Maria Lopez"),
        ("no the first name's wrong it's maria", "Maria Lopez"),
        ("it's lopes not lopez", "Ana Lopes"),
        ("the last name should be sandoval", "Ana Sandoval"),
        ("no my name is maria sandoval", "Maria Sandoval"),
        ("ana is the last name lopez is the first name", "Lopez Ana"),
    ],
)
def test_one_part_of_a_name_is_put_right_and_the_other_stays(text: str, name: str) -> None:
    sheet = told("theft", BAG)
    changed(sheet, text)
    assert sheet.answers["name"].value == name
    assert "in_own_words" not in sheet.answers


def test_a_word_that_was_no_part_of_the_name_goes() -> None:
    sheet = told("lost_property", {**AIDS, "name": "Bernice Hollowell Twist"})
    changed(sheet, "no my name isn't twist it's hollowell")
    assert sheet.answers["name"].value == "Bernice Hollowell"


def test_of_a_single_word_that_is_like_neither_name_nobody_knows_which_it_is() -> None:
    assert changed(told("theft", BAG), "the name is sandoval").named == "name"


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("it was between two and five in the afternoon", "2026-11-20T14:00/2026-11-20T17:00"),
        ("no between nine and five o'clock in the evening", "2026-11-20T09:00/2026-11-20T17:00"),
        ("from ten at night till seven in the morning", "2026-11-20T22:00/2026-11-21T07:00"),
        (
            "i never said six eighteen it was sometime between last night at eight and this morning when i left for work at five thirty",
            "2026-11-20T20:00/2026-11-21T05:30",
        ),
        ("eight forty p m", "2026-11-20T20:40"),
        ("and the time was twenty forty", "2026-11-20T20:40"),
        ("twenty forty hours", "2026-11-20T20:40"),
        ("it happened at twenty forty last night", "2026-11-20T20:40"),
        ("change it to between thursday and this morning", "2026-11-19/2026-11-21"),
        ("it still says yesterday it could've been since thursday", "2026-11-19"),
    ],
)
def test_a_time_is_put_right_with_both_its_ends(text: str, when: str) -> None:
    sheet = told("theft", BAG)
    changed(sheet, text)
    assert sheet.answers["when"].value == when


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("yes but it was around four ten", "yesterday, around four ten"),
        ("it happened around ten past four", "yesterday, around ten past four"),
        ("wait it's between eleven and six not just six", "yesterday, between eleven and six"),
    ],
)
def test_hours_of_which_nobody_knows_the_half_are_read_back_as_they_were_said(text: str, said: str) -> None:
    sheet = told("theft", BAG)
    changed(sheet, text)
    assert said in read(sheet)
    assert sheet.answers["where"].value == "Evans Ave & S Broadway"


def test_a_time_that_it_was_not_is_asked_for_and_not_taken() -> None:
    sheet = told("theft", BAG)
    assert changed(sheet, "no not at nine").named == "when"
    assert sheet.answers["when"].value == "2026-11-20"


@pytest.mark.parametrize(
    "text", ["it's thirty one thirty yeah but the lock was cut", "you got the address wrong it's thirty one thirty"]
)
def test_a_house_number_that_is_said_in_figures_is_put_right(text: str) -> None:
    sheet = told("theft", {**BAG, "where": "3120 Raleigh St"})
    changed(sheet, text)
    assert sheet.answers["where"].value == "3130 Raleigh St"


def test_between_eleven_and_six_of_a_night_passes_midnight_and_is_no_damaged_thing() -> None:
    sheet = told("vandalism", TIRES)
    changed(sheet, "wait it's between eleven and six not just six")
    assert sheet.answers["when"].value == "2026-11-20T23:00/2026-11-21T06:00"
    assert sheet.answers["thing"].value == "four tires"


@pytest.mark.parametrize(
    ("kind", "answers", "text", "question", "value"),
    [
        (
            "hit_run_parked",
            HIT,
            "no that's my name the damage is the driver door smashed in and red paint",
            "what_happened",
            "the driver door smashed in and red paint",
        ),
        ("vandalism", TIRES, "my what no the damage is to my car all four tires", "thing", "car all four tires"),
        ("vandalism", TIRES, "the damage is 80 dollars", "damage_value", 80),
        ("hit_run_parked", HIT, "it's a twenty fifteen honda fit", "vehicle", "gray 2015 Honda Fit"),
    ],
)
def test_what_is_named_gets_its_new_value_whatever_is_said_before_it(
    kind: str, answers: dict[str, str], text: str, question: str, value: object
) -> None:
    sheet = told(kind, answers)
    changed(sheet, text)
    assert sheet.answers[question].value == value
    assert "in_own_words" not in sheet.answers


@pytest.mark.parametrize(
    "text",
    [
        "take the window out",
        "can you take the window out of there",
        "leave the second one out",
        "the window wasn't taken it's just broke",
        "leave out the last one",
        "the window wasn't stolen, take it out",
    ],
)
def test_a_thing_is_taken_out_by_its_name_its_place_or_as_the_last_one(text: str) -> None:
    sheet = told("theft", BAG)
    changed(sheet, text)
    assert "window" not in read(sheet)
    assert "backpack" in read(sheet)


def test_what_is_worth_something_and_lay_in_another_thing_becomes_one_of_its_own() -> None:
    sheet = told("theft", BAG)
    changed(sheet, "the macbook is twelve hundred dollars")
    assert (sheet.answers["items.1.value"].value, sheet.answers["items.3.what"].value) == (100, "macbook")
    assert sheet.answers["items.3.value"].value == 1200


def test_a_bare_amount_belongs_to_what_was_spoken_of_last() -> None:
    sheet = told("theft", BAG)
    changed(sheet, "twelve hundred")
    assert (sheet.answers["items.1.value"].value, sheet.answers["items.2.value"].value) == (100, 1200)


@pytest.mark.parametrize(
    "text",
    [
        "it's only one hearing aid the right one twenty eight hundred",
        "no change it to one hearing aid please it was twenty eight hundred dollars",
        "you said hearing aids but it was just the one dear not two and it cost twenty eight hundred dollars",
    ],
)
def test_one_of_two_is_one(text: str) -> None:
    sheet = told("lost_property", AIDS)
    changed(sheet, text)
    assert sheet.answers["items.1.what"].value == "one hearing aid"
    assert sheet.answers["items.1.value"].value == 2800


def test_a_part_of_what_a_thing_is_called_is_taken_out() -> None:
    sheet = told("lost_property", KEYS)
    changed(sheet, "can you take out the part about the lanyard")
    assert sheet.answers["items.1.what"].value == "five keys"


OWN = "my purse got stolen back in march my social was in it i know stupid; no nothing's frozen"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "don't put that i said stupid in there",
            "my purse got stolen back in march my social was in it; no nothing's frozen",
        ),
        (
            "take out the word stupid please",
            "my purse got stolen back in march my social was in it; no nothing's frozen",
        ),
        ("i never said that scrap that", "my purse got stolen back in march my social was in it i know stupid"),
        ("scrap that", "my purse got stolen back in march my social was in it i know stupid"),
    ],
)
def test_words_that_were_kept_as_they_were_said_can_be_taken_out(text: str, left: str) -> None:
    sheet = told("theft", BAG)
    sheet.answer("in_own_words", Given(text=OWN))
    changed(sheet, text)
    assert sheet.answers["in_own_words"].value == left


@pytest.mark.parametrize(
    "text",
    [
        "that's stupid",
        "it still says backpacks but alright yes",
        "put that or they won't find it",
        "i gave you that already",
        "no i never said fireworks",
        "what are you talking about",
        "you keep saying you changed it",
        "what that's not what i said",
        "it ain't right you're not even listening",
    ],
)
def test_a_complaint_alone_is_not_written_down(text: str) -> None:
    sheet = told("theft", BAG)
    changed(sheet, text)
    assert "in_own_words" not in sheet.answers


def test_of_a_complaint_only_what_it_tells_is_written_down() -> None:
    sheet = told("fraud_scam", {"what_happened": "a roofer took my money", "name": "Ana Lopez"})
    changed(sheet, "you didn't say the company peak pro roofing and i never lost it he took it")
    assert sheet.answers["in_own_words"].value == "the company peak pro roofing; i never lost it he took it"
    assert "you never lost it" in read(sheet)


def test_of_what_was_left_out_more_is_asked_and_the_complaint_describes_nobody() -> None:
    sheet = told("theft", BAG)
    changed(sheet, "negative you left out the suspects and the van")
    assert sheet.answers["knows_suspect"].value is True
    assert "suspect" not in sheet.answers
    step = sheet.step()
    assert step.slot is not None
    assert step.slot.id == "suspect"


def test_a_suspect_who_is_described_in_the_complaint_is_taken() -> None:
    sheet = told("theft", BAG)
    changed(sheet, "you left out the suspect he was tall with a red hat")
    assert "red hat" in sheet.answers["suspect"].value
    assert "left out" not in sheet.answers["suspect"].value
