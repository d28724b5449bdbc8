"""A linear SVM for every intent, fitted to the examples that can matter to it. Pure.

Of an intent's SVM only the examples within its margin decide: one in forty here. Those that lie near the intent's own are fitted first;
then only what turns out to be within the margin or nearly, and what comes to be within it is added until nothing is. The outcome is that of
fitting to all of them (docs/decisions/0088-fitted-to-what-matters.md).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import List

import numpy as np
from scipy import sparse
from sklearn.svm import LinearSVC

from nlu_components.needs.text_features import beside

# Where the solver stops, measured on the examples kept out of fitting: tighter is twice as slow and decides one in a thousand otherwise.
TOLERANCE = 1e-2
FIRST_LOOK = 6  # intents whose middle an example is nearest to: for these it is fitted at first; 4 leave out too much, 8 fit too much
NEARLY = 0.1  # so far beyond the margin an example is fitted as well, since the margin still moves
_liblinear = (
    threading.Lock()
)  # its random numbers are one sequence for a process: two fits at once would not come out the same again


@dataclass(frozen=True)
class SupportVectors:
    """classes: intent names; weight: float32 [classes, embedding width + n-grams]; bias: float32 [classes]."""

    classes: List[str]
    weight: np.ndarray
    bias: np.ndarray

    def margins(self, embeddings: np.ndarray, ngrams: sparse.csr_matrix) -> np.ndarray:
        """float32 [rows, classes] for float32 `embeddings` [rows, width] and their `ngrams`."""
        width = embeddings.shape[1]
        of_ngrams = ngrams.astype(np.float32, copy=False) @ np.ascontiguousarray(self.weight[:, width:].T)
        return embeddings @ self.weight[:, :width].T + np.asarray(of_ngrams) + self.bias

    def only(self, chosen: np.ndarray) -> SupportVectors:
        """Of some classes, by their numbers."""
        return SupportVectors([self.classes[one] for one in chosen], self.weight[chosen], self.bias[chosen])

    @classmethod
    def fitted(cls, embeddings: np.ndarray, ngrams: sparse.csr_matrix, labels: np.ndarray, c: float) -> SupportVectors:
        """`embeddings` float32 [texts, width]; `ngrams` [texts, n-grams]; `labels`: intents; `c`: as in scikit-learn's LinearSVC."""
        classes, owners = np.unique(labels, return_inverse=True)
        # Balanced: the emergencies have ten times the examples of a routine need and must not win for that.
        weights = len(labels) / (len(classes) * np.bincount(owners))
        matrix, light = beside(embeddings, ngrams), ngrams.astype(np.float32)
        found = cls(
            [str(name) for name in classes],
            np.zeros((len(classes), matrix.shape[1]), np.float32),
            np.zeros(len(classes), np.float32),
        )
        chosen = _near_their_middle(embeddings, owners)
        margins = np.zeros(chosen.shape, np.float32)
        waiting, first = np.arange(len(classes)), True
        while len(waiting):
            for number in waiting:
                rows = np.flatnonzero(chosen[:, number])
                one = LinearSVC(C=c, class_weight={1: weights[number], 0: 1.0}, random_state=0, tol=TOLERANCE)
                with _liblinear:
                    one.fit(matrix[rows], owners[rows] == number)
                found.weight[number], found.bias[number] = one.coef_[0], one.intercept_[0]
            margins[:, waiting] = found.only(waiting).margins(embeddings, light)
            waiting = np.flatnonzero(((margins > -1.0) & ~chosen).any(axis=0))
            nearly = margins > -1.0 - NEARLY
            chosen, first = (_with_their_own(nearly, owners) if first else chosen | nearly), False
        return found


def _near_their_middle(embeddings: np.ndarray, owners: np.ndarray) -> np.ndarray:
    """bool [texts, classes]: of each class its own examples, and those to which it is one of the FIRST_LOOK nearest."""
    middles = np.stack([embeddings[owners == number].sum(axis=0) for number in range(int(owners.max()) + 1)])
    middles /= np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-9)
    near = embeddings @ middles.T
    first = min(FIRST_LOOK, len(middles))
    return _with_their_own(near >= np.partition(near, -first, axis=1)[:, -first, np.newaxis], owners)


def _with_their_own(chosen: np.ndarray, owners: np.ndarray) -> np.ndarray:
    chosen[np.arange(len(owners)), owners] = True
    return chosen
