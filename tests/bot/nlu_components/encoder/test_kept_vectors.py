"""Vectors of training texts are kept for the next training; what cannot be read or written only costs time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlu_components.encoder.encoder import DEFAULT_FOLDER, Encoder
from nlu_components.encoder.kept_vectors import VARIABLE, KeptVectors, kept_vectors


def test_what_was_kept_is_read_again(tmp_path: Path) -> None:
    row = np.arange(4, dtype=np.float32)
    KeptVectors(tmp_path / "one.npz").add({"my car was towed": row})
    found = KeptVectors(tmp_path / "one.npz").of(["my car was towed", "a new example"])
    assert list(found) == ["my car was towed"]
    np.testing.assert_array_equal(found["my car was towed"], row)


@pytest.mark.parametrize("content", [b"", b"no archive at all"])
def test_a_file_that_cannot_be_read_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "one.npz").write_bytes(content)
    assert KeptVectors(tmp_path / "one.npz").of(["my car was towed"]) == {}


def test_a_folder_that_cannot_be_written_does_not_stop_the_training(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    KeptVectors(tmp_path / "a file" / "one.npz").add({"x": np.zeros(2, np.float32)})


def test_a_running_bot_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert kept_vectors("abc") is None


def test_a_second_training_encodes_only_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    monkeypatch.setattr("nlu_components.encoder.encoder.WORTH_KEEPING", 2)
    first = Encoder(Path(DEFAULT_FOLDER)).encode(["my car was towed", "where is my car"])
    second = Encoder(Path(DEFAULT_FOLDER))
    ran = []
    monkeypatch.setattr(
        second, "_run_in_batches", lambda texts: ran.extend(texts) or [np.ones(384, np.float32)] * len(texts)
    )
    vectors = second.encode(["my car was towed", "where is my car", "it was a blue one"])
    assert ran == ["it was a blue one"]
    np.testing.assert_array_equal(vectors[:2], first)


def test_batches_at_once_come_out_in_their_order_and_as_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = sorted((f"my {'very ' * (number % 9)}old car {number} was towed" for number in range(200)), key=len)
    monkeypatch.delenv(VARIABLE, raising=False)
    running = Encoder(Path(DEFAULT_FOLDER))._run_in_batches(texts)
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    np.testing.assert_array_equal(Encoder(Path(DEFAULT_FOLDER))._run_in_batches(texts), running)
