"""Making the environments: what is up to date is left alone, what failed is done again, piper comes when it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from launcher import environments, pythons
from launcher.environments import Environment, is_ready, lock_hash
from launcher.errors import PartMissing, StepFailed
from launcher.paths import env_python


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "requirements").mkdir()
    locks = ("rasa", "rasa-dev", "encoder", "watching", "services", "dev", "voice-piper", "voice-two-ears", "bootstrap")
    for name in locks:
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"{name}==1")
    envs = tmp_path / ".envs"
    monkeypatch.setattr(environments, "REQUIREMENTS", tmp_path / "requirements")
    monkeypatch.setattr(environments, "ENVS", envs)
    monkeypatch.setattr(environments, "BOT_ENV", envs / "bot")
    monkeypatch.setattr(environments, "SERVICES_ENV", envs / "services")
    monkeypatch.setattr(environments, "installer", lambda: tmp_path / "uv")
    monkeypatch.setattr(pythons, "find", lambda versions, *_: f"python{versions[0]}")
    monkeypatch.setattr(pythons, "version_of", lambda python: None)
    monkeypatch.delenv("CIVICLINE_WITH_PIPER", raising=False)
    monkeypatch.delenv("CIVICLINE_WITH_SIP", raising=False)
    return tmp_path


@pytest.fixture
def steps(tree: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have run; each `uv venv` makes a python that is a file."""
    commands: list[list[str]] = []

    def step(what: str, command: list[object], log_name: str, env: object = None) -> None:
        words = [str(word) for word in command]
        commands.append(words)
        if "venv" in words:
            python = env_python(Path(words[-1]))
            python.parent.mkdir(parents=True)
            python.touch()
        elif (tree / "no-registry").exists():
            raise StepFailed("packages failed")

    monkeypatch.setattr(environments, "run_step", step)
    return commands


def test_a_fresh_clone_gets_both_environments_and_a_second_start_does_nothing(steps: list[list[str]]) -> None:
    environments.set_up()
    assert [words[1] for words in steps] == ["venv", "pip", "venv", "pip"]
    steps.clear()
    environments.set_up()
    assert steps == []


def test_every_package_is_installed_with_its_hash_checked(steps: list[list[str]]) -> None:
    environments.set_up()
    installs = [words for words in steps if words[1] == "pip"]
    assert all("--require-hashes" in words for words in installs)
    assert [[Path(word).name for word in words if word.endswith(".txt")] for words in installs] == [
        ["rasa.txt", "rasa-dev.txt", "encoder.txt", "watching.txt"],
        ["services.txt", "dev.txt"],
    ]


def test_a_changed_lock_file_brings_only_its_environment_up_to_date(tree: Path, steps: list[list[str]]) -> None:
    environments.set_up()
    steps.clear()
    (tree / "requirements" / "services.txt").write_text("services==2")
    environments.set_up()
    assert {word for words in steps for word in words if word.endswith("rasa.txt")} == set()
    assert any(word.endswith("services.txt") for words in steps for word in words)


def test_an_installation_that_failed_is_done_again(tree: Path, steps: list[list[str]]) -> None:
    (tree / "no-registry").touch()
    with pytest.raises(StepFailed):
        environments.set_up()
    (tree / "no-registry").unlink()
    environments.set_up()
    assert is_ready(environments.bot_environment())


def test_the_gpl_voice_comes_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "voice-piper.txt" not in environments.services_environment().locks
    monkeypatch.setenv("CIVICLINE_WITH_PIPER", "1")
    assert "voice-piper.txt" in environments.services_environment().locks


def test_the_second_ear_comes_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CIVICLINE_WITH_TWO_EARS", raising=False)
    assert "voice-two-ears.txt" not in environments.services_environment().locks
    monkeypatch.setenv("CIVICLINE_WITH_TWO_EARS", "1")
    assert "voice-two-ears.txt" in environments.services_environment().locks


def test_the_larger_sentence_encoder_comes_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CIVICLINE_WITH_SECOND_OPINION", raising=False)
    assert "second-opinion.txt" not in environments.bot_environment().locks
    monkeypatch.setenv("CIVICLINE_WITH_SECOND_OPINION", "1")
    assert "second-opinion.txt" in environments.bot_environment().locks


def test_the_experimental_sip_library_comes_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CIVICLINE_WITH_SIP", raising=False)
    assert "voice-sip.txt" not in environments.services_environment().locks
    monkeypatch.setenv("CIVICLINE_WITH_SIP", "1")
    assert "voice-sip.txt" in environments.services_environment().locks


def test_a_lock_file_that_is_not_there_is_named(tree: Path) -> None:
    with pytest.raises(PartMissing, match=r"gone\.txt is missing, so the bot environment cannot be made"):
        lock_hash(Environment("bot", tree, ("gone.txt",), (), "", ""))
