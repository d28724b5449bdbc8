"""Bad days of a machine, small: a full or read-only disk, a locked database or one that is away, two processes on one, a backup brought
back in the middle, a clock that jumps; larger by `make drill-casework`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.drills import bad_clocks, bad_days

pytestmark = pytest.mark.timeout(2_000)  # each drill gives up by itself when nothing happens (patience.py)


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path) -> None:
    _or_skipped(bad_days.full_disk, tmp_path / "disk")


def test_on_a_read_only_disk_it_does_not_start_and_says_why(tmp_path: Path) -> None:
    _or_skipped(bad_days.read_only_disk, tmp_path / "disk")


def test_a_locked_database_refuses_writes_and_answers_reads(tmp_path: Path) -> None:
    bad_days.locked_database(tmp_path / "var")


def test_two_processes_on_one_database_lose_nothing_and_do_nothing_twice(tmp_path: Path) -> None:
    bad_days.two_processes(tmp_path / "var", 4)


def test_a_database_that_goes_away_and_comes_back_loses_nothing(tmp_path: Path) -> None:
    _or_skipped(bad_clocks.database_away, tmp_path / "away")


def test_a_backup_brought_back_in_the_middle_of_a_report_lets_it_go_on(tmp_path: Path) -> None:
    bad_clocks.restored_in_the_middle(tmp_path / "restored")


def test_a_clock_that_jumps_an_hour_or_a_day_loses_nothing_and_locks_nobody_out_for_long(tmp_path: Path) -> None:
    some = {name: bad_clocks.JUMPS[name] for name in ("an hour on", "a day back")}
    _or_skipped(partial(bad_clocks.clock_jumps, jumps=some), tmp_path / "clock")


def _or_skipped(drill, folder: Path) -> None:  # type: ignore[no-untyped-def]
    try:
        drill(folder)
    except (bad_days.NoDisk, bad_clocks.NotHere) as error:
        pytest.skip(str(error))
