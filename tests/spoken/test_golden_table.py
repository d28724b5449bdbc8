"""What words mean and how values are said: every row of tests/golden/spoken.tsv, read by the one room that reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from benchmarks import spoken_ours
from benchmarks.spoken_table import Row, rows
from spoken.en.for_a_person import names_person

# what is read by the connector alone is not measured beside other libraries
READERS: dict[str, Callable[[Row], Any]] = {
    **spoken_ours.READERS,
    "names a person": lambda row: names_person(row.words),
}
TABLE = [row for row in rows() if row.kind in READERS]


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_words_mean_what_the_table_says(row: Row) -> None:
    # that somebody does not know is told by the readers of yes, no and not known and of moves; a reader of values finds no value
    wanted: Any = None if row.meaning == "unknown" and row.kind not in ("yes_no", "move") else row.meaning
    got = READERS[row.kind](row)
    assert got == pytest.approx(wanted) if isinstance(wanted, (int, float)) and got is not None else got == wanted


def test_no_two_rows_of_the_table_ask_the_same() -> None:
    asked = [(row.kind, row.variant, row.words, row.now) for row in rows()]
    assert len(asked) == len(set(asked))


def test_the_table_has_many_rows_of_each_kind() -> None:
    kinds = {row.kind for row in rows()}
    assert {"yes_no", "choice", "amount", "when", "phone", "plate", "name", "spelled", "year", "unit", "say"} <= kinds
