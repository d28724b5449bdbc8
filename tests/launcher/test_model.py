"""When to train: a model is named by the content it was trained from, and nothing half-made is taken for one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from launcher import model
from launcher.content_hash import content_hash
from launcher.errors import BadSetting, PartMissing, StepFailed

TREE = {
    "domain.yml": "intents: []",
    "config.yml": "pipeline:\n- name: FactExtractor\n",
    "data/nlu/noise.yml": "nlu: []",
    "data/rules/noise.yml": "rules: []",
    "nlu_components/encoder/encoder.py": "x = 1",
    "dialogue_policies/interrupt_policy.py": "x = 2",
    "spoken/en/numbers.py": "x = 3",
    "agencies/denver/emergency.yml": "phrases: []",
    "agencies/properties.yml": "needs: {}",
    "agencies/denver/places.yml": "streets: []",
    "agencies/denver/streets.csv": "name,type",
    "agencies/denver/cues.yml": "facts: {}",
    "agencies/denver/destinations.yml": "[]",
    "models/encoder/minilm-l6-int8.onnx": "weights",
    "models/encoder/unfitted/minilm-l6-int8.onnx": "weights",
    "models/second-encoder/mpnet-base-int8.onnx": "weights",
    "requirements/rasa.txt": "rasa==3.6.21",
    "README.md": "words",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    for name, text in TREE.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def name_of(root: Path) -> str:
    return content_hash(root, model.training_files(root), model.trained_part)


LIVE = {
    f"agencies/denver/{name}" for name in ("destinations.yml", "places.yml", "streets.csv", "cues.yml", "emergency.yml")
}


@pytest.mark.parametrize("changed", sorted(set(TREE) - {"README.md"} - LIVE))
def test_a_change_of_what_is_trained_from_asks_for_a_new_model(tree: Path, changed: str) -> None:
    before = name_of(tree)
    (tree / changed).write_text("something else")
    assert name_of(tree) != before


@pytest.mark.parametrize("changed", ["README.md", *sorted(LIVE)])
def test_a_change_of_words_directory_or_places_does_not(tree: Path, changed: str) -> None:
    before = name_of(tree)
    (tree / changed).write_text("something else")
    assert name_of(tree) == before


def test_a_clone_in_another_folder_has_the_same_name_for_the_same_data(tree: Path, tmp_path: Path) -> None:
    shutil.copytree(tree, tmp_path / "elsewhere")
    assert name_of(tmp_path / "elsewhere") == name_of(tree)


def test_a_renamed_file_and_a_moved_boundary_between_files_are_changes(tmp_path: Path) -> None:
    def one(name: str, *texts: str) -> str:
        folder = tmp_path / name
        folder.mkdir()
        for number, text in enumerate(texts):
            (folder / str(number)).write_text(text)
        return content_hash(folder, folder.iterdir())

    assert len({one("a", "ab", "c"), one("b", "a", "bc"), one("c", "abc"), one("d", "", "abc")}) == 4


def test_a_tree_without_a_domain_is_told_so(tree: Path) -> None:
    (tree / "domain.yml").unlink()
    with pytest.raises(PartMissing, match=r"domain\.yml is missing"):
        name_of(tree)


DOMAIN = """intents:
- goodbye
responses:
  # how a call ends
  utter_goodbye:
  - text: Goodbye.
  utter_thanks:
  - text: You're welcome.
