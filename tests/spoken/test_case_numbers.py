"""Official numbers of agencies that write them in other ways: read as callers say them, said so that they can be written down."""

from __future__ import annotations

from typing import Optional

import pytest

from spoken.en.case_numbers import HeardNumber, case_number_in, case_number_of
from spoken.en.saying import case_number
from spoken.number_forms import USUAL, NumberForms, forms_of

GO, SEVEN, SHORT_YEAR = forms_of(["GO-YYYY-#####"]), forms_of(["YYYY-#######"]), forms_of(["YY-#######"])
SEVERAL = forms_of(["GO-YYYY-#####", "CR-YYYY-#####", "YYYY-######"])
MIDDLE, NO_YEAR, Y_IN_IT = forms_of(["YY-A-#####"]), forms_of(["R-#######"]), forms_of(["NYPD-YYYY-####"])


@pytest.mark.parametrize(
    ("forms", "text", "number"),
    [
        (GO, "G O twenty twenty six one two three four five", "GO-2026-12345"),
        (GO, "go dash 2026 dash 12345", "GO-2026-12345"),
        (GO, "GO-2026-12345", "GO-2026-12345"),
        (GO, "golf oscar two thousand twenty six one two three four five", "GO-2026-12345"),
        (GO, "gee oh 2026, um, 1 2 3 4 5", "GO-2026-12345"),
        (GO, "G as in George O as in ocean twenty six oh one two three four", "GO-2026-01234"),
        (GO, "my number is twenty twenty six one two three four five", "GO-2026-12345"),
        (GO, "go 2027 12345", None),
        (GO, "four two seven one nine", None),
        (GO, "42719 4421", None),
        (SEVEN, "2026 dash 1234567", "2026-1234567"),
        (SHORT_YEAR, "twenty six oh oh one two three four five", "26-0012345"),
        (SHORT_YEAR, "42719 4421", None),
        (SEVERAL, "C R 2026 12345", "CR-2026-12345"),
        (SEVERAL, "2026 12345", None),
        (SEVERAL, "2026 417702", "2026-417702"),
        (MIDDLE, "twenty six a one two three four five", "26-A-12345"),
        (NO_YEAR, "R 1234567", "R-1234567"),
        (Y_IN_IT, "N Y P D twenty twenty six, one two three four", "NYPD-2026-1234"),
        (USUAL, "twenty twenty six dash four one double seven oh two", "2026-417702"),
        (USUAL, "26 417702", "2026-417702"),
        (USUAL, "720 555 0143", None),
        (USUAL, "I want to go", None),
    ],
)
def test_a_number_is_heard_in_the_form_of_the_agency(forms: NumberForms, text: str, number: Optional[str]) -> None:
    assert case_number_in(text, forms, 2026) == (HeardNumber(number) if number else None)


@pytest.mark.parametrize("text", ["GO 2026 12345 4421", "twenty twenty six one two three four five, four four two one"])
def test_a_pin_that_is_read_straight_after_it_is_no_part_of_it(text: str) -> None:
    assert case_number_in(text, GO, 2026) == HeardNumber("GO-2026-12345", "4421")


def test_keys_have_no_letters_and_need_none() -> None:
    assert case_number_of("202612345", GO, 2026) == HeardNumber("GO-2026-12345")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("2026-417702", "two zero two six, four one seven, seven zero two"),
        ("GO-2026-12345", "G O, two zero two six, one two three, four five"),
        ("2026-1234567", "two zero two six, one two three, four five six seven"),
    ],
)
def test_a_number_is_said_so_that_it_can_be_written_down(number: str, said: str) -> None:
    assert case_number(number) == said
    forms = NumberForms((*GO.forms, *SEVEN.forms, *USUAL.forms))
    assert case_number_in(said, forms, 2026) == HeardNumber(number)


@pytest.mark.parametrize(
    ("patterns", "wrong"),
    [
        ([], "no form"),
        (["go-####"], "no form"),
        (["YYYY-###"], "too short"),
        (["#####"], "too short"),
        (["YYY-#####"], "year"),
        (["YY-YYYY-####"], "year"),
        (["G" * 21], "no form"),
        (["YYYY-######", "YY-########"], "cannot be told apart"),
        (["GO-YYYY-#####", "GOYYYY#####"], "cannot be told apart"),
    ],
)
def test_forms_that_nobody_could_read_are_refused(patterns: list[str], wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        forms_of(patterns)


@pytest.mark.parametrize(
    ("forms", "written", "sought"),
    [
        (GO, " go 2026 12345", "GO-2026-12345"),
        (GO, "202612345", "GO-2026-12345"),
        (SEVERAL, "202612345", "202612345"),
        (USUAL, "26-0012345\0", "26-0012345"),
    ],
)
def test_what_is_typed_is_looked_for_as_the_agency_writes_it(forms: NumberForms, written: str, sought: str) -> None:
    assert forms.sought(written) == sought
