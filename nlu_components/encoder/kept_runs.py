"""What an encoder made of lines is kept from one model to the next: the gate asks all models the same lines, and what a label changes
is behind the encoder.

Kept is the outcome of a run for just the texts that were encoded together, so a model hears to the last bit what it hears in a call.
Only hashes of texts are written. One file, for one content of the encoder and one release of what runs it; what is of another is written
over. A file that cannot be read or written only costs time.
"""

from __future__ import annotations

import hashlib
import logging
import os
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Sequence

import numpy as np

logger = logging.getLogger(__name__)

Run = Callable[[List[str]], List[np.ndarray]]


class KeptRuns:
    """`state`: of the encoder and of what runs it; see the module's first lines."""

    def __init__(self, file: Path, state: str) -> None:
        self._file, self._state = file, state
        self._known = self._read()
        self._used: Dict[str, np.ndarray] = {}  # the only ones that are written: lines that nobody asks any more go
        self._anew = False

    def of(self, texts: List[str], run: Run) -> List[np.ndarray]:
        """One vector a text, as `run` gives them."""
        key = _key(texts)
        rows = None if self._anew else self._used.get(key, self._known.get(key))
        self._used[key] = np.stack(run(texts)) if rows is None else rows
        return list(self._used[key])

    @contextmanager
    def anew(self) -> Iterator[None]:
        """Everything is run in this block: so long a turn takes."""
        self._anew = True
        try:
            yield
        finally:
            self._anew = False

    def write(self) -> None:
        if self._used.keys() <= self._known.keys():
            return
        lengths = np.array([len(rows) for rows in self._used.values()])
        part = self._file.with_suffix(f".{os.getpid()}.part.npz")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            rows = np.concatenate(list(self._used.values()))
            np.savez(part, state=self._state, keys=np.array(list(self._used)), lengths=lengths, rows=rows)
            os.replace(part, self._file)
        except OSError:
            logger.warning("the vectors of the gate's lines could not be kept; the next model has them encoded again")

    def _read(self) -> Dict[str, np.ndarray]:
        try:
            with np.load(self._file, allow_pickle=False) as kept:
                if str(kept["state"]) != self._state:
                    return {}
                ends = np.cumsum(kept["lengths"])[:-1]
                return dict(zip(kept["keys"].tolist(), np.split(kept["rows"], ends)))
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            return {}


def _key(texts: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8")).hexdigest()
