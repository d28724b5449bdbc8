"""What is told beside an answer fills the questions that it answers; whose car is told goes by the words and not by the order."""

from __future__ import annotations

from typing import Any

import pytest

from casework.intake.answer_meaning import Given
from casework.intake.step import form_state
from spoken.en import by_the_way, whose_vehicle
from tests.casework.intake.test_changes import changed, closed, read, told, values

HIT = {"any_concern": "no", "where": "1111 E Colfax Ave", "when": "yesterday"}


async def _answers(caller: Any) -> dict[str, Any]:
    return {one["question"]: one.get("value") for one in (await caller.whole())["answers"]}


@pytest.mark.parametrize(
    ("text", "mine", "other"),
    [
        ("mine or the truck mine's a blue outback", "mine's a blue outback", ""),
        ("mine's a camry hers is the explorer", "mine's a camry", "hers is the explorer"),
        (
            "no mine is a d f g eight eight two c t n is the other one",
            "no mine is a d f g eight eight two",
            "c t n is the other one",
        ),
        ("a white van hit my red civic", "my red civic", "a white van hit"),
        ("he said it was a white pickup and the plate started with c t n", "", None),
        ("the white pickup is the one that hit me and its plate is c t n", "", None),
        ("my blue 2019 outback", "my blue 2019 outback", ""),
        ("no that pickup is not mine", "", "no that pickup is not mine"),
        ("the honda is mine the toyota hit me", "the honda is mine", "the toyota hit me"),
    ],
)
def test_of_two_vehicles_the_words_say_whose_it_is(text: str, mine: str, other: str | None) -> None:
    assert whose_vehicle.of(text, whose_vehicle.MINE, whose_vehicle.MINE) == mine
    assert whose_vehicle.of(text, whose_vehicle.OTHER, whose_vehicle.MINE) == (text if other is None else other)


def test_what_a_neighbor_saw_is_the_other_car_and_the_neighbor_a_witness() -> None:
    words = "yeah my neighbor curtis saw it he said it was a white pickup and the plate started with c t n"
    sheet = closed("hit_run_parked", {**HIT, "plate": "ABC123"}, words)
    assert values(sheet, "other_vehicle", "other_plate", "knows_other") == ("white pickup", "CTN", True)
    assert values(sheet, "has_witnesses", "witnesses.1.name", "plate", "vehicle") == (True, "Curtis", "ABC123", None)
    assert values(sheet, "what_happened") == (None,)  # which is the damage


@pytest.mark.parametrize(
    ("question", "words", "value"),
    [
        (
            "vehicle",
            "mine or hers mine's a twenty fourteen toyota camry silver hers is the explorer",
            "silver 2014 Toyota Camry",
        ),
        ("plate", "mine's a d f g eight eight two c t n is the other one", "ADFG882"),
        ("other_plate", "mine is a d f g eight eight two the other one is c t n four four one", "CTN441"),
    ],
)
async def test_the_question_takes_its_own_car(person: Any, question: str, words: str, value: str) -> None:
    caller = person("hit_run_parked")
    await caller.begin()
    await caller.answer("more_to_tell", True)
    await caller.answer("knows_other", True)
    await caller.answer(question, words)
    assert (await _answers(caller))[question] == value


async def test_the_damage_and_its_cost_told_with_the_plate_are_not_asked_again(person: Any) -> None:
    caller = person("hit_run_parked")
    await caller.begin()
    words = "c as in charlie a b four four two the door's smashed in like fifteen hundred to fix and there was red paint on it"
    await caller.answer("plate", words)
    answers = await _answers(caller)
    assert (answers["plate"], answers["damage_value"]) == ("CAB442", 1500)
    assert "door's smashed in" in answers["what_happened"]
    assert "red paint" in answers["what_happened"]
    assert "fifteen hundred" not in answers["what_happened"]


async def test_a_lady_on_a_camera_told_in_the_story_is_who_did_it_and_a_video(person: Any) -> None:
    caller = person("theft")
    await caller.begin()
    await caller.answer("what_happened", "the neighbor's camera shows a lady in a pink coat take it at like four ten")
    answers = await _answers(caller)
    assert answers["video"] is True
    assert answers["suspect"].startswith("a lady in a pink coat")


async def test_plates_that_are_gone_are_not_asked_for(person: Any) -> None:
    caller = person("parking")
    await caller.begin()
    await caller.answer("wrong", "too long it's been there since halloween the plates are gone")
    await caller.answer_all(but="plate")
    assert caller.step["state"] == "summary"


@pytest.mark.parametrize(
    ("words", "told_of"),
    [
        ("the gym might have cameras", "maybe"),
        ("the neighbor has a camera", "maybe"),
        ("my camera got two guys on it", "sure"),
        ("i have the lady on my doorbell camera", "sure"),
        ("they took my camera", None),
        ("my camera was in the bag", None),
        ("there's a camera but it's broken", None),
        ("my phone has a camera", None),
        ("no cameras", None),
    ],
)
def test_a_camera_is_a_video_where_it_shows_it_and_may_be_one_where_it_is_there(
    words: str, told_of: str | None
) -> None:
    assert by_the_way.video(words) == told_of


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("my neighbor heard it", True),
        ("a lady loading carts saw it too", True),
        ("i saw it this morning", False),
        ("i came out and saw my car", False),
        ("nobody saw it", False),
    ],
)
def test_a_witness_is_somebody_else(words: str, seen: bool) -> None:
    assert by_the_way.witness(words) is seen


