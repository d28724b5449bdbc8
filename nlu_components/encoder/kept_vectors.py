"""Vectors of training texts kept between trainings: a changed example costs one encoding, not fifteen thousand.

One file for an encoder's content in the folder that CIVICLINE_VECTORS names (the launcher sets it for training only).
A file that cannot be read or written only costs time.
"""

from __future__ import annotations

import logging
import os
import zipfile
from pathlib import Path
from typing import Dict, Mapping, Optional, Sequence

import numpy as np

logger = logging.getLogger(__name__)

VARIABLE = "CIVICLINE_VECTORS"
WORTH_KEEPING = 500  # texts at once: a training, not a turn
MOST = 60_000  # vectors kept, about 90 MB


class KeptVectors:
    """Text -> vector, for one encoder; read when first asked, written when new ones were added."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._rows: Optional[Dict[str, np.ndarray]] = None

    def of(self, texts: Sequence[str]) -> Dict[str, np.ndarray]:
        """Those of the texts that are known."""
        known = self._read() if self._rows is None else self._rows
        self._rows = known
        return {text: known[text] for text in texts if text in known}

    def add(self, rows: Mapping[str, np.ndarray]) -> None:
        known = {**rows, **(self._rows or {})}
        self._rows = dict(list(known.items())[:MOST])
        part = self._file.with_suffix(f".{os.getpid()}.part.npz")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            np.savez(part, texts=np.array(list(self._rows)), rows=np.stack(list(self._rows.values())))
            os.replace(part, self._file)
        except OSError:
            logger.warning("the vectors of the training texts could not be kept; the next training encodes them again")

    def _read(self) -> Dict[str, np.ndarray]:
        try:
            with np.load(self._file, allow_pickle=False) as kept:
                return dict(zip(kept["texts"].tolist(), kept["rows"]))
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            return {}


def kept_vectors(encoder: str) -> Optional[KeptVectors]:
    """`encoder`: a name for its content. None where the folder is not set: in a running bot."""
    folder = os.environ.get(VARIABLE)
    return KeptVectors(Path(folder) / f"{encoder}.npz") if folder else None
