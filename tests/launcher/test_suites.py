"""`make test`: suites side by side, each with its result; an interruption ends what still runs."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Callable, Iterator

import pytest

from launcher import suites
from launcher.results import Counts
from launcher.suites import Output, Suite


def passing(number: int, before: Callable[[], None] = lambda: None) -> Suite:
    def run(output: Output) -> tuple[Counts, bool]:
        before()
        print(f"{number} ran", file=output)
        return Counts(passed=number), True

    return run


@pytest.fixture(autouse=True)
def a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suites, "_report_folder", lambda: tmp_path)
    monkeypatch.setattr(suites, "_stopped", threading.Event())


def test_two_suites_run_at_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    met = threading.Barrier(2, timeout=60)  # breaks when they come one after the other

    def meet() -> None:
        met.wait()

    outcomes = suites._side_by_side({"a": passing(1, meet), "b": passing(2, meet), "c": passing(3)}, lanes=2)
    assert [(one.name, one.counts.passed, one.ok) for one in outcomes] == [
        ("a", 1, True),
        ("b", 2, True),
        ("c", 3, True),
    ]
    assert "2 ran" in capsys.readouterr().out


def test_an_interruption_ends_what_runs_and_begins_nothing_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()

    def waits(output: Output) -> tuple[Counts, bool]:
        begun.set()
        code = suites._run([sys.executable, "-c", "import time; time.sleep(600)"], {}, output)
        return Counts(failed=1), code == 0

    def never(output: Output) -> tuple[Counts, bool]:
        code = suites._run([sys.executable, "-c", f"open({str(tmp_path / 'ran')!r}, 'w')"], {}, output)
        return Counts(), code == 0

    def interrupted(_: object) -> Iterator[object]:
        begun.wait(20)
        while not suites._running:
            pass
        raise KeyboardInterrupt

    monkeypatch.setattr(suites, "as_completed", interrupted)
    with pytest.raises(KeyboardInterrupt):
        suites._side_by_side({"first": waits, "second": never}, lanes=1)
    assert not (tmp_path / "ran").exists()
