"""How a country's people write numbers, money and dates reaches everything that reads them."""

import pytest

from spoken.en import phones, plates, saying
from spoken.en.amounts import CURRENCIES as READ
from spoken.en.saying import MONEY, SIGNS
from spoken.usage import CURRENCIES, Usage, usage_of


@pytest.mark.parametrize(
    ("country", "currency", "order", "usage"),
    [
        ("US", None, None, Usage("US", "USD", False)),
        ("GB", None, None, Usage("GB", "GBP", True)),
        ("IE", None, None, Usage("IE", "EUR", True)),
        ("CA", None, "month_first", Usage("CA", "CAD", False)),
        ("MX", "USD", None, Usage("MX", "USD", True)),
    ],
)
def test_a_countrys_own_usage_counts_unless_the_agency_says_otherwise(
    country: str, currency: str | None, order: str | None, usage: Usage
) -> None:
    assert usage_of(country, currency, order) == usage


@pytest.mark.parametrize(
    ("country", "currency", "order", "wrong"),
    [("MX", None, None, "the money of MX"), ("US", "XYZ", None, "'XYZ'"), ("US", None, "iso", "'iso'")],
)
def test_what_nobody_knows_is_refused(country: str, currency: str | None, order: str | None, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        usage_of(country, currency, order)


def test_every_money_of_an_agency_is_read_and_said() -> None:
    assert set(CURRENCIES) == set(READ) == set(MONEY) == set(SIGNS)


@pytest.mark.parametrize(
    ("number", "country", "said", "written"),
    [
        ("3035550123", "US", "three zero three, five five five, zero one two three", "303-555-0123"),
        ("+447700900123", "GB", "zero seven seven zero zero, nine zero zero one two three", "07700 900123"),
        (
            "+447700900123",
            "US",
            "plus four four, seven seven zero zero, nine zero zero one two three",
            "+44 7700 900123",
        ),
    ],
)
def test_a_number_is_said_and_written_as_at_home(number: str, country: str, said: str, written: str) -> None:
    assert saying.phone(number, country) == said
    assert phones.written(number, country) == written


@pytest.mark.parametrize("text", ["AB12 CDE", "it was ab12cde", "the plate was AB12-CDE, I think"])
def test_a_british_plate_is_read_whole_where_it_is_usual(text: str) -> None:
    assert plates.asked_plate(text, "GB") == "AB12CDE"


def test_an_american_number_has_ten_digits_and_a_british_one_no_length_of_its_own() -> None:
    assert (phones.length_in("US"), phones.length_in("CA"), phones.length_in("GB")) == (10, 10, None)
