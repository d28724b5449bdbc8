"""An intake answer in words means what the same words mean everywhere else."""

from __future__ import annotations

import pytest

from casework.intake.answer_meaning import Given, Read, Refused, read
from casework.intake.questions_due import find
from tests.casework.intake.conftest import NOW, new_sheet
from tests.spoken.yes_no_table import Said, table, ways

SHEET = new_sheet("theft")
QUESTION = {
    "": "knows_suspect",
    "suspect_present": "suspect_present",
    "happening_now": "happening_now",
    "injured": "injured",
    "any_concern": "any_concern",
}
ASKED = [one for one in table() if one.about in QUESTION]


@pytest.mark.parametrize("said", ASKED, ids=lambda said: said.words)
def test_an_answer_means_what_the_table_says(said: Said) -> None:
    slot = find(SHEET.form, "injured" if said.danger and not said.about else QUESTION[said.about])
    assert slot is not None
    for way in (said, *ways(said)):
        got = read(slot, Given(text=way.words), SHEET.common, NOW)
        wanted = {"yes": Read(True), "no": Read(False), "unknown": Read(None, "unknown")}.get(said.meaning)
        assert got == wanted if wanted else isinstance(got, Refused), way.words
