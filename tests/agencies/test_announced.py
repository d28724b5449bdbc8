"""What every caller is told first in a storm: while it lasts, as the files stand, and the last good words after a broken edit."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agencies import live_files
from agencies.line.announced import announcer
from agencies.loader import AGENCIES, load_agency

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
WORDS = "Because of the storm, the lines are very busy."


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(live_files, "LOOK_S", 0.0)
    (tmp_path / "denver").mkdir()
    for name in ("agency.yml", "notices.yml"):
        shutil.copy(AGENCIES / "denver" / name, tmp_path / "denver" / name)
    return tmp_path


def storm(root: Path, words: str) -> None:
    path = root / "denver" / "agency.yml"
    path.write_text(path.read_text("utf-8").replace("storm_mode: false", words), "utf-8")


def test_nothing_is_said_in_fair_weather(root: Path) -> None:
    assert announcer(root)("denver", NOW) == ""


def test_a_storm_is_told_from_the_next_greeting_on_until_its_end(root: Path) -> None:
    tell = announcer(root)
    assert tell("denver", NOW) == ""
    storm(root, f"storm_mode: true\nstorm_until: {(NOW + timedelta(hours=1)).isoformat()}")
    assert tell("denver", NOW) == WORDS
    assert tell("denver", NOW + timedelta(hours=1)) == ""


def test_a_broken_edit_leaves_what_was_good(root: Path) -> None:
    tell = announcer(root)
    tell("denver", NOW)
    storm(root, "storm_mode: perhaps")
    assert tell("denver", NOW) == ""


def test_the_end_of_a_storm_has_a_zone(tmp_path: Path) -> None:
    shutil.copytree(AGENCIES / "denver", tmp_path / "denver")
    storm(tmp_path, "storm_mode: true\nstorm_until: 2026-11-28T12:00:00")
    with pytest.raises(ValueError, match="the time has no zone"):
        load_agency("denver", tmp_path)
