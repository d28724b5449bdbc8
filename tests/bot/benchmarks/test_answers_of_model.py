"""The gate's lines: encoded once for all models, and timed where they are encoded as in a call."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import List

import numpy as np
import pytest

from benchmarks import answers_of_model
from benchmarks.answers_of_model import TIMED, Asked
from benchmarks.bench_nlu import Model, Parsed
from benchmarks.encoded_once import encoded_once
from benchmarks.sureness import Choice
from nlu_components.encoder import encoder


@pytest.fixture
def ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> List[str]:
    """What the encoder really ran; every parse encodes its line."""
    found: List[str] = []
    monkeypatch.setenv("CIVICLINE_CACHE", str(tmp_path))

    def runs(self: encoder.Encoder, batch: List[str]) -> np.ndarray:
        found.extend(batch)
        return np.ones((len(batch), 2), np.float32)

    async def parses(self: Model, wanted: str, text: str) -> Parsed:
        encoder.Encoder.encode_together(encoder.shared_encoder(encoder.DEFAULT_FOLDER), [text])
        return Parsed(wanted, text, wanted, wanted, False, False, 9.0, Choice(1.0, True, True, False), 8.0)

    monkeypatch.setattr(encoder.Encoder, "_run", runs)
    monkeypatch.setattr(Model, "parse", parses)
    return found


def asked(lines: List[str]) -> List[Parsed]:
    model = Asked.__new__(Asked)  # of no file

    async def all_of() -> List[Parsed]:
        return [await model.parse("towed", line) for line in lines]

    with encoded_once("held-out") as model.kept:
        return asyncio.run(all_of())


LINES = [f"line {number}" for number in range(2 * TIMED)]
TIMED_LINES = [LINES[TIMED - 1], LINES[2 * TIMED - 1]]


def test_a_second_model_has_only_the_timed_lines_encoded(ran: List[str]) -> None:
    asked(LINES)
    assert ran == LINES
    ran.clear()
    asked(LINES)
    assert ran == TIMED_LINES


def test_only_lines_that_are_encoded_as_in_a_call_say_how_long_they_took(ran: List[str]) -> None:
    assert [one.text for one in asked(LINES) if one.processor_ms is not None] == TIMED_LINES


def test_what_is_said_behind_the_held_out_lines_is_kept_nowhere(ran: List[str], tmp_path: Path) -> None:
    asked(LINES)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    encoder.shared_encoder(encoder.DEFAULT_FOLDER).encode_together(["what a caller said"])
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    ran.clear()
    encoder.shared_encoder(encoder.DEFAULT_FOLDER).encode_together(["line 0"])
    assert ran == ["line 0"]


def test_the_answers_are_others_when_the_code_that_asks_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    name = answers_of_model.kept_at(tmp_path / "model.tar.gz").name
    monkeypatch.setattr(answers_of_model, "ASKING", ("answers_of_model",))
    assert answers_of_model.kept_at(tmp_path / "model.tar.gz").name != name


def test_what_holds_for_all_lines_is_not_read_again_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Parsed(
        "towed_impound", "x", "towed_impound", "towed_impound", False, False, 9.0, Choice(1.0, True, True, False)
    )
    answers_of_model.answer(line)
    monkeypatch.setattr(Path, "read_text", None)
    assert answers_of_model.answer(line)["routine"] is True
