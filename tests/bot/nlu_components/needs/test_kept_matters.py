"""Matters of texts kept between trainings: only what is new is worked out, and all of it where the readers have changed."""

from __future__ import annotations

from pathlib import Path
from typing import List

import pytest

from nlu_components.encoder.kept_vectors import VARIABLE
from nlu_components.needs import kept_matters

TEXTS = ["my bike was stolen", "he took it on colfax", "my bike was stolen"]


class Worked:
    def __init__(self) -> None:
        self.out: List[str] = []

    def __call__(self, texts: List[str]) -> List[str]:
        self.out += texts
        return [text.upper() for text in texts]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    return tmp_path


def test_a_changed_example_is_all_that_is_worked_out(folder: Path) -> None:
    first, second = Worked(), Worked()
    assert kept_matters.kept(TEXTS, first) == [text.upper() for text in TEXTS]
    assert first.out == TEXTS[:2]
    assert kept_matters.kept([*TEXTS, "a new one"], second)[-1] == "A NEW ONE"
    assert second.out == ["a new one"]


def test_a_changed_list_of_places_makes_all_anew(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    agencies = tmp_path_factory.mktemp("agencies")
    (agencies / "town").mkdir()
    monkeypatch.setattr(kept_matters, "agencies_root", lambda: agencies)
    again = Worked()
    kept_matters.kept(TEXTS, Worked())
    (agencies / "town" / "places.yml").write_text("streets: []", "utf-8")
    kept_matters.kept(TEXTS, again)
    assert again.out == TEXTS[:2]


@pytest.mark.parametrize("content", ["", "[]", "{", '{"state": "x"}'])
def test_what_cannot_be_read_only_costs_time(folder: Path, content: str) -> None:
    (folder / kept_matters.FILE).write_text(content, "utf-8")
    assert kept_matters.kept(TEXTS, Worked()) == [text.upper() for text in TEXTS]


def test_a_running_bot_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert kept_matters.kept(TEXTS, lambda texts: [text.upper() for text in texts]) == [text.upper() for text in TEXTS]
    assert list(tmp_path.iterdir()) == []
