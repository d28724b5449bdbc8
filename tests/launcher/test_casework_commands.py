"""make casework: what DO says goes to casework, with the database and the secrets that the running line has."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from launcher import chores, environments
from launcher.paths import ROOT

Ran = list[tuple[list[str], dict[str, str]]]
PLAIN = re.compile(r"^(?: {4})?python3? -m ", re.MULTILINE)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ran:
    """The commands that were run, each with its environment."""
    commands: Ran = []

    def run(command: list[str], env: dict[str, str], **_: Any) -> subprocess.CompletedProcess[str]:
        commands.append((command, env))
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setenv("CIVICLINE_VAR", str(tmp_path))
    monkeypatch.delenv("CIVICLINE_SERVICE_TOKEN", raising=False)
    monkeypatch.setattr(environments, "set_up", lambda: None)
    monkeypatch.setattr(chores.subprocess, "run", run)
    (tmp_path / "service-token").write_text("the-token-of-the-running-line")
    return commands


def test_what_is_asked_goes_to_casework_with_the_running_lines_secrets(
    ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DO", "person show 'Pat Doe' --agency denver")
    assert chores.casework() == 3, "casework's own exit code"
    command, env = ran[-1]
    assert command[1:] == ["-m", "casework", "person", "show", "Pat Doe", "--agency", "denver"]
    assert env["CIVICLINE_SERVICE_TOKEN"] == "the-token-of-the-running-line"
    assert "CIVICLINE_PIN_KEYS" in env


def test_the_code_of_a_made_up_colleague_comes_the_same_way(ran: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGIN", "sample.supervisor")
    chores.staff_code()
    assert ran[-1][0][3:] == ["account", "code", "--agency", "denver", "--login", "sample.supervisor"]


def test_without_a_word_it_says_what_there_is(ran: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DO", raising=False)
    chores.casework()
    assert ran[-1][0][3:] == ["--help"]


@pytest.mark.parametrize("guide", sorted((ROOT / "docs" / "guides").glob("*.md")), ids=lambda path: path.stem)
def test_no_guide_has_a_command_for_a_python_that_lacks_our_packages(guide: Path) -> None:
    assert PLAIN.findall(guide.read_text("utf-8")) == []
