"""Rasa's own commands in a plain shell, beside a Civicline that is running."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from launcher.chores import RASA_OF_A_SHELL


@pytest.fixture
def typed(tmp_path: Path):
    """typed("rasa shell") -> the arguments with which Rasa is started."""
    rasa = tmp_path / "rasa"
    rasa.write_text('#!/bin/sh\necho "$@"\n', encoding="utf-8")
    rasa.chmod(0o755)
    function = RASA_OF_A_SHELL.format(root=tmp_path, python="echo validating:", port=23456)

    def run(line: str) -> str:
        command = ["bash", "-c", f"PATH={tmp_path}:$PATH\n{function}\n{line}"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    return run


@pytest.mark.parametrize(
    ("line", "started"),
    [
        ("rasa shell", "shell --interface 127.0.0.1 --port 23456"),
        ("rasa shell --model models", "shell --interface 127.0.0.1 --port 23456 --model models"),
        ("rasa interactive --model m", "interactive --port 23456 --model m"),
        ("rasa shell nlu --model m", "shell nlu --model m"),
        ("rasa test nlu --nlu 'two words'", "test nlu --nlu two words"),
    ],
)
def test_what_serves_by_itself_takes_no_port_of_ours_and_listens_on_this_machine_alone(typed, line, started) -> None:
    assert typed(line) == started


def test_the_data_are_validated_by_way_of_ours(typed) -> None:
    assert typed("rasa data validate --fail-on-warnings") == "validating: -m launcher validate -- --fail-on-warnings"
