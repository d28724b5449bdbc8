"""The third held-out set can be read as its README says: every file of lines is a need's, every dialogue can be played and judged."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
SET = ROOT / "benchmarks" / "heldout3"
NEEDS = set(yaml.safe_load((ROOT / "agencies/denver/needs.yml").read_text("utf-8"))["needs"])
DISPOSITIONS = {"911", "call_taker", "transfer", "info", "self_service_report", "case_status", "abandoned"}
BY_SLOT = {"where", "when", "what", "name", "phone", "email", "plate", "vehicle", "money", "number", "people", "serial"}
OF_A_REPORT = {"offer", "kind", "story", "summary", "case_number", "access_code", "pin"}
ANSWERS = BY_SLOT | OF_A_REPORT | {"open", "default", "default_yes_no"}
BY_WORDS = {"yes_no", "choice"}
EXPECTED = {"need", "disposition", "early", "facts", "facts_not", "never"}
NEVER = {"911", "other_city", "hang_up", "online_only", "question_after_danger", "same_question_three_times"}

Dialogue = dict[str, Any]
DIALOGUES: list[Dialogue] = [
    dialogue
    for file in sorted((SET / "dialogues").glob("*.yml"))
    for dialogue in yaml.safe_load(file.read_text("utf-8"))
]
every_dialogue = pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda dialogue: dialogue["dialogue"])


def test_every_file_of_lines_is_a_needs_and_no_line_stands_twice() -> None:
    """A need that came after the set has no lines in it."""
    files = {file.stem: file.read_text("utf-8").splitlines() for file in (SET / "needs").glob("*.txt")}
    assert files
    assert set(files) <= NEEDS
    assert all(line.strip() == line and line for lines in files.values() for line in lines)
    assert [
        line for line, times in Counter(line for lines in files.values() for line in lines).items() if times > 1
    ] == []


def test_no_two_dialogues_tell_the_same_story() -> None:
    assert len({dialogue["dialogue"] for dialogue in DIALOGUES}) == len(DIALOGUES)
    assert len({dialogue["opening"] for dialogue in DIALOGUES}) == len(DIALOGUES)


@every_dialogue
def test_a_player_finds_an_answer_to_whatever_is_asked(dialogue: Dialogue) -> None:
    answers: Dialogue = dialogue["answers"]
    assert dialogue["channel"] in {"voice", "web"}
    assert {"default", "default_yes_no"} <= set(answers) <= ANSWERS | BY_WORDS
    said = [dialogue["opening"], *(later["text"] for later in dialogue.get("later", []))]
    said += [text for key, text in answers.items() if key not in BY_WORDS]
    said += [text for key in BY_WORDS & set(answers) for text in answers[key].values()]
    assert all(isinstance(text, str) and text for text in said)
    assert all(later["turn"] > 1 for later in dialogue.get("later", []))


@every_dialogue
def test_what_is_expected_can_be_judged(dialogue: Dialogue) -> None:
    expect: Dialogue = dialogue["expect"]
    early: Dialogue = expect.get("early", {})
    assert {"disposition", "never"} <= set(expect) <= EXPECTED
    assert {*expect["disposition"], *early.get("disposition", [])} <= DISPOSITIONS
    assert {*expect.get("need", []), *early.get("need", [])} <= NEEDS
    assert set(expect["never"]) <= NEVER | NEEDS
    assert not set(expect["never"]) & {*expect["disposition"], *expect.get("need", [])}
    assert bool(early) == ("later" in dialogue)
    assert {*expect.get("facts", {}), *expect.get("facts_not", {})} <= BY_SLOT


@every_dialogue
def test_a_fact_that_is_expected_is_said(dialogue: Dialogue) -> None:
    answers, expect = dialogue["answers"], dialogue["expect"]
    for slot, wanted in expect.get("facts", {}).items():
        said = f"{dialogue['opening']} {answers[slot]}".lower()
        assert slot == "phone" or any(
            text.lower() in said for text in ([wanted] if isinstance(wanted, str) else wanted)
        )
