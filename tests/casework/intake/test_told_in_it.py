"""What was just told is not asked next, and what was said to us is no answer."""

from __future__ import annotations

import pytest

from casework.intake.answer_meaning import Given, Read, read
from casework.intake.questions_due import find
from tests.casework.intake.conftest import NOW, new_sheet


def _read(kind: str, question: str, words: str) -> object:
    sheet = new_sheet(kind)
    slot = find(sheet.form, question)
    assert slot is not None
    return read(slot, Given(None, words), sheet.common, NOW)


@pytest.mark.parametrize(
    ("kind", "question", "words", "value"),
    [
        ("theft", "items.1.looks", "i told u black cannondale", "black cannondale"),
        ("theft", "items.1.looks", "describe my copper it's copper colored", "it's copper colored"),
        ("hit_run_parked", "vehicle", "mine? white toyota tacoma like i said. 2020", "white 2020 Toyota Tacoma"),
        ("crash_no_injury", "vehicle", "a she's got a dodge caravan its like gold", "gold Dodge Caravan"),
        ("theft", "what_happened", "like i said he ran off with it", "like i said he ran off with it"),
    ],
)
def test_a_grumble_is_no_fact(kind: str, question: str, words: str, value: str) -> None:
    assert _read(kind, question, words) == Read(value)


@pytest.mark.parametrize(
    "words", ["i just told you i don't know him how would i know his insurance", "i already told you"]
)
def test_a_grumble_alone_is_not_known(words: str) -> None:
    assert _read("crash_no_injury", "others.1.insurance", words) == Read(None, "unknown")


async def test_a_year_told_with_the_vehicle_is_not_asked_for(person) -> None:
    caller = person("hit_run_parked")
    await caller.begin()
    await caller.answer("more_to_tell", True)
    await caller.answer("vehicle", "two thousand and eight ford focus")
    answers = {one["question"]: one["value"] for one in (await caller.whole())["answers"]}
    assert answers["vehicle_year"] == 2008


async def test_a_year_that_was_given_stays_when_the_vehicle_is_described_later(person) -> None:
    caller = person("hit_run_parked")
    await caller.begin()
    await caller.answer("more_to_tell", True)
    await caller.answer("vehicle_year", 2009)
    await caller.answer("vehicle", "two thousand and eight ford focus")
    answers = {one["question"]: one["value"] for one in (await caller.whole())["answers"]}
    assert answers["vehicle_year"] == 2009


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (
            "yeah his name on there's jaydub and his number seven two oh five five five oh one nine nine",
            "his name on there's jaydub and his number seven two oh five five five oh one nine nine",
        ),
        ("yes a skinny white guy in a gray hoodie", "a skinny white guy in a gray hoodie"),
        ("yes i think so", None),
        ("yes", None),
    ],
)
async def test_who_did_it_is_not_asked_for_where_the_yes_told_it(person, words: str, kept: str | None) -> None:
    caller = person("theft")
    await caller.begin()
    await caller.answer("more_to_tell", True)
    await caller.answer("knows_suspect", True, text=words)
    answers = {one["question"]: one["value"] for one in (await caller.whole())["answers"]}
    assert answers.get("suspect") == kept


def test_a_plate_of_which_one_character_was_not_seen_says_so() -> None:
    assert _read("crash_no_injury", "others.1.plate", "alpha whiskey something six two nine") == Read("AW?629")


@pytest.mark.parametrize(("words", "item"), [("No. It was a bicycle.", "bicycle"), ("no it was a stranger", None)])
async def test_a_thing_named_where_a_gun_was_denied_is_what_was_taken(person, words: str, item: str | None) -> None:
    caller = person("theft")
    await caller.begin()
    await caller.answer("firearm", False, text=words)
    answers = {one["question"]: one["value"] for one in (await caller.whole())["answers"]}
    assert answers.get("items.1.what") == item
