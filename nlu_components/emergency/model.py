"""The part of the emergency detector that learns: how much an utterance sounds like danger now.

Logistic regression on embedding + n-grams, and beside it on which side the nearest examples are
(docs/decisions/0078-neighbours-of-danger.md); where these are not sure, a second judge if there is one (`second_judge`).
The encoder is fitted to emergencies buried in routine reports as well, so judging an ordinary story in pieces adds nothing and
alarms more often (docs/decisions/0003-encoder-fitted-to-callers.md). Thresholds come from examples kept out of all fitting.
"""

from __future__ import annotations

import functools
import json
import math
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import List, Optional, Sequence, Tuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from agencies.danger.phrases import parts
from nlu_components.emergency.neighbours import Neighbours
from nlu_components.emergency.second_judge import ABOVE_ALARM, BELOW_CHECK, SecondJudge
from nlu_components.encoder.encoder import Encoder
from nlu_components.needs.calibration import calibration_mask
from nlu_components.needs.fitting import at_once
from nlu_components.needs.text_features import LinearScorer, TextFeatures

TOLERANCE = 4e-6  # of each text; ten times tighter takes half as many steps again and moves log-odds by a hundredth of their spread
WEIGHT = 40.0  # of the neighbours beside the regression's log-odds; 20 to 100 were measured to be nearly the same


@dataclass(frozen=True)
class Thresholds:
    """Log-odds. Above `alarm` it is an emergency; above `check` the caller is asked."""

    alarm: float
    check: float

    @classmethod
    def measured(cls, danger: np.ndarray, calm: np.ndarray, settings: dict) -> Thresholds:
        """From the log-odds of emergencies and of other calls that no fitting has seen."""
        check = float(np.quantile(danger, 1.0 - settings["recall"]))
        alarm = float(np.quantile(calm, 1.0 - settings["false_alarms"]))
        return cls(max(alarm, check), check)


@dataclass(frozen=True)
class Judge:
    """`scale`: makes the sum as widely spread as the regression's log-odds alone, which dialogue_policies/danger_of_turn.py counts in."""

    features: TextFeatures
    scorer: LinearScorer
    neighbours: Optional[Neighbours] = None
    scale: float = 1.0

    def log_odds(self, embedding: np.ndarray, text: str) -> float:
        return self.all_log_odds(embedding[np.newaxis], [text])[0]

    def all_log_odds(self, embeddings: np.ndarray, texts: Sequence[str]) -> List[float]:
        linear = [float(self.scorer.scores(row, self.features.of_one(text))[0]) for row, text in zip(embeddings, texts)]
        near = self.neighbours.nearer_danger(embeddings).tolist() if self.neighbours else [0.0] * len(linear)
        return [self.scale * (one + WEIGHT * other) for one, other in zip(linear, near)]


