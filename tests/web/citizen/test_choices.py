"""The answers that the assistant offers stand on buttons in the words of the page, never by their names."""

from __future__ import annotations

import re
from pathlib import Path

from launcher.paths import ROOT
from web.citizen.chat.pages import choices_said


def offered(file: Path) -> set[str]:
    """The choices that an action names, as it has them in its lists."""
    lists = re.findall(r"(?:choices=|possible = |return )\[((?:\"[a-z_]+\"(?:, )?)+)\]", file.read_text("utf-8"))
    return {name for one in lists for name in re.findall(r'"([a-z_]+)"', one)}


def test_every_answer_that_is_offered_has_words_on_its_button() -> None:
    found = offered(ROOT / "actions" / "call_back.py") | offered(ROOT / "actions" / "report" / "questions.py")
    assert {"again", "call_back", "other"} <= found
    assert found - set(choices_said(str)) == set()
