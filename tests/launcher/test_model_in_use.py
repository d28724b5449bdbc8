"""A trained model is offered to the bot that runs, and people are told what became of it."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from launcher import model_in_use, settings


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lines: list[str] = []
    monkeypatch.setattr(model_in_use, "say", lines.append)
    monkeypatch.setattr(model_in_use, "PATIENCE_S", 1.0)
    return lines


def running(monkeypatch: pytest.MonkeyPatch, status: int | None) -> None:
    monkeypatch.setattr(model_in_use.health, "status_of", lambda url: status)


def chosen(tmp_path: Path) -> settings.Settings:
    return settings.from_environment(var=tmp_path / "var")


def test_without_a_running_bot_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: list[str]
) -> None:
    running(monkeypatch, None)
    model_in_use.offer(chosen(tmp_path), tmp_path / "a.tar.gz")
    assert not (tmp_path / "var" / "model-in-use").exists()
    assert told == []


def test_a_running_bot_is_given_the_model_and_its_word_is_awaited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: list[str]
) -> None:
    running(monkeypatch, 200)
    note = tmp_path / "var" / "model-in-use"

    def bot() -> None:
        while not note.exists():
            time.sleep(0.01)
        note.with_name("model-in-use.taken").write_text(note.read_text())

    answering = threading.Thread(target=bot)
    answering.start()
    model_in_use.offer(chosen(tmp_path), tmp_path / "a.tar.gz")
    answering.join()
    assert note.read_text() == f"{(tmp_path / 'a.tar.gz').resolve()}\n"
    assert "answers with it now" in told[0]


def test_a_bot_that_does_not_take_it_is_said_with_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: list[str]
) -> None:
    running(monkeypatch, 200)
    model_in_use.offer(chosen(tmp_path), tmp_path / "a.tar.gz")
    assert "has not taken it" in told[0]
    assert "rasa.log" in told[0]
