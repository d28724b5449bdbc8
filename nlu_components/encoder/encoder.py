"""The sentence encoder shared by every component of a process: text in, L2-normalised float32 vector out.

Which encoder, its folder says: MiniLM fitted to callers or as it is published (`build`), or the larger one of a second opinion (`mpnet`).
"""

from __future__ import annotations

import functools
import hashlib
import os
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Sequence

import numpy as np

from nlu_components.encoder.build import MODEL_FILE, TOKENIZER_FILE, UNFITTED
from nlu_components.encoder.kept_runs import KeptRuns
from nlu_components.encoder.kept_vectors import WORTH_KEEPING, kept_vectors

DEFAULT_FOLDER, SECOND_FOLDER = "models/encoder", "models/second-encoder"
UNFITTED_FOLDER = (
    f"{DEFAULT_FOLDER}/{UNFITTED}"  # MiniLM as it is published: the second judge of danger looks through it
)
MAX_TOKENS = 256  # a thousand characters, the most that a channel sends
BATCH = 32
MOST_LONGER, ALWAYS_ALIKE = 1.5, 20  # times, and characters more: texts of one batch
REMEMBERED_TEXTS = 40_000  # training texts are encoded once, though two components and their cross-validation ask


class Encoder:
    """A folder's model through onnxruntime; on one thread (faster than more, and where callers wait other processes share the cores)."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self._kept = kept_vectors(content_of(folder))
        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = options.intra_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(str(model_in(folder)), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding(pad_id=0, pad_token="[PAD]")  # noqa: S106 a token of the vocabulary
        self._remembered: OrderedDict[str, np.ndarray] = OrderedDict()
        self._runs: Optional[KeptRuns] = None

    def keep_runs(self, runs: Optional[KeptRuns]) -> None:
        """From now on, until None: what was run before for the same texts is not run again."""
        self._runs = runs

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Returns float32 [len(texts), width: 384, or 768 of the larger one]; case and surrounding space do not matter."""
        keys = [_key(text) for text in texts]
        missing = sorted({key for key in keys if key not in self._remembered}, key=len)
        fresh = self._vectors_of(missing)
        rows = [fresh[key] if key in fresh else self._remembered[key] for key in keys]
        for key, row in fresh.items():
            self._remembered[key] = row
        while len(self._remembered) > REMEMBERED_TEXTS:
            self._remembered.popitem(last=False)
        return np.stack(rows)

    def encode_together(self, texts: Sequence[str]) -> np.ndarray:
        """As `encode`, in one run for all: quicker for a few short texts, and a little different (the scale of an 8-bit product is the
        batch's). So nothing is remembered of it: what a text comes out as may not hang on what was said before."""
        return np.stack(self._run_in_batches([_key(text) for text in texts]))

    def _vectors_of(self, missing: List[str]) -> Dict[str, np.ndarray]:
        if self._kept is None or len(missing) < WORTH_KEEPING:
            return dict(zip(missing, self._run_in_batches(missing)))
        known = self._kept.of(missing)
        new = [text for text in missing if text not in known]
        if new:
            encoded = dict(zip(new, self._run_in_batches(new)))
            self._kept.add(encoded)
            known.update(encoded)
        return known

    def is_a_word(self, word: str) -> bool:
        """Whether the tokenizer knows the word as a whole: then it is written as people write it."""
        return self._tokenizer.token_to_id(word) is not None

    def _run_in_batches(self, texts: List[str]) -> List[np.ndarray]:
        """`texts`: shorter ones first, so that a batch holds texts of about one length."""
        return self._runs.of(texts, self._batches_run) if self._runs and texts else self._batches_run(texts)

    def _batches_run(self, texts: List[str]) -> List[np.ndarray]:
        batches = _alike_in_length(texts)
        if self._kept is None:
            return [row for batch in batches for row in self._run(batch)]
        with ThreadPoolExecutor(
            os.cpu_count() or 1
        ) as threads:  # a training has the cores to itself: some batches at once
            return [row for rows in threads.map(self._run, batches) for row in rows]

    def _run(self, batch: List[str]) -> np.ndarray:
        """float32 [batch, width]"""
        encoded = self._tokenizer.encode_batch(batch)
        feed = {
            "input_ids": np.array([e.ids for e in encoded], dtype=np.int64),
            "attention_mask": np.array([e.attention_mask for e in encoded], dtype=np.int64),
        }
        rows: np.ndarray = self._session.run(["sentence_embedding"], feed)[0]
        return rows


def _key(text: str) -> str:
    return text.lower().strip().encode("utf-8", "replace").decode("utf-8")


def _alike_in_length(texts: Sequence[str]) -> Iterator[List[str]]:
    """In their order, at most BATCH at once; a text that is much longer begins a batch: all are padded to the longest."""
    batch: List[str] = []
    for text in texts:
        if batch and (len(batch) == BATCH or len(text) > MOST_LONGER * len(batch[0]) + ALWAYS_ALIKE):
            yield batch
            batch = []
        batch.append(text)
    if batch:
        yield batch


def model_in(folder: Path) -> Path:
    return next(iter(sorted(folder.glob("*.onnx"))), folder / MODEL_FILE)


def is_built(folder: Path) -> bool:
    return model_in(folder).exists()


@functools.lru_cache(maxsize=4)
def shared_encoder(folder: str = DEFAULT_FOLDER) -> Encoder:
    """The process-wide encoder of a folder. Raises FileNotFoundError that says how to make it."""
    path = Path(folder)
    if not is_built(path):
        raise FileNotFoundError(f"No sentence encoder in {path}; `make setup` builds it.")
    return Encoder(path)


def encoder_fingerprint(folder: str = DEFAULT_FOLDER) -> str:
    """Content hash of the encoder and of the code around it: Rasa's cache sees only a component's own class."""
    digest = hashlib.sha256()
    rooms = (Path(__file__).parents[1], Path(__file__).parents[2] / "spoken")
    for code in sorted(path for room in rooms for path in room.rglob("*.py")):
        digest.update(code.read_bytes())
    digest.update(content_of(Path(folder)).encode())
    return digest.hexdigest()


def content_of(folder: Path) -> str:
    """A hash of the encoder's files; the same hash gives the same vectors."""
    digest = hashlib.sha256()
    for path in (model_in(folder), folder / TOKENIZER_FILE):
        digest.update(path.read_bytes() if path.exists() else b"absent")
    return digest.hexdigest()
