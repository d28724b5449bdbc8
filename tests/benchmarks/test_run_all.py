"""The benchmark runner: results are kept with their circumstances, a failed run leaves the old ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import run_all
from benchmarks.load import Measured
from launcher.errors import LauncherError

PRINTED = "Words before.\n\n| bot | messages/s |\n|---|---|\n| ours | 80.5 |\n| stock | 23.1 |\n\n| a |\n|---|\n| 1 |\n"


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(run_all, "RESULTS", tmp_path / "results")
    return tmp_path / "bench_speed.py"


def test_a_good_run_leaves_its_table_with_date_machine_and_commit(bench: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_all, "execute", lambda path: (0, PRINTED))
    assert run_all.run("speed", bench)
    page = (bench.parent / "results" / "speed.md").read_text()
    record = json.loads((bench.parent / "results" / "speed.json").read_text())
    assert "| ours | 80.5 |" in page
    assert record["commit"] in page
    assert f"{record['cores']} cores" in page
    assert record["tables"] == [
        [{"bot": "ours", "messages/s": "80.5"}, {"bot": "stock", "messages/s": "23.1"}],
        [{"a": "1"}],
    ]


def test_a_failed_run_leaves_the_old_results_and_is_named(
    bench: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run_all, "benchmarks", lambda: {"speed": bench})
    monkeypatch.setattr(run_all, "execute", lambda path: (0, PRINTED))
    run_all.main([])
    monkeypatch.setattr(run_all, "execute", lambda path: (1, "| bot |\n|---|\n| half a table |"))
    assert run_all.main([]) == 1
    assert "half a table" not in (bench.parent / "results" / "speed.md").read_text()
    assert "failed: speed" in capsys.readouterr().out


def test_an_unknown_benchmark_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(LauncherError, match=r"no benchmark named tempo; there are .*bot"):
        run_all.main(["tempo"])


def test_what_imports_the_bots_rooms_runs_in_the_bots_environment() -> None:
    assert run_all.BOT_ROOM.search("import sys\nfrom nlu_components.encoder.encoder import Encoder\n")
    assert run_all.BOT_ROOM.search("def main():\n    from rasa.core.agent import Agent\n")
    assert not run_all.BOT_ROOM.search('"""Compares with rasa init."""\nfrom launcher import rest\n')


def test_quantiles_of_a_stretch_of_load() -> None:
    measured = Measured(4, 0, 2.0, (40.0, 10.0, 30.0, 20.0))
    assert measured.turns_per_s == 2.0
    assert measured.quantile_ms(0.5) == 30.0
    assert measured.quantile_ms(0.95) == 40.0
    assert Measured(0, 3, 1.0, ()).quantile_ms(0.5) == 0.0
