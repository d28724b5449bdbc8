"""What a person said is read in one room: no part of the bot, no room of casework and nothing of the connector holds patterns of words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.imports import ROOT

ROOMS = ("actions", "casework", "dialogue_policies", "nlu_components", "voice_connector")
# what these read is not what a person tells us, but where it says so
OTHER_WORDS = {
    "voice_connector/speech/tts/sentences.py": "what we say ourselves, on its way to the voice",
    "voice_connector/speech/tts/hibari.py": "the same",
    "casework/quality/contacts.py": "whole transcripts, measured after the contact",
    "casework/quality/scoring.py": "what the call-taker or the line asked, by the agency's card",
    "casework/notifications/vendors/smtp.py": "answers of mail servers",
    "casework/records_system/nibrs.py": "things as the mapping's own file names them",
    "nlu_components/needs/text_features.py": "any word: scikit-learn's own pattern",
}
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
END_OF_A_WORD = (
    "\\b"  # a pattern that looks for whole words reads language; one that looks for digits or signs does not
)


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if str(path.relative_to(ROOT)) not in OTHER_WORDS],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_words_are_read_in_spoken(path: Path) -> None:
    told = [number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if END_OF_A_WORD in line]
    assert not told, (
        f"{path.relative_to(ROOT)}, lines {told}: move this pattern into spoken/en, with rows in tests/golden/spoken.tsv"
    )


def test_only_files_that_are_there_are_let_through() -> None:
    assert {str(path.relative_to(ROOT)) for path in FILES} >= set(OTHER_WORDS)
