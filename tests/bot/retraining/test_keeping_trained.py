"""A candidate that the console asks for: it is trained, the gate is asked, and nothing is left of a training that is taken back."""

from __future__ import annotations

import json
import shlex
import sys
import time
from pathlib import Path
from typing import Any, Dict

import pytest

from retraining import training
from retraining.keeping import Keeper
from retraining.models import Registry
from retraining.one_at_a_time import CHANGE, only_one
from tests.bot.retraining.keeper_world import Casework
from tests.bot.retraining.test_promoting import finding, model

GATE = """
import json, sys
from pathlib import Path
from retraining.models import Registry
model, registry = Path(sys.argv[1]), Registry(Path(sys.argv[3]))
findings = json.loads((registry.folder / "findings.json").read_text())
passed = all(one["passed"] for one in findings)
registry.measured(model, registry.folder / "old.tar.gz", findings, passed, sys.argv[5])
sys.exit(0 if passed else 2)
"""


def trains(monkeypatch: pytest.MonkeyPatch, registry: Registry, code: str, *findings: Dict[str, Any]) -> None:
    """At the process boundary: `code` trains, and a gate finds `findings`."""
    monkeypatch.setattr(training, "EVERY_S", 0.05)
    monkeypatch.setenv("CIVICLINE_TRAINER", shlex.join([sys.executable, "-c", code]))
    (registry.folder / "findings.json").write_text(json.dumps(findings), encoding="utf-8")
    monkeypatch.setattr(training, "GATE", (sys.executable, "-c", GATE))


def says(*lines: object) -> str:
    return "; ".join(f"print({str(line)!r})" for line in lines)


def test_a_candidate_is_trained_and_asked_by_the_gate_and_answers_nobody(
    keeper: Keeper, registry: Registry, casework: Casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    trains(monkeypatch, registry, says("training ... 60 s", registry.folder / "new.tar.gz"), finding())
    casework.asked("train")
    keeper.look()
    assert [(state, said) for _, state, said in casework.said] == [
        ("doing", "It is trained from the present data."),
        ("goes_on", "new.tar.gz is trained; the gate asks it beside old.tar.gz."),
        ("done", "new.tar.gz is trained and passed the gate."),
    ]
    (last,) = registry.history()
    assert (last["what"], last["model"], last["by"]) == ("measured", "new.tar.gz", "sam")
    assert registry.in_use() is None
    (new,) = [one for one in casework.registry["models"] if one["name"] == "new.tar.gz"]
    assert new["verdict"] == "passed", "the page shows it at once"


@pytest.mark.parametrize(
    ("what", "may"), [("missed", "It may not be promoted."), ("needs", "A supervisor may promote it")]
)
def test_a_candidate_that_does_not_pass_says_why(
    keeper: Keeper, registry: Registry, casework: Casework, monkeypatch: pytest.MonkeyPatch, what: str, may: str
) -> None:
    trains(monkeypatch, registry, says(registry.folder / "new.tar.gz"), finding(), finding(what, passed=False))
    casework.asked("train")
    keeper.look()
    assert casework.last[0] == "done"
    assert f"did not pass the gate: {what} (all): worse by at least 0.020. {may}" in casework.last[1]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (
            "import sys; sys.exit('training failed; the whole log is var/log/train.log')",
            "training failed; the whole log",
        ),
        ("raise SystemExit(3)", "ended with exit code 3"),
        ("pass", "No model was trained"),
        ("print('old.tar.gz of nowhere')", "No model was trained"),
        ("print('FOLDER/old.tar.gz')", "There is nothing to train: old.tar.gz, which is in use"),
    ],
)
def test_where_none_is_trained_it_is_refused_with_the_last_words(
    keeper: Keeper, registry: Registry, casework: Casework, monkeypatch: pytest.MonkeyPatch, code: str, why: str
) -> None:
    trains(monkeypatch, registry, code.replace("FOLDER", registry.folder.as_posix()), finding())
    casework.asked("train")
    keeper.look()
    assert casework.last[0] == "refused"
    assert why in casework.last[1]
    assert registry.history() == []


def test_a_model_that_the_keeper_cannot_promote_is_not_measured(
    keeper: Keeper, registry: Registry, casework: Casework, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trains(monkeypatch, registry, says(model(tmp_path, "new")), finding())
    casework.asked("train")
    keeper.look()
    assert "lies elsewhere than the models of this keeper" in casework.last[1]


def test_a_training_that_is_taken_back_ends_with_all_that_it_started(
    keeper: Keeper, registry: Registry, casework: Casework, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    late = tmp_path / "late"
    child = f"import time; time.sleep(4); open({str(late)!r}, 'w')"
    trains(
        monkeypatch, registry, f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])", finding()
    )
    casework.taken_back_after = 4
    casework.asked("train")
    started = time.monotonic()
    keeper.look()
    assert time.monotonic() - started < 4
    assert [state for _, state, _ in casework.said] == ["doing"]
    time.sleep(max(0.0, 5 - (time.monotonic() - started)))
    assert not late.exists()


def test_a_training_holds_up_no_command_and_no_command_holds_up_a_training(
    keeper: Keeper, registry: Registry, casework: Casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    trains(monkeypatch, registry, says(registry.folder / "new.tar.gz"), finding())
    casework.asked("train")
    with only_one(registry.folder / CHANGE, "rollback of ann"):
        keeper.look()
    assert casework.last[0] == "done"


def test_where_there_is_no_work_tree_nothing_is_trained(
    keeper: Keeper, registry: Registry, casework: Casework, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("CIVICLINE_TRAINER", raising=False)
    monkeypatch.setattr(training, "LAUNCHER", tmp_path / "no-launcher")
    casework.asked("train")
    keeper.look()
    assert casework.last[0] == "refused"
    assert "nothing can be trained" in casework.last[1]


def test_a_keeper_that_was_restarted_in_a_training_says_so(keeper: Keeper, casework: Casework) -> None:
    casework.asked("train", state="doing")
    keeper.look()
    assert casework.last == ("refused", "What does it was restarted in the middle; ask again.")
