"""A second judge of danger, heard where the first is not sure: on which side the nearest examples are to another encoder. Pure.

That encoder was not fitted to callers, so it errs elsewhere (docs/decisions/0082-second-judge-of-danger.md). What lies far below the
threshold for asking, or clearly above an alarm, is decided by the first alone, so most turns do not ask.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Callable, Optional, Tuple

import numpy as np

from nlu_components.emergency.neighbours import Neighbours

FOLDER, FILE = "second", "judge.npz"
BELOW_CHECK, ABOVE_ALARM = 4.0, 2.0  # log-odds of the first judge within which the second is heard; wider was no better


@dataclass(frozen=True)
class SecondJudge:
    """scale, shift: make its word as widely spread as the first judge's log-odds; band: of the first's, within which it is heard."""

    neighbours: Neighbours
    scale: float = 1.0
    shift: float = 0.0
    band: Tuple[float, float] = (-np.inf, np.inf)

    @classmethod
    def of(cls, embeddings: np.ndarray, danger: np.ndarray) -> SecondJudge:
        """`embeddings` [texts, width] of the other encoder; `danger`: bool per text."""
        return cls(Neighbours.of(embeddings, danger))

    def beside(self, first: np.ndarray, embeddings: np.ndarray, band: Tuple[float, float]) -> SecondJudge:
        """The same, its word as widely spread as `first` is over the same texts, which neither has seen."""
        own = self.neighbours.nearer_danger(embeddings)
        scale = float(first.std() / max(own.std(), 1e-9))
        return replace(self, scale=scale, shift=float(first.mean() - scale * own.mean()), band=band)

    def log_odds(self, embedding: np.ndarray) -> float:
        return self.scale * float(self.neighbours.nearer_danger(embedding[np.newaxis])[0]) + self.shift

    def heard(self, first: float, ask: Callable[[], np.ndarray]) -> float:
        """The mean of both where the first is not sure; `ask` gives the other encoder's embedding [width]."""
        low, high = self.band
        return (first + self.log_odds(ask())) / 2 if low < first < high else first

    def save(self, folder: Path) -> None:
        own = folder / FOLDER
        own.mkdir()
        self.neighbours.save(own)
        np.savez(own / FILE, scale=self.scale, shift=self.shift, band=np.array(self.band))

    @classmethod
    def load(cls, folder: Path) -> Optional[SecondJudge]:
        """None of a model that has none."""
        neighbours = Neighbours.load(folder / FOLDER)
        if neighbours is None:
            return None
        with np.load(folder / FOLDER / FILE, allow_pickle=False) as kept:
            low, high = kept["band"].tolist()
            return cls(neighbours, float(kept["scale"]), float(kept["shift"]), (low, high))
