"""What a person said is read in one room: neither the bot's actions and policies nor the connector hold patterns of words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.imports import ROOT

ROOMS = ("actions", "dialogue_policies", "voice_connector")
# what these read is what we say ourselves, on its way to the voice
OUR_OWN_WORDS = frozenset({"voice_connector/speech/tts/sentences.py", "voice_connector/speech/tts/hibari.py"})
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
END_OF_A_WORD = (
    "\\b"  # a pattern that looks for whole words reads language; one that looks for digits or signs does not
)


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if str(path.relative_to(ROOT)) not in OUR_OWN_WORDS],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_words_are_read_in_spoken(path: Path) -> None:
    told = [number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if END_OF_A_WORD in line]
    assert not told, (
        f"{path.relative_to(ROOT)}, lines {told}: move this pattern into spoken/en, with rows in tests/golden/spoken.tsv"
    )


def test_only_files_that_are_there_are_let_through() -> None:
    assert {str(path.relative_to(ROOT)) for path in FILES} >= OUR_OWN_WORDS
