"""Hostile texts as long as an answer may be: gaps and marks without end are one gap and three marks to every reader of parts."""

from __future__ import annotations

import pytest

from spoken.en import amounts, complaints, inside_it, taking_out, thing_named, thing_put_right
from spoken.en.clauses import clauses
from spoken.utterance import MAX_CHARACTERS, squeezed


def test_gaps_and_runs_of_marks_are_bounded_and_words_stay() -> None:
    assert squeezed("gone \n\n\t since  Monday.......!") == "gone since Monday...!"
    assert squeezed("two, three") == "two, three"


@pytest.mark.timeout(60)
@pytest.mark.parametrize("part", [" ", "\n", ".", "a ", "the lanyard \n\n", "my bag with "])
def test_no_reader_of_parts_is_held_up_or_broken_by_them(part: str) -> None:
    text = part * (MAX_CHARACTERS // len(part))
    assert all(one.strip() for one in clauses(text))
    for read in (complaints.without, amounts.without_repair, thing_named.plainly, inside_it.without_things_inside):
        assert isinstance(read(text), str)
    assert isinstance(inside_it.only_broken(text), bool)
    assert isinstance(taking_out.cut(text, "the lanyard"), str)
    assert not thing_put_right.was_inside(part.strip(" .\n"), "black")
