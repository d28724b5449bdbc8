"""Finding an interpreter: what PATH promises is tried before it is believed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from launcher import pythons
from launcher.errors import BadSetting, PythonMissing

HERE = ".".join(map(str, sys.version_info[:2]))


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def lonely(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine where only the folder that is returned is on PATH and pyenv is empty."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/bin:/usr/bin")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.delenv("CIVICLINE_BOT_PYTHON", raising=False)
    return tmp_path


def test_a_shim_that_runs_nothing_is_passed_over_for_the_real_one_in_pyenvs_folder(lonely: Path) -> None:
    script(lonely / "bin" / "python9.9", "echo 'pyenv: python9.9: command not found' >&2; exit 127")
    real = script(lonely / "pyenv" / "versions" / "9.9.1" / "bin" / "python", "echo 9.9")
    assert pythons.find(["9.9"], "CIVICLINE_BOT_PYTHON", "The bot") == str(real)


def test_a_program_of_another_version_under_the_right_name_is_not_taken(lonely: Path) -> None:
    script(lonely / "bin" / "python9.9", "echo 9.8")
    with pytest.raises(PythonMissing):
        pythons.find(["9.9"], "CIVICLINE_BOT_PYTHON", "The bot")


def test_the_message_about_a_missing_python_says_which_and_how_to_mend_it(lonely: Path) -> None:
    with pytest.raises(PythonMissing, match=r"The bot needs Python 9\.9 .*python install 9\.9.*CIVICLINE_BOT_PYTHON"):
        pythons.find(["9.9"], "CIVICLINE_BOT_PYTHON", "The bot")


def test_uv_is_asked_when_nothing_else_knows_a_python(lonely: Path) -> None:
    hidden = script(lonely / "far" / "python", "echo 9.9")
    uv = script(lonely / "uv", f"echo {hidden}")
    assert pythons.find(["9.9"], "CIVICLINE_BOT_PYTHON", "The bot", uv) == str(hidden)


def test_the_variable_goes_before_any_search(lonely: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(lonely / "bin" / "python9.9", "echo 9.9")
    chosen = script(lonely / "mine" / "python", "echo 9.9")
    monkeypatch.setenv("CIVICLINE_BOT_PYTHON", str(chosen))
    assert pythons.find(["9.9"], "CIVICLINE_BOT_PYTHON", "The bot") == str(chosen)


def test_a_variable_that_names_a_wrong_version_is_refused_with_both_versions(
    lonely: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIVICLINE_BOT_PYTHON", sys.executable)
    with pytest.raises(BadSetting, match=rf"a Python {HERE}; set it to a Python 9\.9"):
        pythons.find(["9.9"], "CIVICLINE_BOT_PYTHON", "The bot")


def test_a_variable_that_names_no_program_is_refused(lonely: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVICLINE_BOT_PYTHON", str(lonely / "nothing"))
    with pytest.raises(BadSetting, match="does not run"):
        pythons.find(["9.9"], "CIVICLINE_BOT_PYTHON", "The bot")
