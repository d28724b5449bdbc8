"""Amounts, quantities, plates, names and what is said aloud: what is said is heard again, and no text does harm."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from spoken.en import amounts, names, phones, plates, saying, saying_text, units, years
from spoken.en.corrections import corrected
from spoken.en.dates import when_in
from spoken.en.emails import email_in
from tests.spoken.test_dates import NOW

CENTS = some.integers(0, 99_999_999)


@given(cents=CENTS)
def test_money_that_is_read_out_is_heard_as_itself(cents: int) -> None:
    assert amounts.amount_in(saying.money(cents / 100)) == pytest.approx(cents / 100)


@given(cents=CENTS, currency=some.sampled_from(["GBP", "EUR", "CAD"]))
def test_money_of_other_countries_is_heard_as_itself(cents: int, currency: str) -> None:
    assert amounts.amount_in(saying.money(cents / 100, currency), currency) == pytest.approx(cents / 100)


@given(cents=CENTS)
def test_money_in_figures_is_heard_as_itself(cents: int) -> None:
    assert amounts.amount_in(f"${cents / 100:,.2f}") == pytest.approx(cents / 100)


@given(year=some.integers(1900, 2026))
def test_a_year_that_is_read_out_is_heard_as_itself(year: int) -> None:
    assert years.year_in(saying.year(year), 2026) == year


@given(
    letters=some.from_regex(r"[A-HJ-NP-Z]{3}", fullmatch=True), digits=some.from_regex(r"[1-9][0-9]{2}", fullmatch=True)
)
def test_a_plate_that_is_read_out_is_heard_as_itself(letters: str, digits: str) -> None:
    assert plates.asked_plate(saying.characters(letters + digits)) == letters + digits


@given(some.text(max_size=200))
def test_nothing_that_is_read_out_holds_figures(text: str) -> None:
    assert not any(one.isascii() and one.isdigit() for one in saying_text.words(text))


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("thursday no wait wednesday", "wednesday"),
        ("six hundred, no, make it seven hundred", "seven hundred"),
        ("10th and Grant, no sorry, 11th and Grant", "11th and Grant"),
        ("it was 1430 not 1420", "it was 1430"),
        ("not yesterday, the day before", "the day before"),
        ("I do not know", "I do not know"),
        ("I'm sorry it's late", "I'm sorry it's late"),
        ("no", "no"),
        ("no sorry", "no sorry"),
        ("it is not two miles away", "it is not two miles away"),
    ],
)
def test_what_comes_after_a_correction_counts(said: str, counts: str) -> None:
    assert corrected(said) == counts


@pytest.mark.parametrize(
    "count",
    [
        ("just one", 1),
        ("a couple", 2),
        ("there were three of them", 3),
        ("nobody", 0),
        ("red", None),
        ("half a dozen", 6),
        ("two dozen", 24),
        ("both of them", 2),
        ("going on a week and a half so ten eleven days", 10),
        ("she'll be eighty four in january so eighty three", 83),
        ("sounds like twenty but i think it's three", 3),
    ],
)
def test_people_and_things_are_counted(count: tuple[str, int | None]) -> None:
    assert amounts.number_in(count[0]) == count[1]


@settings(deadline=None)
@given(some.text(max_size=200))
def test_no_text_breaks_a_reader(text: str) -> None:
    readers = (
        amounts.amount_in,
        amounts.number_in,
        plates.asked_plate,
        plates.characters_in,
        names.name_in,
        names.spelled_in,
    )
    for reader in (
        *readers,
        names.refused,
        plates.has_no_plate,
        units.unit_in,
        phones.means_this_line,
        saying_text.words,
    ):
        reader(text)
    years.year_in(text, 2026)


@pytest.mark.parametrize(
    "hostile",
    ["one " * 1000, "double " * 600, "twenty five " * 350, "." * 4000, ", no " * 800, "first name " * 350, "a" * 4000],
)
def test_the_longest_answer_of_a_form_is_read_in_no_time(hostile: str) -> None:
    begun = time.process_time()
    amounts.amount_in(hostile), plates.asked_plate(hostile), names.name_in(hostile), names.spelled_in(hostile)
    phones.phone_in(hostile), when_in(hostile, NOW, only=True), units.unit_in(hostile), saying_text.words(hostile)
    assert time.process_time() - begun < 1.5


@pytest.mark.parametrize(
    ("text", "none"),
    [
        ("the plates are gone", True),
        ("somebody took the plates off", True),
        ("it's ABC 123 and the front plate is missing", False),
        ("it was gone when i looked", False),
    ],
)
def test_a_car_whose_plates_are_gone_has_none(text: str, none: bool) -> None:
    assert plates.has_no_plate(text) is none


def test_what_shall_be_put_down_counts() -> None:
    assert amounts.amount_in("650 when i bought it maybe 400 now put 400") == 400


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("well you cant call me huh its t bergstrom at gmail dot com", "tbergstrom@gmail.com"),
        ("no the email is just t bergstrom at gmail dot com", "tbergstrom@gmail.com"),
        ("just dot me at gmail dot com", "just.me@gmail.com"),
        ("my email is john smith nineteen at gmail dot com", "johnsmithnineteen@gmail.com"),
    ],
)
def test_the_words_before_an_address_are_none_of_it(said: str, address: str) -> None:
    assert email_in(said) == address


@pytest.mark.parametrize("piece", ["1 ", "a1", "one two ", "a b ", "abc ", "no plate ", "double "])
@pytest.mark.parametrize("reader", [plates.asked_plate, plates.on_its_own, plates.none_to_tell, plates.has_no_plate])
def test_four_thousand_characters_that_look_like_plates_cost_next_to_nothing(reader, piece: str) -> None:
    text = (piece * 4000)[:4000]
    reader(text[:50])
    began = time.process_time()
    reader(text)
    assert time.process_time() - began < 1.0


def test_a_plate_in_a_long_story_is_found_where_it_is_named() -> None:
    story = "he came around the corner and hit the mailbox and then the fence " * 6
    assert plates.asked_plate(f"{story} and the plate was B X Q 7 1 4 i think") == "BXQ714"


@pytest.mark.parametrize(
    ("said", "worth"),
    [
        ("shoes 120 and a coffee grinder like 85", 205),
        ("one had a mixer in it like three eighty and the other was just diapers maybe forty five bucks", 425),
        ("hearing aids thirty eight hundred and the watch maybe three hundred", 4100),
        ("two hundred and a half", None),
        ("120, no wait, 85 and a bit", None),
        ("about six hundred", None),
    ],
)
def test_what_several_things_are_worth_is_added_up_where_each_has_its_price(said: str, worth: int | None) -> None:
    assert amounts.of_each(said) == worth
