"""The training utterances as embeddings, by intent: how near is the nearest one of each to what was just said?

Only the intents that the SVM finds likeliest are searched: the nearest one is nearly always there, and the whole table
is tens of megabytes to read in every turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

INTENTS_SEARCHED = 8


@dataclass(frozen=True)
class KnownUtterances:
    """rows: float32 [utterances, width] in the order of intents; starts: int [intents + 1], where each begins."""

    rows: np.ndarray
    starts: np.ndarray

    @classmethod
    def of(cls, embeddings: np.ndarray, labels: np.ndarray, intents: Sequence[str]) -> KnownUtterances:
        number = {intent: i for i, intent in enumerate(intents)}
        owners = np.array([number[label] for label in labels])
        order = np.argsort(owners, kind="stable")
        starts = np.searchsorted(owners[order], np.arange(len(intents) + 1))
        return cls(np.ascontiguousarray(embeddings[order]), starts)

    def nearest(self, embedding: np.ndarray, margins: np.ndarray) -> np.ndarray:
        """[intents]: cosine to the nearest utterance of each of the likeliest by `margins` [intents]; others have the least of these."""
        likeliest = np.argsort(-margins)[:INTENTS_SEARCHED]
        found = np.array([(self.rows[self.starts[i] : self.starts[i + 1]] @ embedding).max() for i in likeliest])
        cosines = np.full(len(margins), found.min(), dtype=np.float32)
        cosines[likeliest] = found
        return cosines

    def nearest_of_each(self, embeddings: np.ndarray, margins: np.ndarray) -> np.ndarray:
        """[rows, intents]: as `nearest` for each row, in one product for each intent."""
        searched = np.zeros(margins.shape, dtype=bool)
        np.put_along_axis(searched, np.argsort(-margins, axis=1)[:, :INTENTS_SEARCHED], True, axis=1)
        cosines = np.full(margins.shape, np.inf, dtype=np.float32)
        for intent in np.flatnonzero(searched.any(axis=0)):
            rows = np.flatnonzero(searched[:, intent])
            known = self.rows[self.starts[intent] : self.starts[intent + 1]]
            cosines[rows, intent] = (embeddings[rows] @ known.T).max(axis=1)
        return np.where(searched, cosines, cosines.min(axis=1, keepdims=True))
