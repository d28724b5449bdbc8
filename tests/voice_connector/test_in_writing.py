"""A chat is told the same things in words for somebody who reads: no keys, no dialling, nothing to hang up."""

from pathlib import Path

import pytest
import yaml

from voice_connector.agency_line import load_agency_line

_TELEPHONE = (
    "hang up now",
    "stay on the line",
    "nine one one",
    "press zero",
    "use the keys",
    "press pound",
    "say or enter",
)


@pytest.fixture(scope="module")
def denver():
    return load_agency_line("denver")


def _lines(agency_line) -> list[str]:
    domain = yaml.safe_load(Path("domain.yml").read_text(encoding="utf-8"))
    said = [one["text"] for variants in domain["responses"].values() for one in variants if one.get("text")]
    return [
        *said,
        *agency_line.wording,
        *agency_line.lines.handing_over.values(),
        agency_line.lines.callback_hint,
        agency_line.lines.returned,
    ]


def test_no_line_that_a_chat_may_write_speaks_of_the_telephone(denver):
    written = [denver.lines.written(line) for line in _lines(denver)]
    left = [line for line in written if any(words in line.lower() for words in _TELEPHONE)]
    assert left == []


def test_an_emergency_in_a_chat_says_to_call(denver):
    assert denver.lines.written(denver.emergency_say).startswith("This sounds like an emergency. Call 911 now.")


def test_words_inside_other_words_stay(denver):
    assert denver.lines.written("Say stay on the lines again.") == "Say stay on the lines again."
