"""The training utterances as embeddings, by whether they are danger: to which side is what was just said nearer? Pure.

A linear model judges by words that stand in most emergencies; what is nearly an utterance that was understood before is judged by
that one. Cosines in the directions in which the utterances differ most: a third of the embedding, and nothing is lost. Which
ones may be the nearest is looked for in few of these, so that a turn reads a quarter of the table
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
FEW = 48  # directions of the first look
# The first look is at heaps of so many utterances (each the size-th from the last, so that what was written together is spread): the
# second compares those of so many heaps. Taking the best of single utterances costs four times as much and finds the same.
HEAP, HEAPS = 8, 32
AT_ONCE = 64  # rows that are judged together: what is compared with more does not stay near the processor


@dataclass(frozen=True)
class Side:
    """rows: float32 [utterances, directions] of length 1; rough: [utterances, FEW], the strongest of these, of length 1.

    Filled up with rows of zeros to whole heaps.
    """

    rows: np.ndarray
    rough: np.ndarray

    @classmethod
    def of(cls, rows: np.ndarray) -> Side:
        rows = np.concatenate([rows, np.zeros((-len(rows) % HEAP, rows.shape[1]), dtype=rows.dtype)])
        return cls(np.ascontiguousarray(rows), np.ascontiguousarray(_of_length_one(_rough(rows))))

    def nearest(self, said: np.ndarray) -> np.ndarray:
        """The mean cosine to the NEAREST utterances, for rows [some, directions] of length 1."""
        exact = np.einsum("nld,nd->nl", self.rows[self._likely(said)], said)
        return np.partition(exact, -NEAREST, axis=-1)[:, -NEAREST:].mean(axis=-1)

    def _likely(self, said: np.ndarray) -> np.ndarray:
        """[some, utterances]: which are compared."""
        heaps = len(self.rough) // HEAP
        best = (_rough(said) @ self.rough.T).reshape(len(said), HEAP, heaps).max(axis=1)
        chosen = np.argpartition(best, -min(HEAPS, heaps), axis=-1)[:, -HEAPS:]
        return (chosen[:, np.newaxis, :] + heaps * np.arange(HEAP)[np.newaxis, :, np.newaxis]).reshape(len(said), -1)


@dataclass(frozen=True)
class Neighbours:
    """directions: float32 [width, some], the strongest last."""

    directions: np.ndarray
    danger: Side
    calm: Side

    @classmethod
    def of(cls, embeddings: np.ndarray, danger: np.ndarray) -> Neighbours:
        """`embeddings` [utterances, width]; `danger`: bool per utterance, at least NEAREST of each."""
        most = directions(embeddings)
        rows = _of_length_one(embeddings @ most)
        return cls(most, Side.of(rows[danger]), Side.of(rows[~danger]))

    def nearer_danger(self, embeddings: np.ndarray) -> np.ndarray:
        """-1..1 for each row [some, width]: the mean cosine to the nearest emergencies less that to the nearest other calls."""
        said = _of_length_one(embeddings @ self.directions)
        parts = [said[start : start + AT_ONCE] for start in range(0, max(len(said), 1), AT_ONCE)]
        return np.concatenate([self.danger.nearest(part) - self.calm.nearest(part) for part in parts])

    def save(self, folder: Path) -> None:
        directions, danger, calm = (
            rows.astype(np.float16) for rows in (self.directions, self.danger.rows, self.calm.rows)
        )
        np.savez(folder / FILE, directions=directions, danger=danger, calm=calm)

    @classmethod
    def load(cls, folder: Path) -> Optional[Neighbours]:
        """None of a model that was stored before there were any, so that going back to it works."""
        if not (folder / FILE).exists():
            return None
        with np.load(folder / FILE, allow_pickle=False) as kept:
            sides = (Side.of(kept[name].astype(np.float32)) for name in ("danger", "calm"))
            return cls(kept["directions"].astype(np.float32), *sides)


def _rough(rows: np.ndarray) -> np.ndarray:
    return rows[:, -FEW:]


def _of_length_one(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)
