"""An agency's lists: read when wanted, read again after an edit, never lost by a broken one."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import List

import pytest

from actions.turn import Turn
from agencies.live_files import LOOK_S, AgencyFiles, agency_of, default_agency


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for city in ("home", "away"):
        (tmp_path / city).mkdir()
        (tmp_path / city / "agency.yml").write_text(f"id: {city}\n", encoding="utf-8")
        (tmp_path / city / "list.txt").write_text(city, encoding="utf-8")
    monkeypatch.setenv("CIVICLINE_AGENCIES_ROOT", str(tmp_path))
    monkeypatch.setenv("CIVICLINE_AGENCY", "home")
    return tmp_path


def _text(folder: Path) -> str:
    text = (folder / "list.txt").read_text(encoding="utf-8")
    if "broken" in text:
        raise ValueError("broken")
    return text


def _without(folder: Path, default: Path) -> str:
    return f"{folder.name} without, not {default.name}"


def test_the_agency_of_the_turn_decides_and_nobody_is_left_without_lists(root: Path) -> None:
    files = AgencyFiles(_text, ["list.txt"], _without)
    assert [files.of("away"), files.of(None), files.of("atlantis")] == ["away", "home", "home"]


def test_an_edit_is_seen_within_a_second_and_a_broken_one_is_not(root: Path) -> None:
    clock = Clock()
    files = AgencyFiles(_text, ["list.txt"], _without, clock)
    heard: List[str] = [files.of()]
    for edit in ("edited", "broken again", "mended once more"):
        (root / "home" / "list.txt").write_text(edit, encoding="utf-8")
        clock.now += LOOK_S
        heard.append(files.of())
    assert heard == ["home", "edited", "edited", "mended once more"]


def test_whoever_has_just_changed_a_file_sees_it(root: Path) -> None:
    files = AgencyFiles(_text, ["list.txt"], _without, Clock())
    assert files.of() == "home"
    (root / "home" / "list.txt").write_text("changed at once", encoding="utf-8")
    files.look_again()
    assert files.of() == "changed at once"


def test_a_file_is_not_looked_at_in_every_turn(root: Path) -> None:
    clock, read = Clock(), []
    files = AgencyFiles(lambda folder: read.append(folder) or _text(folder), ["list.txt"], _without, clock)
    for _ in range(50):
        files.of()
        clock.now += LOOK_S
    assert len(read) == 1


@pytest.mark.parametrize("metadata", [None, {}, {"agency": 3}, {"agency": "../../etc"}, {"agency": ""}, "denver"])
def test_metadata_that_names_no_agency_names_none(metadata: object) -> None:
    assert agency_of(metadata) is None


def test_a_broken_list_at_the_first_look_says_so(root: Path) -> None:
    (root / "home" / "list.txt").write_text("broken", encoding="utf-8")
    with pytest.raises(ValueError, match="broken"):
        AgencyFiles(_text, ["list.txt"], _without).of()


def test_a_turn_for_an_agency_whose_list_never_was_good_has_never_another_agencys(root: Path) -> None:
    (root / "away" / "list.txt").write_text("broken", encoding="utf-8")
    clock = Clock()
    files = AgencyFiles(_text, ["list.txt"], _without, clock)
    assert files.of("away") == "away without, not home"
    (root / "away" / "list.txt").write_text("away at last", encoding="utf-8")
    clock.now += LOOK_S
    assert files.of("away") == "away at last"


@pytest.mark.parametrize("named", ["", "away"])
def test_a_turn_that_names_none_is_the_same_citys_for_what_is_understood_and_for_what_is_done(
    monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("CIVICLINE_AGENCY", named)  # empty, as a compose file leaves it that sets none
    assert (
        Turn.latest(SimpleNamespace(sender_id="call-1", latest_message={}, events=[])).agency == default_agency() != ""
    )
