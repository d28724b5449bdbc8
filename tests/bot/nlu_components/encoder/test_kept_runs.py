"""What an encoder made of the gate's lines is taken for the next model, to the last bit; nothing but time hangs on it."""

from __future__ import annotations

from pathlib import Path
from typing import List

import numpy as np
import pytest

from nlu_components.encoder.encoder import DEFAULT_FOLDER, Encoder
from nlu_components.encoder.kept_runs import KeptRuns


class Runs:
    """An encoder whose vectors hang on what is encoded together, as those of an 8-bit product do."""

    def __init__(self) -> None:
        self.asked: List[List[str]] = []

    def __call__(self, texts: List[str]) -> List[np.ndarray]:
        self.asked.append(texts)
        return [np.array([len(text), len(texts)], np.float32) for text in texts]


def again(file: Path, texts: List[str], state: str = "one") -> List[List[str]]:
    """What is run for them when everything before was written."""
    runs = Runs()
    KeptRuns(file, state).of(texts, runs)
    return runs.asked


@pytest.fixture
def file(tmp_path: Path) -> Path:
    kept = KeptRuns(tmp_path / "lines.npz", "one")
    kept.of(["he is bleeding", "my car"], Runs())
    kept.of(["my car"], Runs())
    kept.write()
    return tmp_path / "lines.npz"


def test_what_was_run_for_one_model_is_not_run_for_the_next(file: Path) -> None:
    assert again(file, ["my car"]) == []
    (row,) = KeptRuns(file, "one").of(["my car"], Runs())
    assert row.tolist() == [6, 1]
    assert [row.tolist() for row in KeptRuns(file, "one").of(["he is bleeding", "my car"], Runs())] == [[14, 2], [6, 2]]


def test_the_same_text_beside_others_is_another_run(file: Path) -> None:
    assert again(file, ["my car", "he is bleeding"]) == [["my car", "he is bleeding"]]
    assert again(file, ["he is bleeding"]) == [["he is bleeding"]]


def test_another_encoder_is_asked_about_everything(file: Path) -> None:
    assert again(file, ["my car"], state="another") == [["my car"]]


def test_what_is_timed_is_run_though_it_is_known(file: Path) -> None:
    kept, runs = KeptRuns(file, "one"), Runs()
    with kept.anew():
        kept.of(["my car"], runs)
    kept.of(["my car"], runs)
    assert runs.asked == [["my car"]]


def test_lines_that_nobody_asks_any_more_go_and_no_words_are_written(file: Path) -> None:
    kept = KeptRuns(file, "one")
    kept.of(["a new line"], Runs())
    kept.write()
    assert again(file, ["my car"]) == [["my car"]]
    assert again(file, ["a new line"]) == []
    assert b"a new line" not in file.read_bytes()


@pytest.mark.parametrize("content", [b"", b"no archive at all", b"PK\x03\x04 cut off"])
def test_a_file_that_cannot_be_read_is_as_good_as_none(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert again(file, ["my car"]) == [["my car"]]


def test_a_folder_that_cannot_be_written_does_not_stop_the_gate(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    kept = KeptRuns(tmp_path / "a file" / "lines.npz", "one")
    kept.of(["my car"], Runs())
    kept.write()


def test_an_encoder_that_keeps_runs_gives_bit_for_bit_what_it_gives_in_a_call(tmp_path: Path) -> None:
    texts = ["he is bleeding", "somebody took my blue car from the street in front of the house"]
    in_a_call = Encoder(Path(DEFAULT_FOLDER))
    alone, together = [in_a_call.encode([text])[0] for text in texts], in_a_call.encode_together(texts)
    for _ in range(2):  # the second time they are known
        kept, encoder = KeptRuns(tmp_path / "lines.npz", "one"), Encoder(Path(DEFAULT_FOLDER))
        encoder.keep_runs(kept)
        np.testing.assert_array_equal([encoder.encode([text])[0] for text in texts], alone)
        np.testing.assert_array_equal(encoder.encode_together(texts), together)
        kept.write()
    encoder.keep_runs(None)
    np.testing.assert_array_equal(encoder.encode(texts[:1]), alone[:1])
