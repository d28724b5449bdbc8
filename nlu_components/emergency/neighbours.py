"""The training utterances as embeddings, by whether they are danger: to which side is what was just said nearer? Pure.

A linear model judges by words that stand in most emergencies; what is nearly an utterance that was understood before is judged by
that one. Cosines in the directions in which the utterances differ most: a third of the embedding, and nothing is lost
(docs/decisions/0078-neighbours-of-danger.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import numpy as np

from nlu_components.needs.directions import directions

FILE = "neighbours.npz"
NEAREST = 2  # utterances of each side; of one alone a single odd example decides


@dataclass(frozen=True)
class Neighbours:
    """directions: float32 [width, some]; danger, calm: float32 [utterances, directions], rows of length 1."""

    directions: np.ndarray
    danger: np.ndarray
    calm: np.ndarray

    @classmethod
    def of(cls, embeddings: np.ndarray, danger: np.ndarray) -> Neighbours:
        """`embeddings` [utterances, width]; `danger`: bool per utterance, at least NEAREST of each."""
        most = directions(embeddings)
        rows = _of_length_one(embeddings @ most)
        return cls(most, np.ascontiguousarray(rows[danger]), np.ascontiguousarray(rows[~danger]))

    def nearer_danger(self, embeddings: np.ndarray) -> np.ndarray:
        """-1..1 for one embedding or rows of them: the mean cosine to the nearest emergencies less that to the nearest other calls."""
        said = _of_length_one(embeddings @ self.directions)
        return _nearest(said @ self.danger.T) - _nearest(said @ self.calm.T)

    def save(self, folder: Path) -> None:
        directions, danger, calm = (rows.astype(np.float16) for rows in (self.directions, self.danger, self.calm))
        np.savez(folder / FILE, directions=directions, danger=danger, calm=calm)

    @classmethod
    def load(cls, folder: Path) -> Optional[Neighbours]:
        """None of a model that was stored before there were any, so that going back to it works."""
        if not (folder / FILE).exists():
            return None
        with np.load(folder / FILE, allow_pickle=False) as kept:
            return cls(*(kept[name].astype(np.float32) for name in ("directions", "danger", "calm")))


def _nearest(cosines: np.ndarray) -> np.ndarray:
    return np.partition(cosines, -NEAREST, axis=-1)[..., -NEAREST:].mean(axis=-1)


def _of_length_one(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)
