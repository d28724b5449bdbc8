"""Only what passed against the model in use goes live; danger is never overridden; the model before comes back by one command."""

from __future__ import annotations

import io
import json
import tarfile
import threading
import time
from pathlib import Path
from typing import Any, Dict, List

import pytest

from retraining import promoting
from retraining.__main__ import main
from retraining.models import Refused, Registry
from retraining.one_at_a_time import CHANGE, KEEPER, only_one


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
    promoting.promote(
        registry, registry.folder / "new.tar.gz", registry.folder / f"{against}.tar.gz", "ann", why, overrides=bool(why)
    )


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


def test_going_back_again_and_again_goes_further_back_and_never_to_what_was_taken_away(registry: Registry) -> None:
    first, second, third = (registry.folder / f"{name}.tar.gz" for name in ("old", "new", "newer"))
    model(registry.folder, "newer")
    registry.use(second, "promoted", "ann", "passed the gate", first)
    registry.use(third, "promoted", "ann", "passed the gate", second)
    assert promoting.roll_back(registry, "ann", "callers are asked twice") == second
    assert promoting.roll_back(registry, "ann", "it was something else") == first
    with pytest.raises(Refused, match="nothing to go back to"):
        promoting.roll_back(registry, "ann", "once more")
    registry.use(third, "promoted", "ann", "trained again", first)
    assert registry.before() == first


def test_the_first_promotion_too_is_taken_back_to_what_was_in_use_before_it(registry: Registry) -> None:
    measured(registry, finding())
    promote(registry)
    assert promoting.roll_back(registry, "ann", "callers are asked twice").name == "old.tar.gz"


def test_a_model_that_lies_elsewhere_is_not_promoted(registry: Registry, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    away = model(tmp_path / "elsewhere", "new")
    with pytest.raises(Refused, match="lies elsewhere"):
        promoting.promote(registry, away, registry.folder / "old.tar.gz", "ann")


def test_a_model_is_not_measured_against_itself(registry: Registry, capsys: pytest.CaptureFixture[str]) -> None:
    new = str(registry.folder / "new.tar.gz")
    assert main(["gate", new, "--against", new, "--models", str(registry.folder)]) == 1
    assert "is in use" in capsys.readouterr().err


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


def test_what_the_bot_does_not_take_is_in_use_nowhere(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(promoting, "PATIENCE_S", 0.3)
    old, new, note = measured(registry).with_name("old.tar.gz"), measured(registry), tmp_path / "model-in-use"
    registry.use(new, "promoted", "ann", "passed the gate", old)
    with pytest.raises(Refused, match=r"has not taken new\.tar\.gz .* old\.tar\.gz is in use as before"):
        promoting.hand_over(registry, note, new, old, "ann")
    assert registry.in_use() == old
    assert note.read_text(encoding="utf-8").strip() == str(old.resolve())
    with pytest.raises(Refused, match="nothing to go back to"):
        registry.before()


def test_a_way_back_that_the_bot_does_not_take_can_be_gone_again(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(promoting, "PATIENCE_S", 0.3)
    old, new = registry.folder / "old.tar.gz", registry.folder / "new.tar.gz"
    registry.use(new, "promoted", "ann", "passed the gate", old)
    back = promoting.roll_back(registry, "ann", "callers are asked twice")
    with pytest.raises(Refused, match="has not taken"):
        promoting.hand_over(registry, tmp_path / "model-in-use", back, new, "ann")
    assert (registry.in_use(), registry.before()) == (new, old)


def test_what_the_gate_said_of_one_model_is_said_of_no_other_whose_name_is_alike(registry: Registry) -> None:
    first, second, old = (model(registry.folder, name) for name in ("v1.1", "v1.2", "old"))
    registry.measured(first, old, [finding()], True, "ann")
    promoting.allowed(registry, first, old)
    assert registry.about(second) == {}
    with pytest.raises(Refused, match="run the gate first"):
        promoting.allowed(registry, second, old)


def test_another_model_under_the_name_of_one_that_passed_has_not_passed(registry: Registry) -> None:
    new, old = measured(registry, finding()), registry.folder / "old.tar.gz"
    assert promoting.verdict(registry, new, old) == "passed"
    model(registry.folder, "other").replace(new)
    assert promoting.verdict(registry, new, old) == "not_measured"
    with pytest.raises(Refused, match="is not the model that was measured"):
        promoting.allowed(registry, new, old)


@pytest.mark.parametrize("command", [["promote", "new.tar.gz"], ["rollback"], ["canary", "new.tar.gz"]])
def test_a_command_says_who_is_at_work_on_the_models(
    registry: Registry, command: List[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    measured(registry, finding())
    registry.use(registry.folder / "old.tar.gz", "promoted", "ann", "first")
    monkeypatch.setenv("CIVICLINE_MODEL_NOTE", str(registry.folder / "in-use"))
    what, *names = command
    with only_one(registry.folder / CHANGE, "the wish of sam in the console"):
        asked = [what, *(str(registry.folder / name) for name in names), "--models", str(registry.folder)]
        assert main(asked) == 1
    assert "the wish of sam in the console is at work" in capsys.readouterr().err
    assert registry.in_use() == registry.folder / "old.tar.gz"


def test_a_second_keeper_says_so_and_ends(registry: Registry, capsys: pytest.CaptureFixture[str]) -> None:
    with only_one(registry.folder / KEEPER, "the keeper with the process id 7"):
        assert main(["keep", "--models", str(registry.folder)]) == 1
    assert "the keeper with the process id 7 is at work" in capsys.readouterr().err


def test_a_file_that_is_no_model_hides_none_of_the_others_in_the_list(
    registry: Registry, capsys: pytest.CaptureFixture[str]
) -> None:
    (registry.folder / "half.tar.gz").write_bytes(b"not yet whole")
    assert main(["models", "--models", str(registry.folder)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert any("half.tar.gz  cannot be read: " in line for line in said)
    assert sum("id-of-" in line for line in said) == 2


def test_a_models_name_is_enough_as_the_list_says_it(registry: Registry, capsys: pytest.CaptureFixture[str]) -> None:
    measured(registry, finding())
    folder = ["--models", str(registry.folder)]
    assert main(["promote", "new.tar.gz", "--against", "old.tar.gz", "--by", "ann", *folder]) == 0
    assert registry.in_use() == registry.folder / "new.tar.gz"
    assert main(["promote", "newer.tar.gz", "--by", "ann", *folder]) == 1
    assert f"{registry.folder / 'newer.tar.gz'}: there is no such file" in capsys.readouterr().err