actions:
- action_goodbye
"""


@pytest.mark.parametrize(("old", "new"), [("Goodbye.", "So long."), ("# how a call ends", "# the end")])
def test_another_wording_asks_for_no_training(tree: Path, old: str, new: str) -> None:
    (tree / "domain.yml").write_text(DOMAIN)
    before = name_of(tree)
    (tree / "domain.yml").write_text(DOMAIN.replace(old, new))
    assert name_of(tree) == before


@pytest.mark.parametrize(("old", "new"), [("utter_thanks", "utter_thank_you"), ("- action_goodbye", "- action_bye")])
def test_another_name_in_the_domain_asks_for_a_training(tree: Path, old: str, new: str) -> None:
    (tree / "domain.yml").write_text(DOMAIN)
    before = name_of(tree)
    (tree / "domain.yml").write_text(DOMAIN.replace(old, new))
    assert name_of(tree) != before


@pytest.fixture
def trainer(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """`ensure_model` on the small tree, with a training whose result is the domain that it saw."""
    trainings: list[str] = []

    def step(what: str, command: list[object], log_name: str, env: object, cwd: Path) -> None:
        trainings.append(what)
        name = str(command[-1])
        (cwd / "out").mkdir()
        (cwd / "out" / f"{name}.tar.gz").write_text((cwd / "domain.yml").read_text())
        if "broken" in (cwd / "config.yml").read_text():
            raise StepFailed("training failed")
        if "edited" in (cwd / "config.yml").read_text():
            (tree / "domain.yml").write_text("edited while it trained")

    monkeypatch.setattr(model, "ROOT", tree)
    monkeypatch.setattr(model, "MODELS", tree / "models")
    monkeypatch.setattr(model, "training_files", lambda root=tree: list(TRAINING_FILES(root)))
    monkeypatch.setattr(model, "build_encoder", lambda: None)
    monkeypatch.setattr(model, "run_step", step)
    monkeypatch.setenv("CIVICLINE_CACHE", str(tmp_path / "cache"))
    return trainings


TRAINING_FILES = model.training_files


def test_training_happens_once_for_the_same_data(trainer: list[str]) -> None:
    assert model.ensure_model() == model.ensure_model()
    assert trainer == ["training"]


def test_a_fresh_clone_takes_the_model_from_the_cache(trainer: list[str]) -> None:
    made = model.ensure_model()
    made.unlink()
    assert model.ensure_model().read_text() == TREE["domain.yml"]
    assert trainer == ["training"]


def test_a_training_that_fails_leaves_no_model_behind(trainer: list[str], tree: Path) -> None:
    (tree / "config.yml").write_text("broken")
    with pytest.raises(StepFailed):
        model.ensure_model()
    assert not list((tree / "models").glob("*.tar.gz"))


def test_data_that_changes_during_the_training_changes_neither_the_model_nor_its_name(
    trainer: list[str], tree: Path
) -> None:
    (tree / "config.yml").write_text("edited")
    before = model.model_path()
    assert model.ensure_model() == before
    assert before.read_text() == TREE["domain.yml"]
    model.ensure_model()
    assert trainer == ["training", "training"], "the edited tree needs a model of its own"


def test_a_model_that_is_named_is_run_as_it_is_and_must_exist(
    trainer: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    promoted = tmp_path / "promoted.tar.gz"
    monkeypatch.setenv("CIVICLINE_MODEL", str(promoted))
    with pytest.raises(BadSetting, match=r"promoted\.tar\.gz', and there is no such file"):
        model.ensure_model()
    promoted.touch()
    assert model.ensure_model() == promoted
    assert trainer == []


def test_a_promoted_model_is_run_until_another_is_and_training_goes_on_beside_it(
    trainer: list[str], tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    promoted = tree / "models" / "promoted.tar.gz"
    promoted.touch()
    (tree / "models" / "in-use").write_text("promoted.tar.gz\n")
    assert model.ensure_model() == promoted
    assert "in use, as promoted" in capsys.readouterr().out
    assert model.trained_model() == model.model_path()
    promoted.unlink()
    with pytest.raises(BadSetting, match="which is not there"):
        model.ensure_model()


def test_the_cache_keeps_only_the_newest_models(trainer: list[str], tree: Path, tmp_path: Path) -> None:
    for number in range(model.CACHED_MODELS + 2):
        (tree / "domain.yml").write_text(str(number))
        model.ensure_model()
    assert len(list((tmp_path / "cache" / "models").iterdir())) == model.CACHED_MODELS


def test_a_cache_that_cannot_be_written_does_not_stop_the_training(
    trainer: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("CIVICLINE_CACHE", str(tmp_path / "file"))
    assert model.ensure_model().exists()
    assert "could not be cached" in capsys.readouterr().out
