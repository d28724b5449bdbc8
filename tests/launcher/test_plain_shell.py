"""Rasa's own commands in a plain shell, beside a Civicline that is running."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from launcher.chores import RASA_OF_A_SHELL
from launcher.paths import ROOT


@pytest.fixture
def typed(tmp_path: Path):
    """typed("rasa shell") -> the arguments with which Rasa is started."""
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\necho "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    function = RASA_OF_A_SHELL.format(root=tmp_path, python="echo validating:", port=23456)

    def run(line: str) -> str:
        command = ["bash", "-c", f"PATH={tmp_path}:$PATH\n{function}\n{line}"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
        return said.removeprefix(f"{tmp_path}/bot_server/quietly.py ")

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


def test_no_library_talks_of_its_own_deprecations_and_a_warning_of_ours_is_said(tmp_path: Path) -> None:
    (tmp_path / "rasa").mkdir()
    (tmp_path / "rasa" / "__main__.py").write_text(
        "import sys, warnings\n"
        "class Both(UserWarning, DeprecationWarning): ...\n"
        "def main():\n"
        "    warnings.filterwarnings('once', category=DeprecationWarning)  # as Sanic does\n"
        "    warnings.filterwarnings('once', category=UserWarning)  # as Rasa does\n"
        "    warnings.warn('old', DeprecationWarning)\n"
        "    warnings.warn('old too', Both)\n"
        "    warnings.warn('true')\n"
        "    print(sys.argv[1:])\n",
        encoding="utf-8",
    )
    command = [sys.executable, str(ROOT / "bot_server" / "quietly.py"), "test", "nlu"]
    told = subprocess.run(command, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=True)
    assert told.stdout == "['test', 'nlu']\n"
    assert "UserWarning: true" in told.stderr
    assert "old" not in told.stderr
