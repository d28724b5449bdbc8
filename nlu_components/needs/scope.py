"""Is an utterance about anything that this line does? A measured decision, not a trained class.

Score = z(largest SVM margin) + z(cosine to the nearest training utterance). The z statistics and the threshold come
from examples that were kept out of fitting: `turned_away` is the share of good utterances that may be asked to rephrase.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Dict

import numpy as np

STEEPNESS = 4.0  # how fast `keep` goes from 0 to 1 around the threshold, in standard deviations of the score


@dataclass(frozen=True)
class Scope:
    margin_mean: float
    margin_std: float
    nearest_mean: float
    nearest_std: float
    threshold: float
    score_std: float

    @classmethod
    def measured(cls, margins: np.ndarray, nearest: np.ndarray, turned_away: float) -> Scope:
        """`margins`, `nearest`: values of good utterances that the model did not see."""
        stats = (margins.mean(), margins.std(), nearest.mean(), nearest.std())
        scores = (margins - stats[0]) / stats[1] + (nearest - stats[2]) / stats[3]
        return cls(
            float(stats[0]),
            float(stats[1]),
            float(stats[2]),
            float(stats[3]),
            threshold=float(np.quantile(scores, turned_away)),
            score_std=float(scores.std()),
        )

    def keep(self, margin: float, nearest: float) -> float:
        """0..1: below 0.5 is outside the scope as measured; the further from 0.5, the surer."""
        score = (margin - self.margin_mean) / self.margin_std + (nearest - self.nearest_mean) / self.nearest_std
        return 1.0 / (1.0 + math.exp(-STEEPNESS * (score - self.threshold) / self.score_std))

    def as_dict(self) -> Dict[str, float]:
        return {name: float(getattr(self, name)) for name in self.__dataclass_fields__}
