"""A training's own data, read once and kept, is what Rasa reads."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
import rasa.shared.nlu.training_data.training_data as rasas
from rasa.shared.exceptions import YamlException
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot_server.patches import examples_once

TEXT = """version: "3.1"
nlu:
- intent: barking_dog
  metadata: {emergency: false}
  examples: |
    - that hound has been going since six
    - the [beagle](animal) next door
    - that hound has been going since six
- synonym: dog
  examples: |
    - hound
- regex: zip
  examples: |
    - \\d{5}
"""
OTHER = TEXT.replace("hound has", "terrier has")


def read(text: str) -> TrainingData:
    return examples_once._rasas_reads(RasaYAMLReader(), text)


def test_a_file_is_read_once_and_by_the_next_training_not_at_all(tmp_path: Path) -> None:
    asked = []
    for _training in range(2):
        files = examples_once.Files(tmp_path)
        for _reading in range(2):
            found = files.of(TEXT, lambda: asked.append(1) or read(TEXT))
        assert found.fingerprint() == read(TEXT).fingerprint()
        assert [one.data for one in found.training_examples] == [one.data for one in read(TEXT).training_examples]
        files.write()
    assert len(asked) == 1


def test_a_changed_file_is_read_again_and_the_old_one_is_not_kept(tmp_path: Path) -> None:
    for text in (TEXT, OTHER):
        files = examples_once.Files(tmp_path)
        assert files.of(text, partial(read, text)).fingerprint() == read(text).fingerprint()
        files.write()
    kept = (tmp_path / examples_once.FILE).read_text("utf-8")
    assert "terrier" in kept
    assert "that hound" not in kept


def test_a_file_that_rasa_refuses_is_refused_every_time(tmp_path: Path) -> None:
    broken = TEXT.replace("  examples: |", "  exmaples: |", 1)
    for _ in range(2):
        files = examples_once.Files(tmp_path)
        with pytest.raises(YamlException):
            files.of(broken, lambda: read(broken))
        files.write()


@pytest.mark.parametrize("kept", ["", "[]", "{not json", '{"x": 1}'])
def test_what_cannot_be_read_only_costs_time(tmp_path: Path, kept: str) -> None:
    (tmp_path / examples_once.FILE).write_text(kept, "utf-8")
    assert examples_once.Files(tmp_path).of(TEXT, lambda: read(TEXT)).fingerprint() == read(TEXT).fingerprint()


def test_merged_data_are_rasas_and_an_example_that_stands_twice_counts_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wanted = TrainingData().merge(read(TEXT), read(OTHER), read(TEXT))
    with monkeypatch.context() as training:
        training.setattr(Message, "__hash__", examples_once.short_hash)
        training.setitem(rasas.__dict__, "copy", examples_once.Shallow)
        parts = [read(TEXT), read(OTHER), read(TEXT)]
        before = [len(one.training_examples) for one in parts]
        found = TrainingData().merge(*parts)
        assert [len(one.training_examples) for one in parts] == before
        assert "terrier" in found.nlu_as_yaml()
    assert found.fingerprint() == wanted.fingerprint()
    assert [one.data for one in found.training_examples] == [one.data for one in wanted.training_examples]


def test_rasa_still_copies_there_only_what_a_training_does_not_change() -> None:
    """An upgrade that uses `copy` elsewhere in this module wants a second look."""
    assert Path(rasas.__file__).read_text("utf-8").count("copy.deepcopy(") == 7
