"""The part of the emergency detector that learns: how much an utterance sounds like danger now.

Logistic regression on embedding + n-grams. The encoder is fitted to emergencies buried in routine reports as well, so
judging an ordinary story in pieces adds nothing and alarms more often (docs/decisions/0003-encoder-fitted-to-callers.md).
Thresholds come from examples kept out of all fitting.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Sequence, Tuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from agencies.danger.phrases import parts
from nlu_components.encoder.encoder import Encoder
from nlu_components.needs.calibration import calibration_mask
from nlu_components.needs.text_features import LinearScorer, TextFeatures


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


class EmergencyModel:
    def __init__(self, features: TextFeatures, scorer: LinearScorer, thresholds: Thresholds) -> None:
        self._features, self._scorer, self.thresholds = features, scorer, thresholds

    def log_odds(self, text: str, encoder: Encoder) -> float:
        """Of the whole text, or of its most dangerous part when it is longer than any example."""
        texts = parts(text)
        rows = zip(encoder.encode(texts), texts)
        return max(float(self._scorer.scores(row, self._features.of_one(part))[0]) for row, part in rows)

    @classmethod
    def trained(
        cls, texts: Sequence[str], embeddings: np.ndarray, danger: np.ndarray, settings: dict
    ) -> EmergencyModel:
        """`danger`: bool per text. Raises ValueError when one of the classes has fewer than 20 examples."""
        if min(danger.sum(), (~danger).sum()) < 20:
            raise ValueError("The emergency detector wants at least 20 emergencies and 20 other examples in data/nlu/.")
        unseen, odds = _unseen_odds(texts, embeddings, danger, settings)
        thresholds = Thresholds.measured(odds[danger[unseen]], odds[~danger[unseen]], settings)
        features, scorer = _fit(texts, embeddings, danger, settings)
        return cls(features, scorer, thresholds)

    def save(self, folder: Path) -> None:
        self._features.save(folder)
        np.savez(folder / "emergency.npz", **self._scorer.arrays())
        (folder / "emergency.json").write_text(json.dumps(asdict(self.thresholds)), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> EmergencyModel:
        thresholds = Thresholds(**json.loads((folder / "emergency.json").read_text(encoding="utf-8")))
        with np.load(folder / "emergency.npz", allow_pickle=False) as arrays:
            scorer = LinearScorer(arrays["dense"], arrays["ngram"], arrays["bias"])
        return cls(TextFeatures.load(folder), scorer, thresholds)


def _unseen_odds(
    texts: Sequence[str], embeddings: np.ndarray, danger: np.ndarray, settings: dict
) -> Tuple[np.ndarray, np.ndarray]:
    """(mask of the texts kept out, their log-odds by a model that did not see them)."""
    unseen = calibration_mask(texts)
    if min((danger & unseen).sum(), (~danger & unseen).sum()) < 10:
        unseen = np.arange(len(texts)) % 2 == 0  # too few texts to be choosy, as in a small test agency
    features, scorer = _fit([t for t, u in zip(texts, unseen) if not u], embeddings[~unseen], danger[~unseen], settings)
    rows = zip(embeddings[unseen], [t for t, u in zip(texts, unseen) if u])
    return unseen, np.array([float(scorer.scores(embedding, features.of_one(text))[0]) for embedding, text in rows])


def _fit(
    texts: Sequence[str], embeddings: np.ndarray, danger: np.ndarray, settings: dict
) -> Tuple[TextFeatures, LinearScorer]:
    features = TextFeatures.fitted(texts)
    model = LogisticRegression(C=settings["c"], class_weight="balanced", max_iter=settings["max_iterations"])
    model.fit(features.matrix(texts, embeddings), danger)
    return features, LinearScorer.from_coefficients(model.coef_, model.intercept_, embeddings.shape[1])
