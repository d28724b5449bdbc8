"""Whose a name, a number, a hat or a car is: of the one who did it nothing becomes the caller's, and nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest

from casework.intake.answer_meaning import Given
from casework.intake.answer_wording import say
from casework.intake.step import form_state
from tests.casework.intake.conftest import NOW
from tests.casework.intake.test_changes import WATCH, changed, closed, read, told

SCAM = {
    "any_concern": "no",
    "how": "by phone",
    "when": "yesterday",
    "where": "i don't know",
    "amount": "0",
    "what_happened": "a man said he was from Medicare and i gave him my bank number",
    "knows_suspect": "yes",
    "suspect": "michael seven two oh five oh one six",
    "name": "Dolores Abeyta",
    "contact": "303 555 0142",
}
THEFT = {
    "any_concern": "no",
    "what_happened": "somebody took a package from my porch",
    "where": "1111 E Colfax Ave",
    "when": "yesterday",
    "items.1.what": "amazon box with black sony headphones",
    "items.1.value": "200",
    "more_to_tell": "no",
    "name": "Oksana Melnyk",
    "contact": "720 555 0199",
}


@pytest.mark.parametrize(
    "text",
    [
        "no the phone number it's seven two oh five five five oh one six six",
        "no his number was seven two oh five five five oh one six six",
        "the scammer's phone number is 720-555-0166",
        "no, the number he called from is 720 555 0166",
        "wrong number for the man, it's 720 555 0166",
    ],
)
def test_the_number_of_the_one_who_did_it_is_put_right_and_the_callers_stays(text: str) -> None:
    sheet = told("fraud_scam", SCAM)
    changed(sheet, text)
    assert sheet.answers["phone"].value == "3035550142"
    assert sheet.answers["suspect"].value == "michael 720-555-0166"


@pytest.mark.parametrize(
    "text",
    [
        "no my number is 720 555 0188",
        "the phone number is 720 555 0188, that's my cell",
        "no, call me at 720 555 0188 instead",
        "no it's 303 555 0188",
    ],
)
def test_the_callers_own_number_is_still_put_right(text: str) -> None:
    sheet = told("fraud_scam", SCAM)
    changed(sheet, text)
    assert sheet.answers["phone"].value in ("7205550188", "3035550188")
    assert sheet.answers["suspect"].value == SCAM["suspect"]


def test_a_number_of_the_other_told_where_none_was_known_is_kept_with_them() -> None:
    sheet = told("fraud_scam", {**SCAM, "suspect": "he called himself michael"})
    changed(sheet, "his number is 720 555 0166")
    assert sheet.answers["phone"].value == "3035550142"
    assert sheet.answers["suspect"].value == "he called himself michael. 720-555-0166"


@pytest.mark.parametrize(
    "text", ["his name is michael brown", "no the man's name was Michael Brown", "he said his name is michael brown"]
)
def test_the_name_of_the_one_who_did_it_is_not_the_callers(text: str) -> None:
    sheet = told("fraud_scam", {**SCAM, "suspect": "720 555 0166"})
    changed(sheet, text)
    assert sheet.answers["name"].value == "Dolores Abeyta"
    assert "michael brown" in sheet.answers["suspect"].value.lower()


def test_asked_for_their_own_name_nobody_is_called_by_anothers() -> None:
    sheet = told("fraud_scam", {name: said for name, said in SCAM.items() if name not in ("name", "contact")})
    assert sheet.answer("name", Given(text="his name is michael brown")) is not None
    assert "name" not in sheet.answers
    assert sheet.answer("name", Given(text="my name is dolores abeyta")) is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Video yes from camera. Man with white van, red hat", "Man with white van, red hat"),
        ("a guy in a red hat and a white van", "a guy in a red hat and a white van"),
        ("he was wearing a red hat and had a white van", "he was wearing a red hat and had a white van"),
        ("Where is the man? White van, red hat", "White van, red hat"),
        ("Add: suspect is a man with a white van, red hat", "a man with a white van, red hat"),
        ("red hat is on the thief", "red hat is on the thief"),
        ("the thief drove a white van", "the thief drove a white van"),
        ("a tall guy. red hat", "a tall guy. red hat"),
    ],
)
@pytest.mark.parametrize("closing", [True, False])
def test_what_the_thief_wears_and_drives_is_nothing_that_was_stolen(text: str, kept: str, closing: bool) -> None:
    sheet = closed("theft", THEFT, text) if closing else told("theft", THEFT)
    if not closing:
        changed(sheet, text)
    assert "items.2.what" not in sheet.answers
    assert sheet.answers["suspect"].value == kept
    assert "red hat" in read(sheet) or "white van" in read(sheet)


@pytest.mark.parametrize(
    "text",
    [
        "they also took my red hat",
        "add a red hat, forty dollars",
        "he took my red hat too, forty dollars",
        "my red hat, forty dollars",
    ],
)
def test_a_hat_that_was_taken_is_still_one_thing_more(text: str) -> None:
    sheet = told("theft", THEFT)
    changed(sheet, text)
    assert "hat" in str(sheet.answers["items.2.what"].value)


def test_more_about_who_did_it_joins_what_was_told_before() -> None:
    sheet = told("theft", {**THEFT, "knows_suspect": "yes", "suspect": "a tall man"})
    changed(sheet, "he was wearing a red hat")
    assert sheet.answers["suspect"].value == "a tall man. he was wearing a red hat"
    assert changed(sheet, "he was wearing a red hat").kept == ()


def test_where_no_form_asks_who_did_it_the_words_stay_with_the_story() -> None:
    sheet = told("lost_property", WATCH)
    changed(sheet, "my wife's number is 720 555 0188")
    assert sheet.answers["phone"].value == "7205550188"


async def test_a_number_that_the_story_tells_of_the_other_is_not_the_callers(person: Any) -> None:
    caller = person("fraud_scam")
    await caller.begin(
        known={"said": "a man called me from 720 555 0166 and said he was medicare", "phone": "7205550166"}
    )
    kept = {one["question"]: one.get("value") for one in (await caller.whole())["answers"]}
    assert "phone" not in kept


@pytest.mark.parametrize(
    ("story", "number"),
    [
        ("a man called me from 720 555 0166 about my account and i gave him my bank number", None),
        ("i got scammed, my number is 720 555 0166, call me", "7205550166"),
        ("i'm calling from 720 555 0166, they emptied my account", "7205550166"),
        ("the number they called from was 720 555 0166", None),
    ],
)
async def test_whose_a_number_in_the_story_is_stands_in_the_words_before_it(
    person: Any, story: str, number: Any
) -> None:
    caller = person("fraud_scam")
    await caller.begin()
    await caller.answer("what_happened", story, told={"phone": "7205550166"})
    kept = {one["question"]: one.get("value") for one in (await caller.whole())["answers"]}
    assert kept.get("phone") == number


@pytest.mark.parametrize(
    "said", ["seven two oh five five five oh one six six", "a tall man in a red hat", "his name was michael brown"]
)
async def test_who_tells_of_them_instead_of_yes_is_not_asked_again(person: Any, said: str) -> None:
    caller = person("fraud_scam")
    await caller.begin()
    await caller.answer_all(but="knows_suspect")
    await caller.answer("knows_suspect", said)
    assert caller.step["question"]["id"] == "name"
    kept = {one["question"]: one.get("value") for one in (await caller.whole())["answers"]}
    assert kept["suspect"] == said


def test_their_number_is_said_as_a_telephone_number() -> None:
    sheet = told("fraud_scam", {**SCAM, "suspect": "michael 720-555-0166"})
    active = form_state(sheet.form, sheet.common, sheet.report_state).active
    slot = next(one for one in form_state(sheet.form, sheet.common, sheet.report_state).slots if one.id == "suspect")
    assert "seven two zero, five five five, zero one six six" in say(slot, active["suspect"], sheet.common, NOW.date())
