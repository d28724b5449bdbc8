"""Changing an agency's file: checked before it counts, comments kept, who and when written down, and back again."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from agencies.loader import AGENCIES, load_agency
from web.console.agency.changing import AgencyFolder, NotChanged


@pytest.fixture
def folder(tmp_path: Path) -> AgencyFolder:
    shutil.copytree(AGENCIES / "denver", tmp_path / "agencies" / "denver")
    return AgencyFolder(tmp_path / "agencies", "denver", tmp_path / "var")


def storm(document: Any) -> None:
    document["storm_mode"] = True


def text(tmp_path: Path, file: str = "agency.yml") -> str:
    return (tmp_path / "agencies" / "denver" / file).read_text("utf-8")


def test_one_line_changes_and_comments_stay(folder: AgencyFolder, tmp_path: Path) -> None:
    before = text(tmp_path).splitlines()
    folder.change("agency.yml", storm, "sam", "Storm mode on")
    after = text(tmp_path).splitlines()
    assert [line for line in after if line not in before] == ["storm_mode: true"]
    assert len([line for line in after if "#" in line]) == len([line for line in before if "#" in line])
    assert load_agency("denver", tmp_path / "agencies").info.storm_mode


def test_what_would_break_the_agency_is_not_written(folder: AgencyFolder, tmp_path: Path) -> None:
    before = text(tmp_path)

    def broken(document: Any) -> None:
        document["storm_mode"] = "perhaps"

    with pytest.raises(NotChanged, match="would break the agency"):
        folder.change("agency.yml", broken, "sam", "nonsense")
    assert text(tmp_path) == before
    assert folder.changes() == []


def test_a_change_is_known_by_who_and_what_and_can_be_undone(folder: AgencyFolder, tmp_path: Path) -> None:
    before = text(tmp_path)
    done = folder.change("agency.yml", storm, "sam", "Storm mode on")
    folder.undo(done.id, "ada")
    assert text(tmp_path) == before
    assert [(one.who, one.what) for one in folder.changes()] == [
        ("ada", "Undone: Storm mode on"),
        ("sam", "Storm mode on"),
    ]


def test_what_was_changed_since_is_not_undone(folder: AgencyFolder, tmp_path: Path) -> None:
    done = folder.change("agency.yml", storm, "sam", "Storm mode on")
    path = tmp_path / "agencies" / "denver" / "agency.yml"
    path.write_text(path.read_text("utf-8") + "# a hand was here\n", "utf-8")
    with pytest.raises(NotChanged, match="changed since"):
        folder.undo(done.id, "ada")


def test_the_same_again_is_no_change(folder: AgencyFolder) -> None:
    folder.change("agency.yml", storm, "sam", "Storm mode on")
    with pytest.raises(NotChanged, match="already"):
        folder.change("agency.yml", storm, "sam", "Storm mode on")
