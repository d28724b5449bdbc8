"""What answers mean, what is refused and in which words, and how they are read back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from casework.access.pin_choice import chosen_pin, why_not
from casework.intake import answer_wording
from casework.intake.answer import Answer
from casework.intake.answer_meaning import Given, Read, Refused, read
from casework.intake.questions_due import find
from spoken.usage import usage_of
from tests.casework.intake.conftest import NOW, new_sheet

COMMON = new_sheet("theft").common
BRITISH = COMMON.model_copy(update={"usage": usage_of("GB")})
GOOD: list[tuple[str, Any, Any]] = [
    ("items.1.value", "$1,200.50", 1200.5),
    ("items.1.value", "twelve hundred dollars", 1200),
    ("items.1.value", "about 2k", 2000),
    ("items.1.value", "a couple hundred bucks", 200),
    ("items.1.value", "it was free", 0),
    ("items.1.value", 45, 45),
    ("happening_now", "no it's over", False),
    ("happening_now", "Yeah", True),
    ("when", "yesterday evening", "2026-11-20"),
    ("when", "three days ago", "2026-11-18"),
    ("when", "11/19/2026", "2026-11-19"),
    ("when", "November 3rd", "2026-11-03"),
    ("when", "last Friday", "2026-11-20"),
    ("when", "2026-11-21T03:10:00Z", "2026-11-20T20:10"),
    ("when", "some time between spring and summer", "some time between spring and summer"),
    ("phone", "(303) 555-0199", "3035550199"),
    ("phone", "three oh three five five five oh one nine nine", "3035550199"),
    ("email", "ada dot lovelace at example dot org", "ada.lovelace@example.org"),
    ("email", "Ada@Example.ORG", "ada@example.org"),
    ("name", "my name is Ada Lovelace.", "Ada Lovelace"),
    ("items.1.serial", "a b as in boy one two three four", "AB1234"),
    ("items.1.serial", "wtu 04417-x", "WTU04417X"),
    ("contact_by", "by text and e-mail", "sms_and_email"),
    ("contact_by", "not at all please", "none"),
    ("what_happened", "  Somebody\ttook\u202e it  ", "Somebody took it"),
    ("items.1.value", "one hundred thousand dollars", 100_000),
    ("items.1.value", "$1.200,50", 1200.5),
    ("items.1.value", "six hundred, no, make it seven hundred", 700),
    ("when", "thursday no wait wednesday", "2026-11-18"),
    ("when", "between eight and ten last night", "2026-11-20T20:00/2026-11-20T22:00"),
    ("when", "on halloween", "2026-10-31"),
    ("phone", "seven two oh five five five oh one four two no sorry oh one four three", "7205550143"),
    ("name", "it's Kowalczyk, first name Piotr", "Piotr Kowalczyk"),
    ("name", "Łukasz Wójcik", "Łukasz Wójcik"),
]
BAD: list[tuple[str, Any, str]] = [
    ("items.1.value", "a lot", "amount in dollars"),
    ("items.1.value", "minus 5", "amount in dollars"),
    ("items.1.value", "-$20", "amount in dollars"),
    ("items.1.value", "1e9", "amount in dollars"),
    ("items.1.value", 99_999_999, "doesn't fit"),
    ("happening_now", "purple", "yes or a no"),
    ("when", "2026-11-25", "already happened"),
    ("when", "tomorrow's the dog", "didn't get the day"),
    ("when", "1926-01-01", "already happened"),
    ("phone", "555 0199", "ten numbers"),
    ("phone", "9999999999", "ten numbers"),
    ("email", "ada", "e-mail address"),
    ("email", "ada at example", "e-mail address"),
    ("name", "7", "name"),
    ("items.1.serial", "123456", "serial number"),
    ("items.1.serial", "scratched", "serial number"),
    ("contact_by", "by pigeon", "choices"),
    ("what_happened", "...", "didn't get an answer"),
    ("what_happened", "x" * 4001, "longer than"),
    ("where", "", "didn't get an answer"),
    ("when", "next friday", "already happened"),
    ("when", "11/31/2026", "didn't get the day"),
    ("when", "february thirtieth", "didn't get the day"),
    ("phone", "it's the number I'm calling from", "can't see the number"),
    ("name", "no", "name"),
    ("name", "yes", "name"),
]


@pytest.mark.parametrize(("question", "said", "value"), GOOD)
def test_what_is_said_is_understood(sheet, question: str, said: Any, value: Any) -> None:
    report = sheet("theft")
    given = Given(text=said) if isinstance(said, str) else Given(said)
    assert read(find(report.form, question), given, report.common, NOW) == Read(value)


@pytest.mark.parametrize(("question", "said", "words"), BAD)
def test_what_does_not_fit_is_explained_in_one_sentence_that_can_be_spoken(sheet, question, said, words) -> None:
    report = sheet("theft")
    given = Given(text=said) if isinstance(said, str) else Given(said)
    found = read(find(report.form, question), given, report.common, NOW)
    assert isinstance(found, Refused)
    assert words in found.problem
    assert found.problem.endswith(".")
    assert not any(character.isdigit() for character in found.problem)


def test_a_vehicle_of_the_year_after_the_next_does_not_exist_yet(sheet) -> None:
    report = sheet("crash_no_injury")
    slot = find(report.form, "vehicle_year")
    assert read(slot, Given(2027), report.common, NOW) == Read(2027)
    assert isinstance(read(slot, Given(2028), report.common, NOW), Refused)
    assert isinstance(read(slot, Given(1899), report.common, NOW), Refused)


@pytest.mark.parametrize(
    ("said", "year"), [("ninety eight", 1998), ("'98", 1998), ("oh five", 2005), ("twenty fifteen", 2015)]
)
def test_a_year_of_two_digits_is_the_latest_century_that_fits(sheet, said: str, year: int) -> None:
    report = sheet("crash_no_injury")
    assert read(find(report.form, "vehicle_year"), Given(text=said), report.common, NOW) == Read(year)


@pytest.mark.parametrize("said", ["no plate", "it had a temp tag", "paper plates"])
def test_a_vehicle_without_a_plate_has_none_that_could_be_known(said: str) -> None:
    report = new_sheet("vandalism")
    found = read(find(report.form, "plate"), Given(text=said), report.common, NOW)
    assert isinstance(found, Read)
    assert found.how in ("unknown", "skipped")


def test_a_typed_plate_is_found_among_the_words_around_it() -> None:
    report = new_sheet("vandalism")
    given = Given(text="the plate is CXR 419 from Texas")
    assert read(find(report.form, "plate"), given, report.common, NOW) == Read("CXR419")


def test_a_day_of_another_year_is_read_back_with_its_year(sheet) -> None:
    slot, answer = find(sheet("theft").form, "when"), Answer("when", "2024-03-03", "march third twenty twenty four")
    assert answer_wording.say(slot, answer, COMMON, NOW.date()) == "March third, twenty twenty-four"


def test_a_span_is_read_back_as_one(sheet) -> None:
    slot, answer = find(sheet("theft").form, "when"), Answer("when", "2026-11-20T20:00/2026-11-20T22:00")
    assert answer_wording.say(slot, answer, COMMON, NOW.date()) == "November twentieth, between eight p m and ten p m"
    assert answer_wording.write(slot, answer, COMMON) == "2026-11-20 20:00 to 2026-11-20 22:00"


def test_what_must_be_known_cannot_be_unknown_and_what_must_be_said_cannot_be_skipped(sheet) -> None:
    report = sheet("theft")
    assert "say person" in report.answer("where", Given(how="unknown"))
    assert "don't know" in report.answer("where", Given(how="skipped"))
    assert report.answer("when", Given(how="unknown")) is None
    assert report.answer("video", Given(how="skipped")) is None


@settings(max_examples=60, deadline=None)
@given(
    value=some.none()
    | some.booleans()
    | some.integers()
    | some.floats()
    | some.text(max_size=300)
    | some.lists(some.text()),
    text=some.none() | some.text(max_size=300),
    question=some.sampled_from(["items.1.value", "when", "phone", "email", "plate", "contact_by", "name", "where"]),
)
def test_nothing_that_can_be_sent_breaks_the_reading(value: Any, text: str | None, question: str) -> None:
    report = new_sheet("vandalism" if question == "plate" else "theft")
    found = read(find(report.form, question), Given(value, text), report.common, NOW)
    assert isinstance(found, (Read, Refused))


@pytest.mark.parametrize(
    ("question", "value", "spoken", "written"),
    [
        ("items.1.value", 1200.5, "one thousand two hundred dollars and fifty cents", "$1,200.50"),
        ("items.1.value", 1, "one dollar", "$1"),
        ("phone", "3035550199", "three zero three, five five five, zero one nine nine", "303-555-0199"),
        (
            "where",
            "1437 14th Ave & Pearl St",
            "fourteen thirty-seven fourteenth Avenue and Pearl Street",
            "1437 14th Ave & Pearl St",
        ),
        ("where", "142nd & 3rd", "one hundred forty-second and third", "142nd & 3rd"),
        ("when", "2026-11-20T21:05", "November twentieth, at nine oh five p m", "2026-11-20 21:05"),
        ("when", "2026-11-20T00:00", "November twentieth, at midnight", "2026-11-20 00:00"),
        ("email", "ada_l@example.org", "ada underscore l at example dot org", "ada_l@example.org"),
        ("items.1.serial", "WTU04417", "W T U, zero four four, one seven", "WTU04417"),
        ("happening_now", False, "no", "no"),
        ("contact_by", "none", "not at all", "not at all"),
    ],
)
def test_answers_are_read_back_as_people_say_them(sheet, question, value, spoken, written) -> None:
    slot, answer = find(sheet("theft").form, question), Answer(question, value)
    assert answer_wording.say(slot, answer, COMMON) == spoken
    assert answer_wording.write(slot, answer, COMMON) == written
    assert not any(character.isdigit() for character in spoken)


@pytest.mark.parametrize(
    ("year", "said"), [(2015, "twenty fifteen"), (2005, "two thousand five"), (1998, "nineteen ninety-eight")]
)
def test_years_are_spoken_as_years(sheet, year: int, said: str) -> None:
    slot = find(sheet("crash_no_injury").form, "vehicle_year")
    assert answer_wording.say(slot, Answer("vehicle_year", year), COMMON) == said


@pytest.mark.parametrize("pin", ["1234", "0000", "9876", "1212", "1122", "1221", "1990", "2580", "4271"])
def test_a_pin_that_everybody_tries_first_is_refused(sheet, pin: str) -> None:
    words = sheet("theft").common.pin
    assert why_not(chosen_pin(pin), "42719", words) == words.too_simple


@pytest.mark.parametrize(
    ("said", "pin"),
    [("7391", "7391"), ("seven three nine one", "7391"), ("7 3-9 1", "7391"), ("739", None), ("73915", None)],
)
def test_a_pin_may_be_said_or_entered(said: str, pin: str | None) -> None:
    assert chosen_pin(said) == pin


@pytest.mark.parametrize(
    ("question", "said", "value"),
    [
        ("items.1.value", "fifty quid", 50),
        ("items.1.value", "two pounds fifty", 2.5),
        ("when", "3/11", "2026-11-03"),
        ("when", "3/11/2026", "2026-11-03"),
        ("phone", "07700 900123", "+447700900123"),
        ("phone", "oh double seven double oh, nine hundred, one two three", "+447700900123"),
    ],
)
def test_money_dates_and_telephones_are_read_as_the_agencys_country_writes_them(
    question: str, said: str, value: Any
) -> None:
    theft = new_sheet("theft")
    common = theft.common.model_copy(update={"usage": usage_of("GB"), "default_checks": {}})
    slot = find(theft.form, question)
    assert slot is not None
    found = read(slot, Given(text=said), common, NOW)
    assert isinstance(found, Read)
    assert found.value == value


@pytest.mark.parametrize(
    ("question", "value", "spoken", "written"),
    [
        ("items.1.value", 1200.5, "one thousand two hundred pounds and fifty pence", "£1,200.50"),
        ("phone", "+447700900123", "zero seven seven zero zero, nine zero zero one two three", "07700 900123"),
        ("when", "2026-11-20", "the twentieth of November", "2026-11-20"),
        ("when", "2024-03-03", "the third of March, twenty twenty-four", "2024-03-03"),
    ],
)
def test_money_telephones_and_days_are_read_back_as_the_country_says_them(
    question: str, value: Any, spoken: str, written: str
) -> None:
    slot, answer = find(new_sheet("theft").form, question), Answer(question, value)
    assert slot is not None
    assert answer_wording.say(slot, answer, BRITISH, NOW.date()) == spoken
    assert answer_wording.write(slot, answer, BRITISH) == written
