"""The directions of the embedding in which texts differ most: a third of it, and hardly anything is lost. Pure."""

from __future__ import annotations

from typing import Tuple

import numpy as np

DIRECTIONS = 128


def directions(embeddings: np.ndarray) -> np.ndarray:
    """float32 [width, DIRECTIONS at most] of unit columns, for `embeddings` [texts, width]."""
    return np.ascontiguousarray(all_directions(embeddings)[1][:, -DIRECTIONS:].astype(np.float32))


def all_directions(embeddings: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """(float64 [width]: the sum of the squares along each, the least first; float64 [width, width]: each a unit column)."""
    exact = embeddings.astype(np.float64)
    widths, vectors = np.linalg.eigh(exact.T @ exact)  # of one array with itself: half the work
    return widths, vectors
