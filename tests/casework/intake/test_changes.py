"""What somebody says otherwise at the read-back is taken whole: values, hours, details of the place, things, how they look."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from casework.intake.answer import Answer
from casework.intake.answer_meaning import Given
from casework.intake.hearing.breath import Heard, hear
from casework.intake.read_back import read_back
from casework.intake.step import form_state
from tests.casework.intake.conftest import NOW, Sheet, new_sheet

WATCH = {
    "any_concern": "no",
    "where": "Washington Park",
    "when": "wed the 18th, 3ish",
    "items.1.what": "dads watch",
    "items.1.value": "120",
    "more_to_tell": "no",
    "name": "Manny Ortega",
    "contact": "303 555 0199",
}
TULIPS = {
    "any_concern": "no",
    "where": "2214 S Ogden St",
    "when": "yesterday",
    "damaged": "home",
    "what_happened": "a whole row of tulips was ripped out overnight",
    "damage_value": "60 dollars",
    "more_to_tell": "no",
    "name": "Kayleigh Brzezinski",
    "contact": "720 555 0193",
}


def told(kind: str, answers: dict[str, str]) -> Sheet:
    sheet = new_sheet(kind)
    for question, text in answers.items():
        assert sheet.answer(question, Given(text=text)) is None, question
    return sheet


def changed(sheet: Sheet, text: str, closing: bool = False, **facts: Any) -> Heard:
    """What is heard, and kept in the sheet."""
    state = form_state(sheet.form, sheet.common, sheet.report_state)
    heard = hear(sheet.form, sheet.common, state, text, facts, NOW, closing)
    for one in heard.kept:
        sheet.answers[one.question] = Answer(one.question, one.value, one.text, one.how, next(sheet.order))
    return heard


def read(sheet: Sheet) -> str:
    active = form_state(sheet.form, sheet.common, sheet.report_state).active
    summary = replace(sheet.step()).summary
    if not summary:
        state = form_state(sheet.form, sheet.common, sheet.report_state)
        summary = tuple((slot, active[slot.id]) for slot in state.slots if slot.id in active)
    return " ".join(one.written for one in read_back(sheet.form, sheet.common, active, summary, NOW.date()))


@pytest.mark.parametrize(
    "text",
    [
        "no, make it 80",
        "the cost. 80 dollars",
        "no just change the cost to eighty",
        "it was $80 not 60",
        "eighty, not sixty",
        "the repair is 80 bucks",
        "no the amount is wrong, it's 80",
        "no, make it 80, and it was a neighbor's camera",
    ],
)
def test_another_amount_said_in_any_of_these_ways_is_the_amount(text: str) -> None:
    sheet = told("vandalism", TULIPS)
    changed(sheet, text)
    assert sheet.answers["damage_value"].value == 80


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("the dollar amount", "damage_value"),
        ("repair cost", "damage_value"),
        ("the cost", "damage_value"),
        ("the address is wrong", "where"),
        ("the date", "when"),
        ("my name is spelled wrong", "name"),
        ("what was damaged", "damaged"),
    ],
)
def test_what_is_named_without_a_new_answer_is_told_apart_from_a_change(text: str, named: str) -> None:
    heard = changed(told("vandalism", TULIPS), text)
    assert (heard.kept, heard.named) == ((), named)


@pytest.mark.parametrize(
    "text", ["no", "nope that's not right", "it's wrong", "hold on a second", "that is not correct"]
)
def test_words_that_change_nothing_change_nothing(text: str) -> None:
    heard = changed(told("vandalism", TULIPS), text)
    assert heard == Heard()


def test_several_changes_of_one_breath_are_all_taken() -> None:
    sheet = told("vandalism", TULIPS)
    changed(sheet, "no, make it 80, and its the neighbors cam at 2218 not mine. and tulips not the house")
    assert sheet.answers["damage_value"].value == 80
    assert sheet.answers["video"].value is True
    assert "2218" in sheet.answers["what_happened"].value
    assert "2214" in sheet.answers["where"].value
    assert "tulips" in read(sheet)


def test_the_hour_is_changed_and_the_day_stays() -> None:
    sheet = told("lost_property", WATCH)
    changed(sheet, "no it was around 5pm")
    assert sheet.answers["when"].value == "2026-11-18T17:00"


def test_the_day_is_changed_and_the_hour_stays() -> None:
    sheet = told("lost_property", {**WATCH, "when": "wed the 18th at 3 pm"})
    changed(sheet, "it was on tuesday")
    assert sheet.answers["when"].value == "2026-11-17T15:00"


def test_an_hour_of_which_nobody_knows_the_half_is_read_back_beside_its_day() -> None:
    sheet = told("lost_property", WATCH)
    assert "Wednesday, November eighteenth, around 3" in read(sheet)
    changed(sheet, "no it was about five o'clock")
    assert "Wednesday, November eighteenth, about five o'clock" in read(sheet)


def test_a_detail_joins_the_place() -> None:
    sheet = told("lost_property", WATCH)
    changed(sheet, "it was by the tennis courts")
    assert sheet.answers["where"].value == "Washington Park, by the tennis courts"


def test_what_the_thing_looks_like_the_hour_and_the_spot_are_taken_from_one_sentence() -> None:
    sheet = told("lost_property", WATCH)
    changed(sheet, "no its a gold seiko engraved Arturo 1984 and it was around 3pm by the tennis courts")
    assert sheet.answers["items.1.looks"].value == "gold seiko engraved Arturo 1984"
    assert sheet.answers["when"].value == "2026-11-18T15:00"
    assert sheet.answers["where"].value == "Washington Park, by the tennis courts"
    assert sheet.answers["items.1.value"].value == 120
    assert read(sheet).startswith(
        "You lost your dads watch, gold seiko engraved Arturo 1984, about $120, at Washington Park, by the tennis courts"
    )


def test_a_second_look_is_added_to_the_first() -> None:
    sheet = told("lost_property", {**WATCH, "items.1.looks": "gold seiko"})
    changed(sheet, "it has a leather strap")
    assert sheet.answers["items.1.looks"].value == "gold seiko, leather strap"


def test_a_look_that_is_there_already_is_not_said_twice() -> None:
    sheet = told("lost_property", {**WATCH, "items.1.looks": "gold seiko, leather strap"})
    assert changed(sheet, "it's a gold seiko").kept == ()
    changed(sheet, "it's a gold seiko with a leather strap, and it was around 5pm")
    assert sheet.answers["items.1.looks"].value == "gold seiko with a leather strap"


@pytest.mark.parametrize(
    "text",
    [
        "no you've left out the camera lens the four hundred dollar lens",
        "add the camera lens, four hundred dollars",
        "you forgot my camera lens, it was 400 dollars",
        "what about the camera lens? it was four hundred dollars new",
    ],
)
def test_a_thing_left_out_becomes_another_item_with_its_value(text: str) -> None:
    sheet = told("lost_property", WATCH)
    changed(sheet, text)
    assert sheet.answers["items.2.what"].value == "camera lens"
    assert sheet.answers["items.2.value"].value == 400
    assert "and your camera lens, about $400" in read(sheet)
    assert sheet.answers["items.1.value"].value == 120


def test_a_thing_that_is_there_already_is_not_added_twice_but_its_value_is_changed() -> None:
    sheet = told("lost_property", WATCH)
    changed(sheet, "the watch was two hundred dollars")
    assert sheet.answers["items.1.value"].value == 200
    assert "items.2.what" not in sheet.answers


def test_a_number_that_was_not_the_house_number_is_put_into_the_address() -> None:
    sheet = told("vandalism", TULIPS)
    changed(sheet, "make it 2240")
    assert sheet.answers["where"].value == "2240 S Ogden St"
    assert sheet.answers["damage_value"].value == 60


def test_a_place_that_the_conversation_found_is_the_new_place() -> None:
    sheet = told("vandalism", TULIPS)
    changed(sheet, "no it was at fourteenth and pearl", where="14th Ave & Pearl St")
    assert sheet.answers["where"].value == "14th Ave & Pearl St"


def test_another_number_to_call_is_taken() -> None:
    sheet = told("vandalism", TULIPS)
    changed(sheet, "no my number is 720 555 0188 and the name is Kay Brown")
    assert sheet.answers["phone"].value == "7205550188"
    assert sheet.answers["name"].value == "Kay Brown"


def closed(kind: str, answers: dict[str, str], text: str) -> Sheet:
    """The one question that closes a report was answered so, before it was answered at all."""
    sheet = told(kind, {name: said for name, said in answers.items() if name != "more_to_tell"})
    changed(sheet, text, closing=True)
    return sheet


def values(sheet: Sheet, *questions: str) -> tuple[Any, ...]:
    return tuple(sheet.answers[one].value if one in sheet.answers else None for one in questions)


def test_the_answer_to_many_questions_at_once_is_heard_for_each() -> None:
    text = "insurance nah. my neighbors doorbell cam might have it, the lady at 2218"
    sheet = closed("vandalism", TULIPS, text)
    assert values(sheet, "insurance", "video", "has_witnesses") == (False, True, None)
    assert "the lady at 2218" in sheet.answers["what_happened"].value


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        ("lost_property", "no serial no insurance", {"items.1.has_serial": False, "insurance": False}),
        ("lost_property", "gold seiko, leather strap", {"items.1.looks": "gold seiko, leather strap"}),
        ("lost_property", "the serial number is wtu04417", {"items.1.has_serial": True, "items.1.serial": "WTU04417"}),
        ("vandalism", "nobody saw it, no video", {"has_witnesses": False, "video": False}),
        ("vandalism", "didn't see anybody", {"has_witnesses": False, "knows_suspect": False}),
        (
            "vandalism",
            "i think a kid in a red hoodie did it",
            {"knows_suspect": True, "suspect": "i think a kid in a red hoodie did it"},
        ),
    ],
)
def test_what_is_told_and_denied_there_answers_its_own_question(kind: str, text: str, wanted: dict[str, Any]) -> None:
    sheet = closed(kind, {"lost_property": WATCH, "vandalism": TULIPS}[kind], text)
    assert {name: sheet.answers[name].value for name in wanted} == wanted


def test_a_thing_remembered_at_the_end_is_one_more_with_its_value() -> None:
    sheet = closed("lost_property", WATCH, "no that's the lot oh the lens it was four hundred dollars new")
    assert values(sheet, "items.2.what", "items.2.value") == ("lens", 400)


def test_what_the_other_car_left_is_about_the_other_car() -> None:
    hit = {"any_concern": "no", "where": "1111 E Colfax Ave", "when": "yesterday", "plate": "ABC123"}
    sheet = closed("hit_run_parked", hit, "just left some blue paint and a piece of its light no insurance thing")
    assert values(sheet, "knows_other", "insurance") == (True, False)
    assert "blue paint" in sheet.answers["other_vehicle"].value
    sheet = closed("hit_run_parked", hit, "a blue ford hit it, plate XYZ 987")
    assert values(sheet, "other_plate", "plate") == ("XYZ987", "ABC123")


@pytest.mark.parametrize(
    "text", ["yes", "no", "nah that's it", "i don't know", "no, nothing else", "what do you mean?"]
)
def test_a_plain_answer_to_it_tells_nothing_more(text: str) -> None:
    sheet = told("lost_property", {name: said for name, said in WATCH.items() if name != "more_to_tell"})
    assert changed(sheet, text, closing=True) == Heard()


def test_to_it_a_number_of_somebody_elses_house_does_not_move_the_place() -> None:
    sheet = closed("vandalism", TULIPS, "the guy lives at 1420 pearl")
    assert sheet.answers["where"].value == "2214 S Ogden St"


async def test_what_was_told_at_the_end_is_not_asked_for_singly(person: Any) -> None:
    caller = person("vandalism")
    await caller.begin()
    await caller.answer_all(but="more_to_tell")
    await caller.answer("more_to_tell", "insurance nah. my neighbors doorbell cam might have it, the lady at 2218")
    assert caller.step["question"]["id"] == "name"
    kept = {one["question"]: one.get("value") for one in (await caller.whole())["answers"]}
    assert (kept["video"], kept["insurance"]) == (True, False)


async def test_who_says_yes_to_it_is_asked_for_what_they_did_not_tell(person: Any) -> None:
    caller = person("vandalism")
    await caller.begin()
    await caller.answer_all(but="more_to_tell")
    await caller.answer("more_to_tell", "yes there's a video")
    assert caller.step["question"]["id"] == "knows_suspect"


async def test_a_change_after_which_the_same_is_read_back_is_none_and_its_part_is_asked_for(person: Any) -> None:
    caller = person("vandalism")
    await caller.begin()
    await caller.answer_all(damaged="home", damage_value="80 dollars")
    body = {"text": "no the cost was 80 dollars", "channel": "voice", "turn": "the-same"}
    told = await caller.post("changes", **body)
    assert (told["changed"], told["named"]) == ([], "damage_value")


async def test_the_read_back_is_changed_in_one_request_that_may_come_twice(person: Any) -> None:
    caller = person("vandalism")
    await caller.begin()
    await caller.answer_all(damaged="home")
    body = {"text": "no make it 80 and it was about five o'clock", "channel": "voice", "turn": "the-change"}
    first = await caller.post("changes", **body)
    assert set(first["changed"]) == {"damage_value", "when"}
    assert first["step"]["state"] == "summary"
    again = await caller.post("changes", **body)
    assert (again["changed"], again["step"]) == (first["changed"], first["step"])
    kept = {one["question"]: one.get("value") for one in (await caller.whole())["answers"]}
    assert kept["damage_value"] == 80


async def test_an_hour_told_after_the_day_keeps_the_day_but_a_page_sends_the_whole_time(person: Any) -> None:
    caller = person("vandalism")
    await caller.begin()
    await caller.answer("when", "november 10")
    day = {one["question"]: one.get("value") for one in (await caller.whole())["answers"]}["when"]
    await caller.answer("when", "around 3 pm")
    assert {one["question"]: one.get("value") for one in (await caller.whole())["answers"]}["when"] == f"{day}T15:00"
    await caller.answer("when", "some time in the summer", channel="web")
    assert {one["question"]: one.get("value") for one in (await caller.whole())["answers"]}["when"] != day


def test_a_choice_that_is_named_by_its_question_is_taken() -> None:
    graffiti = {
        "any_concern": "no",
        "where": "by the fountain in cheesman park",
        "hateful": "no",
        "when": "last monday",
    }
    sheet = told("graffiti", graffiti)
    changed(sheet, "no the surface was a sign")
    assert sheet.answers["surface"].value == "sign"
