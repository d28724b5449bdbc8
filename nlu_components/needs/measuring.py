"""What is measured on the examples kept out of all fitting: where the scope ends, and how often a choice so sure is right."""

from __future__ import annotations

from typing import Sequence, Tuple

import numpy as np
from scipy.optimize import minimize_scalar

from nlu_components.needs.calibration import calibration_mask

FLATTEST, STEEPEST = 0.02, 2.0  # what the scores may be multiplied by
FEWEST = 50  # texts; of fewer nothing can be measured, and the scores stay as they are


def kept_out(written: Sequence[str], labels: np.ndarray, turned_away: float) -> np.ndarray:
    """bool [texts], by the words as they are written in data/nlu: those that neither the encoder nor a second fit sees."""
    unseen = calibration_mask(written)
    if unseen.sum() < 1 / turned_away or (~unseen).sum() < len(np.unique(labels)):
        return np.arange(len(labels)) % 5 == 0  # too few texts to be choosy, as in a small test agency
    return unseen


def log_softmax(scores: np.ndarray) -> np.ndarray:
    """Of one row or of many; scipy's takes twenty times as long for checking what it is given."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def temperature(scores: np.ndarray, classes: Sequence[str], labels: np.ndarray) -> float:
    """What `scores` [texts, classes] are multiplied by, so that softmax gives the share of choices that are right.

    The likeliest one (Guo and others, "On Calibration of Modern Neural Networks", ICML 2017): a linear model that is fitted to few
    examples with many features is far too sure of itself.
    """
    number = {name: i for i, name in enumerate(classes)}
    rows = [(row, number[label]) for row, label in zip(scores, labels) if label in number]
    if len(rows) < FEWEST:
        return 1.0
    known, wanted = np.stack([row for row, _ in rows]), np.array([place for _, place in rows])

    def surprise(times: float) -> float:
        return float(-log_softmax(known * times)[np.arange(len(wanted)), wanted].mean())

    return float(minimize_scalar(surprise, bounds=(FLATTEST, STEEPEST), method="bounded").x)


def sureness(scores: np.ndarray, times: float) -> float:
    """0..1: how often the first choice is right when the scores of one text are like these."""
    return likeliest(scores, times)[0]


def likeliest(scores: np.ndarray, times: float) -> Tuple[float, float]:
    """The same of the first choice and of the second."""
    shares = np.exp(log_softmax(scores * times))
    first = float(shares.max())
    return first, float(np.partition(shares, -2)[-2]) if len(shares) > 1 else 0.0
