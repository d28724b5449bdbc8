"""A registry with two models, a casework that asks, and a keeper between them."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest

from retraining.canary import watching
from retraining.keeping import Keeper
from retraining.models import Registry
from tests.bot.retraining.keeper_world import Bot, Casework
from tests.bot.retraining.test_promoting import model


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    folder = tmp_path / "models"
    folder.mkdir()
    model(folder, "old")
    model(folder, "new")
    return Registry(folder)


@pytest.fixture
def casework() -> Casework:
    return Casework()


@pytest.fixture
def keeper(registry: Registry, casework: Casework, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keeper]:
    monkeypatch.setattr(watching, "EVERY_S", 0.01)
    note = tmp_path / "model-in-use"
    note.write_text(f"{registry.folder / 'old.tar.gz'}\n", encoding="utf-8")
    bot = Bot(note)
    yield Keeper(registry, note, casework)  # type: ignore[arg-type]
    bot.stop()
