"""Nothing is filed as a name or a plate that answers another question: every text of the golden table, asked for in vain."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from benchmarks.spoken_table import rows
from casework.intake.answer_meaning import Given, Read, read
from casework.intake.questions_due import find
from spoken.en import yes_no
from tests.casework.intake.conftest import new_sheet

NOW = datetime(2026, 11, 28, 15, 30, tzinfo=ZoneInfo("America/Denver"))
OTHERS = [row.words for row in rows() if row.kind in ("yes_no", "amount", "when", "phone", "year")]
# words that people are called as well, or that a plate may hold
ALSO_NAMES = {
    *(
        "Pearl Street",
        "second",
        "old",
        "blue",
        "five figures",
        "fifty p",
        "nine hundo",
        "aught six",
        "possibly",
        "perhaps",
        "uh huh",
    ),
    *("sure thing", "please do", "i'm perfectly fine thank you", "it's still going on", "could be", "might be"),
}
ALSO_PLATES = {
    *(
        "one fifty",
        "it was worth like 80",
        "911",
        "five five five oh one four two",
        "three oh three five five five one two",
    ),
    *(
        "it's a twenty nineteen",
        "a 2012 I think",
        "2-0-1-4",
        "20 fourteen",
        "2015",
        "2015, no, 2016",
        "fifty p",
        "ninety nine p",
    ),
    "900 for the laptop 400 for the phones and 200 for the ring",
}
THEFT, DAMAGE = new_sheet("theft"), new_sheet("vandalism")


def _filed(sheet, question: str, text: str) -> object:
    found = read(find(sheet.form, question), Given(text=text), sheet.common, NOW)
    return found.value if isinstance(found, Read) and found.how == "given" else None


@pytest.mark.parametrize("text", sorted({*OTHERS} - ALSO_NAMES))
def test_what_answers_another_question_is_nobodys_name(text: str) -> None:
    assert _filed(THEFT, "name", text) is None


@pytest.mark.parametrize("text", sorted({*OTHERS} - ALSO_PLATES))
def test_what_answers_another_question_is_no_plate(text: str) -> None:
    assert _filed(DAMAGE, "plate", text) is None


@pytest.mark.parametrize(
    "text", ["last night around two a m", "two hours ago", "720 555 0142", "ABC-123", "12/25/2026", "at 1430 hours"]
)
def test_a_time_a_telephone_and_a_plate_are_no_amount(text: str) -> None:
    assert _filed(THEFT, "items.1.value", text) is None


@pytest.mark.parametrize(
    "text", ["$1,200.50", "about 40 bucks", "303-555-0123", "I am", "yes ma'am", "ABC-123", "the first one"]
)
def test_an_amount_a_telephone_and_a_plate_are_no_time(text: str) -> None:
    assert _filed(THEFT, "when", text) is None


@given(
    lead=some.sampled_from(["", "um ", "well ", "I said "]),
    text=some.sampled_from(OTHERS),
    end=some.sampled_from(["", ".", " okay"]),
)
def test_a_plain_yes_or_no_with_fillers_is_nobodys_name(lead: str, text: str, end: str) -> None:
    if yes_no.answers_only(text) and text not in ALSO_NAMES:
        assert _filed(THEFT, "name", f"{lead}{text}{end}") is None
