"""Which training examples only set thresholds. Decided by the text itself, so that every part agrees without a list.

The encoder is fitted to the other examples; a threshold measured on what it has seen would be far too hopeful.
"""

from __future__ import annotations

import hashlib
from typing import Sequence

import numpy as np

ONE_IN = 8


def for_thresholds(text: str) -> bool:
    digest = hashlib.sha256(" ".join(text.lower().split()).encode("utf-8")).digest()
    return digest[0] % ONE_IN == 0


def calibration_mask(texts: Sequence[str]) -> np.ndarray:
    """bool [texts]"""
    return np.array([for_thresholds(text) for text in texts], dtype=bool)
