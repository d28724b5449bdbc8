"""A second opinion for turns of which the need model is not sure: a larger encoder, with a regression of its own. Pure.

Its log probabilities are added to what the need model found. Off where the larger encoder was not built
(docs/decisions/0051-second-opinion.md); a median turn does not ask it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import numpy as np

from nlu_components.needs.measuring import log_softmax

FILE = "second_opinion.npz"
WEIGHT = 2.0  # of its log probabilities; 1 to 5 were measured to be nearly the same


@dataclass(frozen=True)
class SecondOpinion:
    """weight [intents, width], bias [intents]; temperature: see `measuring`, of the scores with its opinion added."""

    weight: np.ndarray
    bias: np.ndarray
    temperature: float

    def added(self, scores: np.ndarray, embedding: np.ndarray) -> np.ndarray:
        """`scores` [intents] of the need model and `embedding` of the larger encoder, for one text or rows of both."""
        return scores + WEIGHT * log_softmax(embedding @ self.weight.T + self.bias)

    def save(self, folder: Path) -> None:
        np.savez(folder / FILE, weight=self.weight, bias=self.bias, temperature=self.temperature)

    @classmethod
    def load(cls, folder: Path) -> Optional[SecondOpinion]:
        path = folder / FILE
        if not path.exists():
            return None
        with np.load(path, allow_pickle=False) as kept:
            return cls(kept["weight"], kept["bias"], float(kept["temperature"]))