def test_a_camera_that_is_broken_says_nothing_of_the_thing() -> None:
    sheet = closed(
        "theft",
        {
            "any_concern": "no",
            "where": "1420 Delgany St",
            "when": "yesterday",
            "items.1.what": "airpods and a textbook",
        },
        "no idea the manager says there's a camera but it's broken no insurance",
    )
    assert values(sheet, "video", "insurance", "items.1.looks") == (False, False, None)


def test_at_the_read_back_each_car_gets_back_what_is_its_own() -> None:
    sheet = told(
        "hit_run_parked",
        {**HIT, "more_to_tell": "yes", "vehicle": "white pickup", "plate": "c t n", "knows_other": "yes"},
    )
    changed(
        sheet,
        "no no mine is the blue subaru outback the white pickup is the one that hit me and its plate starts with c t n",
    )
    assert values(sheet, "vehicle", "other_vehicle", "other_plate") == ("blue Subaru Outback", "white pickup", "CTN")
    changed(sheet, "no mine is a d f g eight eight two c t n is the other one")
    assert values(sheet, "plate", "other_plate") == ("ADFG882", "CTN")


async def test_what_was_in_the_bag_is_a_thing_of_its_own_with_its_own_price(person: Any) -> None:
    caller = person("theft_from_vehicle")
    await caller.begin()
    await caller.answer("entry", "window")
    await caller.answer("items.1.what", "backpack")
    await caller.answer("items.1.looks", "black north face with my macbook in it and my work badge")
    await caller.answer("items.1.value", "the bag is like a hundred the macbook is twelve hundred")
    answers = await _answers(caller)
    assert [answers[f"items.{at}.what"] for at in (1, 2, 3)] == ["backpack", "macbook", "work badge"]
    assert (answers["items.1.looks"], answers["items.1.value"], answers["items.2.value"]) == (
        "black north face",
        100,
        1200,
    )


async def test_a_window_that_was_broken_is_not_one_more_thing_that_was_taken(person: Any) -> None:
    caller = person("theft")
    await caller.begin()
    await caller.answer_all(but="more_to_tell")
    await caller.answer("more_to_tell", True)
    await caller.answer("items.1.has_serial", False)
    await caller.answer("items.1.more", True)
    await caller.answer("items.2.what", "and my window the back passenger window you're gonna want that")
    answers = await _answers(caller)
    assert "items.2.what" not in answers
    assert "window" in answers["in_own_words"]


@pytest.mark.parametrize(
    ("thing", "asked"),
    [
        ("canadian passport dark blue", []),
        ("a pair of hoka shoes", ["value"]),
        ("house keys", []),
        ("dell laptop", ["value", "has_serial"]),
    ],
)
def test_of_a_thing_only_what_makes_sense_is_asked(thing: str, asked: list[str]) -> None:
    sheet = told("theft", {**HIT, "items.1.what": thing, "more_to_tell": "yes"})
    slots = [one.id for one in form_state(sheet.form, sheet.common, sheet.report_state).slots]
    assert [one for one in ("value", "has_serial") if f"items.1.{one}" in slots] == asked


async def test_a_name_is_no_damage_and_is_kept_as_the_name(person: Any) -> None:
    caller = person("hit_run_parked")
    await caller.begin()
    await caller.answer_all(but="what_happened")
    await caller.answer("what_happened", "abigail torres")
    assert caller.step["question"]["id"] == "what_happened"
    await caller.answer("what_happened", "the driver door")
    answers = await _answers(caller)
    assert (answers["what_happened"], answers["name"]) == ("the driver door", "Abigail Torres")


async def test_what_a_thing_is_worth_stands_once(person: Any) -> None:
    caller = person("theft")
    await caller.begin()
    await caller.answer("items.1.what", "razors and tide pods about two hundred forty dollars worth")
    answers = await _answers(caller)
    assert (answers["items.1.what"], answers["items.1.value"]) == ("razors and tide pods", 240)


@pytest.mark.parametrize(
    ("words", "suspect"),
    [
        (
            "two males left in a white chevy express we have video",
            "two males left in a white chevy express we have video",
        ),
        ("just the box and the lady in the pink coat on video", "the lady in the pink coat"),
        ("my neighbor fred saw a guy in a red cap, that's all", "a guy in a red cap"),
    ],
)
async def test_who_did_it_told_at_the_end_is_not_asked_for(person: Any, words: str, suspect: str) -> None:
    caller = person("theft")
    await caller.begin()
    await caller.answer_all(but="more_to_tell")
    await caller.answer("more_to_tell", words)
    answers = await _answers(caller)
    assert suspect in answers["suspect"]
    assert "items.2.what" not in answers


async def test_two_kids_told_in_the_story_are_who_did_it(person: Any) -> None:
    caller = person("theft")
    await caller.begin()
    await caller.answer(
        "what_happened", "two kids in black hoodies jumped my fence and took my bike, it's on my doorbell camera"
    )
    answers = await _answers(caller)
    assert (answers["suspect"], answers["video"]) == ("two kids in black hoodies", True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("yes the gym might have cameras", "There may be a video."),
        ("yes i have him on video", "There is a video."),
        ("yes", "There is a video."),
    ],
)
def test_a_camera_that_may_have_it_is_read_back_so(words: str, said: str) -> None:
    sheet = told("theft", {**HIT, "items.1.what": "drill", "more_to_tell": "yes"})
    assert sheet.answer("video", Given(True, words)) is None
    assert said in read(sheet)
