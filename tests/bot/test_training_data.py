"""What the bot learns from and what it is measured with: enough of it, apart from each other, and safe."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Dict, List, Set

import pytest
import yaml

from retraining.encoder.examples import Example, read

ROOT = Path(__file__).resolve().parents[2]
HELD_OUT = ROOT / "benchmarks" / "heldout"
THIRD = ROOT / "benchmarks" / "heldout3"
SETS = (HELD_OUT, ROOT / "benchmarks" / "heldout2", THIRD)
NEEDS: List[str] = sorted(yaml.safe_load((ROOT / "agencies/denver/needs.yml").read_text("utf-8"))["needs"])


@pytest.fixture(scope="module")
def examples() -> List[Example]:
    return read(ROOT / "data" / "nlu")


def written_alike(text: str) -> str:
    return " ".join("".join(c if c.isalnum() or c in "' " else " " for c in text.lower()).split())


def held_out() -> Dict[str, List[str]]:
    files = [f for folder in SETS for pattern in ("*.txt", "*/*.txt", "emergency/*.tsv") for f in folder.glob(pattern)]
    lines = {
        str(f.relative_to(ROOT)): [line.split("\t")[0] for line in f.read_text("utf-8").splitlines()] for f in files
    }
    openings = {
        str(f.relative_to(ROOT)): [dialogue["opening"] for dialogue in yaml.safe_load(f.read_text("utf-8"))]
        for f in (THIRD / "dialogues").glob("*.yml")
    }
    return {**lines, **openings}


def test_no_held_out_utterance_is_trained_on(examples: List[Example]) -> None:
    trained: Set[str] = {written_alike(example.text) for example in examples}
    both = [
        (name, line) for name, lines in held_out().items() for line in lines if line and written_alike(line) in trained
    ]
    assert both == []


def test_every_need_has_at_least_thirty_examples(examples: List[Example]) -> None:
    assert NEEDS
    counts = Counter(example.intent for example in examples)
    assert {need: counts[need] for need in NEEDS if counts[need] < 30} == {}


def test_every_need_has_at_least_eight_held_out_utterances() -> None:
    lines = {need: (HELD_OUT / "needs" / f"{need}.txt").read_text("utf-8").split("\n") for need in NEEDS}
    assert {need: len(found) for need, found in lines.items() if sum(bool(line.strip()) for line in found) < 8} == {}


def test_the_emergency_sets_are_large_enough_and_half_without_a_keyword() -> None:
    rows = (HELD_OUT / "emergency/emergencies.tsv").read_text("utf-8").splitlines()[1:]
    alike = (HELD_OUT / "emergency/lookalikes.tsv").read_text("utf-8").splitlines()[1:]
    assert min(len(rows), len(alike)) >= 300
    assert sum(row.split("\t")[1] == "no_keyword" for row in rows) >= len(rows) / 2


def test_where_a_need_may_be_danger_or_not_every_block_says_which() -> None:
    """Without its mark an example of somebody's farewell teaches the detector that a farewell is no danger."""
    unsaid = []
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            if block.get("intent") in ("missing_person", "suicidal_self_other") and "metadata" not in block:
                unsaid.append((path.name, block["examples"].splitlines()[0]))
    assert unsaid == []


def test_no_example_could_be_read_as_an_injected_intent(examples: List[Example]) -> None:
    assert [example.text for example in examples if example.text.startswith("/")] == []


def test_no_example_stands_under_two_intents(examples: List[Example]) -> None:
    intents: Dict[str, Set[str]] = {}
    for example in examples:
        intents.setdefault(example.text.lower(), set()).add(example.intent)
    assert {text: found for text, found in intents.items() if len(found) > 1} == {}


def test_every_intent_of_the_domain_has_examples_or_comes_from_our_own_channels(examples: List[Example]) -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["intents"]
    channel = {
        "call_started",
        "no_input",
        "no_match",
        "transfer_failed",
        "dtmf",
        "other_language",
        "hang_up",
        "nlu_fallback",
    }
    assert set(domain) - {example.intent for example in examples} == channel
