"""make learn: what DO says goes to the trainer's commands; a candidate is trained first, and no caller hears it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from launcher import chores, cli, environments, model, model_in_use, processes, run
from launcher.paths import ROOT

GUIDE = ROOT / "docs" / "guides" / "trainer.md"


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """The commands that were run; nothing is installed or trained."""
    commands: list[list[str]] = []

    def run(command: list[str], *_: Any) -> int:
        commands.append(command)
        return 2

    monkeypatch.setenv("CIVICLINE_VAR", str(tmp_path))
    monkeypatch.setattr(environments, "set_up", lambda: None)
    monkeypatch.setattr(model, "trained_model", lambda: tmp_path / "fresh.tar.gz")
    monkeypatch.setattr(model_in_use, "offer", lambda *_: pytest.fail("a candidate was handed to the running bot"))
    monkeypatch.setattr(processes, "run_to_its_end", run)
    return commands


def test_a_candidate_is_trained_and_put_before_the_gate(
    ran: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DO", "candidate --by ann")
    assert chores.learn() == 2, "the gate's own exit code"
    assert ran[-1][-5:] == ["retraining", "gate", str(tmp_path / "fresh.tar.gz"), "--by", "ann"]


def test_what_keeps_the_models_gets_the_model_of_the_present_data_as_the_last_line_and_nothing_is_installed(
    ran: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(environments, "set_up", lambda: pytest.fail("it runs beside what uses the environments"))
    monkeypatch.setattr(run, "stop_on_signals", lambda: None)
    assert cli.main(["candidate"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == str(tmp_path / "fresh.tar.gz")
    assert ran == []


def test_everything_else_is_said_as_it_stands(ran: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DO", "rollback --why 'callers are asked twice'")
    chores.learn()
    assert ran[-1][-4:] == ["retraining", "rollback", "--why", "callers are asked twice"]


def test_ctrl_c_leaves_a_command_the_time_to_say_what_it_found() -> None:
    finding = (
        "import time\ntry:\n print('listens', flush=True)\n time.sleep(60)\n"
        "except KeyboardInterrupt:\n time.sleep(1.5)\n print('found')"
    )
    launching = (
        "import sys\nfrom pathlib import Path\nfrom launcher.processes import run_to_its_end\n"
        f"sys.exit(run_to_its_end([sys.executable, '-c', {finding!r}], {{}}, Path('.')))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", launching], cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as launched:
        assert launched.stdout is not None
        assert launched.stdout.readline() == "listens\n"
        os.killpg(launched.pid, signal.SIGINT)  # as a terminal does it
        assert launched.communicate(timeout=30)[0] == "found\n"
    assert launched.returncode == 0


@pytest.mark.parametrize("said", re.findall(r'make learn (?:DO="([^"]+)")', GUIDE.read_text(encoding="utf-8")))
def test_what_the_guide_says_comes_through_make_as_it_stands(said: str) -> None:
    command = ["make", "-s", "learn", f"DO={said}", "LAUNCHER=printenv DO #"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert told.stdout == f"{said}\n", told.stderr
