"""TensorFlow is left out only where no component of the model can need it, and what stands in its place lets Rasa be imported."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import List

import pytest

from bot_server.without_tensorflow import install, model_of, needs_it, training_needs_it
from launcher.paths import ROOT

OURS = ["nlu_components.several.component.NeedsOfBreath", "dialogue_policies.story_policy.StoryPolicy"]
AROUND = ["rasa.graph_components.providers.domain_provider.DomainProvider"]
DIET = "rasa.nlu.classifiers.diet_classifier.DIETClassifier"
IMPORT = """
import sys
from bot_server import without_tensorflow
assert without_tensorflow.install(["run", "--model", sys.argv[1]])
import rasa.__main__, rasa.core.agent, rasa.core.policies.ted_policy, rasa.nlu.classifiers.diet_classifier
assert without_tensorflow.left_out()
from nlu_components.facts.names import person_entities
assert person_entities()("Olivia Martinez"), "a caller's name is found by spaCy, which looks for TensorFlow as well"
assert not getattr(sys.modules["tensorflow"], "__path__"), "the real one"
"""


def model(folder: Path, uses: List[str], name: str = "model") -> Path:
    path = folder / f"{name}.tar.gz"
    nodes = {str(at): {"uses": one} for at, one in enumerate(uses)}
    content = json.dumps({"predict_schema": {"nodes": nodes}}).encode()
    entry = tarfile.TarInfo("./metadata.json")
    entry.size = len(content)
    with tarfile.open(path, "w:gz") as archive:
        archive.addfile(entry, io.BytesIO(content))
    return path


def test_our_own_components_need_none(tmp_path: Path) -> None:
    assert not needs_it(model(tmp_path, [*OURS, *AROUND]))


@pytest.mark.parametrize("component", [DIET, "rasa.core.policies.ted_policy.TEDPolicy", "their.Component"])
def test_rasas_learners_and_what_nobody_knows_get_the_real_one(tmp_path: Path, component: str) -> None:
    assert needs_it(model(tmp_path, [*OURS, component]))


def test_a_model_that_cannot_be_read_gets_the_real_one(tmp_path: Path) -> None:
    (tmp_path / "broken.tar.gz").write_bytes(b"no archive")
    assert needs_it(tmp_path / "broken.tar.gz")
    assert needs_it(model(tmp_path, []))
    assert model_of(["run", "--model", str(tmp_path)]) is None
    assert model_of(["run", "--model"]) is None


def test_a_training_of_our_own_components_needs_none_and_any_other_does(tmp_path: Path) -> None:
    assert not training_needs_it(ROOT / "config.yml")
    config = tmp_path / "config.yml"
    config.write_text(f"pipeline:\n- name: {OURS[0]}\n- name: DIETClassifier\npolicies:\n- name: {OURS[1]}\n")
    assert training_needs_it(config)
    config.write_text("pipeline: [")
    assert training_needs_it(config)
    assert training_needs_it(tmp_path / "none.yml")


def test_an_operator_may_have_it_all_the_same_and_the_model_in_use_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started_with = str(model(tmp_path, OURS))
    monkeypatch.setenv("CIVICLINE_TENSORFLOW", "1")
    assert not install(["run", "--model", started_with])
    monkeypatch.delenv("CIVICLINE_TENSORFLOW")
    (tmp_path / "note").write_text(str(model(tmp_path, [DIET], "in-use")))
    monkeypatch.setenv("CIVICLINE_MODEL_NOTE", str(tmp_path / "note"))
    assert not install(["run", "--model", started_with])


def test_rasa_is_imported_without_it(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", IMPORT, str(model(tmp_path, OURS))]
    done = subprocess.run(command, cwd=str(ROOT), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
