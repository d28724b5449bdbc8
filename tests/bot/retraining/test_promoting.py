"""Only what passed against the model in use goes live; danger is never overridden; the model before comes back by one command."""

from __future__ import annotations

import io
import json
import tarfile
import threading
import time
from pathlib import Path
from typing import Any, Dict

import pytest

from retraining import promoting
from retraining.models import Refused, Registry


def model(folder: Path, name: str) -> Path:
    path = folder / f"{name}.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        told = json.dumps({"model_id": f"id-of-{name}"}).encode()
        entry = tarfile.TarInfo("metadata.json")
        entry.size = len(told)
        archive.addfile(entry, io.BytesIO(told))
    return path


def finding(what: str = "needs", passed: bool = True) -> Dict[str, Any]:
    return {"what": what, "group": "all", "passed": passed, "why": "worse by at least 0.020"}


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    model(tmp_path, "old")
    model(tmp_path, "new")
    return Registry(tmp_path)


def measured(registry: Registry, *findings: Dict[str, Any]) -> Path:
    path = registry.folder / "new.tar.gz"
    registry.measured(path, registry.folder / "old.tar.gz", list(findings), all(f["passed"] for f in findings), "ann")
    return path


def promote(registry: Registry, why: str = "", against: str = "old") -> None:
    promoting.promote(registry, registry.folder / "new.tar.gz", registry.folder / f"{against}.tar.gz", "ann", why)


def test_a_model_that_passed_is_in_use_and_the_log_says_who_did_it(registry: Registry) -> None:
    measured(registry, finding())
    promote(registry)
    assert registry.in_use() == registry.folder / "new.tar.gz"
    assert [(one["what"], one["model"], one["by"]) for one in registry.history()][-1] == (
        "promoted",
        "new.tar.gz",
        "ann",
    )
    assert registry.about(registry.folder / "new.tar.gz")["model_id"] == "id-of-new"


def test_a_model_that_was_not_measured_against_the_one_in_use_is_refused(registry: Registry) -> None:
    with pytest.raises(Refused, match="run the gate first"):
        promote(registry)
    measured(registry, finding())
    model(registry.folder, "other")
    with pytest.raises(Refused, match="run the gate first"):
        promote(registry, against="other")
    assert registry.in_use() is None


def test_a_supervisor_overrides_needs_with_a_reason_and_danger_never(registry: Registry) -> None:
    measured(registry, finding(passed=False))
    with pytest.raises(Refused, match="may say why"):
        promote(registry)
    promote(registry, why="the new need is worth it")
    measured(registry, finding(passed=False), finding("danger", passed=False))
    with pytest.raises(Refused, match="may not be promoted: danger"):
        promote(registry, why="all the same")


def test_going_back_takes_the_model_before_and_twice_forth_again(registry: Registry) -> None:
    registry.use(registry.folder / "old.tar.gz", "promoted", "ann", "first")
    measured(registry, finding())
    promote(registry)
    assert promoting.roll_back(registry, "ann", "callers are asked twice").name == "old.tar.gz"
    assert promoting.roll_back(registry, "ann", "it was something else").name == "new.tar.gz"


def test_there_is_nothing_to_go_back_to_at_first_or_when_the_file_is_gone(registry: Registry) -> None:
    with pytest.raises(Refused, match="nothing to go back to"):
        promoting.roll_back(registry, "ann", "")
    registry.use(registry.folder / "old.tar.gz", "promoted", "ann", "first")
    registry.use(registry.folder / "new.tar.gz", "promoted", "ann", "second")
    (registry.folder / "old.tar.gz").unlink()
    with pytest.raises(Refused, match="not there any more"):
        promoting.roll_back(registry, "ann", "")


def test_the_running_bot_is_told_and_its_word_is_waited_for(tmp_path: Path) -> None:
    note, wanted = tmp_path / "model-in-use", model(tmp_path, "new")
    note.write_text("old\n", encoding="utf-8")

    def bot() -> None:
        while note.read_text(encoding="utf-8").strip() != str(wanted.resolve()):
            time.sleep(0.01)
        (tmp_path / "model-in-use.taken").write_text(f"{wanted.resolve()}\n", encoding="utf-8")

    watching = threading.Thread(target=bot)
    watching.start()
    promoting.tell(note, wanted)
    watching.join()


def test_a_bot_that_does_not_take_it_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(promoting, "PATIENCE_S", 0.3)
    with pytest.raises(Refused, match="has not taken"):
        promoting.tell(tmp_path / "model-in-use", model(tmp_path, "new"))
