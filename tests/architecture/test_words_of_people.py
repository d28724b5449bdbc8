"""What a person said is read in one room: neither the bot's actions nor its policies hold patterns of words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.imports import ROOT

ROOMS = ("actions", "dialogue_policies")
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
END_OF_A_WORD = (
    "\\b"  # a pattern that looks for whole words reads language; one that looks for digits or signs does not
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_words_are_read_in_spoken(path: Path) -> None:
    told = [number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if END_OF_A_WORD in line]
    assert not told, (
        f"{path.relative_to(ROOT)}, lines {told}: move this pattern into spoken/en, with rows in tests/golden/spoken.tsv"
    )