class EmergencyModel:
    def __init__(self, judge: Judge, thresholds: Thresholds, second: Optional[SecondJudge] = None) -> None:
        self._judge, self.thresholds, self.second = judge, thresholds, second

    def log_odds(self, text: str, encoder: Encoder, other: Optional[Encoder] = None) -> float:
        """Of the whole text, or of its most dangerous part when it is longer than any example."""
        return self.log_odds_of(text, (), encoder, other)[0]

    def log_odds_of(
        self, text: str, pieces: Sequence[str], encoder: Encoder, other: Optional[Encoder] = None
    ) -> Tuple[float, float]:
        """(of the text, of its most dangerous piece or -inf). The pieces are encoded together, the neighbours of all looked for at once.

        `other`: the encoder of the second judge, who hears the text (its most dangerous part) where the first is not sure.
        """
        whole = parts(text)
        rows = [encoder.encode(whole), *([encoder.encode_together(pieces)] if pieces else [])]
        odds = self._judge.all_log_odds(np.concatenate(rows), [*whole, *pieces])
        first, at = max((one, number) for number, one in enumerate(odds[: len(whole)]))
        if other is not None and self.second is not None:
            first = self.second.heard(first, lambda: other.encode([whole[at]])[0])
        return first, max(odds[len(whole) :], default=-math.inf)

    @classmethod
    def trained(
        cls,
        texts: Sequence[str],
        embeddings: np.ndarray,
        danger: np.ndarray,
        settings: dict,
        written: Optional[Sequence[str]] = None,
        other: Optional[np.ndarray] = None,
    ) -> EmergencyModel:
        """`danger`: bool per text; `written`: the texts as they stand in data/nlu; `other`: another encoder's, for a second judge.

        Raises ValueError when one of the classes has fewer than 20 examples.
        """
        if min(danger.sum(), (~danger).sum()) < 20:
            raise ValueError("The emergency detector wants at least 20 emergencies and 20 other examples in data/nlu/.")
        unseen = _kept_out(texts if written is None else written, danger)
        features, of_seen = TextFeatures.fitted(texts), TextFeatures.fitted_to_part(texts, ~unseen)
        scorer, (scale, odds), (neighbours, second) = at_once(
            lambda: _fit(features, texts, embeddings, danger, settings),
            lambda: _of_unseen(of_seen, texts, embeddings, danger, unseen, settings),
            lambda: (Neighbours.of(embeddings, danger), None if other is None else SecondJudge.of(other, danger)),
        )
        whole = Judge(features, scorer, neighbours, scale)
        measured = Thresholds.measured(odds[danger[unseen]], odds[~danger[unseen]], settings)
        if other is None or second is None:
            return cls(whole, measured)
        second, odds = _with_second(second, other, danger, unseen, odds, measured)
        return cls(whole, Thresholds.measured(odds[danger[unseen]], odds[~danger[unseen]], settings), second)

    def save(self, folder: Path) -> None:
        self._judge.features.save(folder)
        np.savez(folder / "emergency.npz", **self._judge.scorer.arrays())
        if self._judge.neighbours:
            self._judge.neighbours.save(folder)
        if self.second:
            self.second.save(folder)
        measured = {**asdict(self.thresholds), "scale": self._judge.scale}
        (folder / "emergency.json").write_text(json.dumps(measured), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> EmergencyModel:
        measured = json.loads((folder / "emergency.json").read_text(encoding="utf-8"))
        with np.load(folder / "emergency.npz", allow_pickle=False) as arrays:
            scorer = LinearScorer(arrays["dense"], arrays["ngram"], arrays["bias"])
        scale = measured.pop("scale", 1.0)
        judge = Judge(TextFeatures.load(folder), scorer, Neighbours.load(folder), scale)
        return cls(judge, Thresholds(**measured), SecondJudge.load(folder))


def _kept_out(written: Sequence[str], danger: np.ndarray) -> np.ndarray:
    """bool [texts]: those that neither the encoder nor a second model sees, so that the thresholds are measured on them."""
    unseen = calibration_mask(written)
    if min((danger & unseen).sum(), (~danger & unseen).sum()) < 10:
        unseen = np.arange(len(written)) % 2 == 0  # too few texts to be choosy, as in a small test agency
    return unseen


def _of_unseen(
    features: TextFeatures,
    texts: Sequence[str],
    embeddings: np.ndarray,
    danger: np.ndarray,
    unseen: np.ndarray,
    settings: dict,
) -> Tuple[float, np.ndarray]:
    """(Judge.scale, log-odds of the `unseen`) by a judge who was fitted to the others, as `features` were."""
    seen, hidden = ([text for text, one in zip(texts, unseen) if one == kept] for kept in (False, True))
    judge = _fit(features, seen, embeddings[~unseen], danger[~unseen], settings)
    linear = judge.all_scores(embeddings[unseen], features.ngrams(hidden))[:, 0].astype(np.float64)
    near = Neighbours.of(embeddings[~unseen], danger[~unseen]).nearer_danger(embeddings[unseen])
    scale = float(linear.std() / (linear + WEIGHT * near).std())
    return scale, scale * (linear + WEIGHT * near)


def _with_second(
    of_all: SecondJudge,
    embeddings: np.ndarray,
    danger: np.ndarray,
    unseen: np.ndarray,
    first: np.ndarray,
    measured: Thresholds,
) -> Tuple[SecondJudge, np.ndarray]:
    """The second judge, and what both say of the texts that neither has seen (`first`: what the first says of them)."""
    band = (measured.check - BELOW_CHECK, measured.alarm + ABOVE_ALARM)
    of_seen = SecondJudge.of(embeddings[~unseen], danger[~unseen]).beside(first, embeddings[unseen], band)
    both = [of_seen.heard(one, functools.partial(np.asarray, row)) for one, row in zip(first, embeddings[unseen])]
    return replace(of_all, scale=of_seen.scale, shift=of_seen.shift, band=band), np.array(both)


def _fit(
    features: TextFeatures, texts: Sequence[str], embeddings: np.ndarray, danger: np.ndarray, settings: dict
) -> LinearScorer:
    steps, tolerance = settings["max_iterations"], TOLERANCE * len(danger)
    model = LogisticRegression(C=settings["c"], class_weight="balanced", max_iter=steps, tol=tolerance)
    model.fit(features.matrix(texts, embeddings), danger)
    return LinearScorer.from_coefficients(model.coef_, model.intercept_, embeddings.shape[1])
