"""The need model: logistic regression on the embedding and a linear SVM on embedding + n-grams, added.

Prediction = argmax(log P_lr + beta * svm margin); see `scope.py` for what is outside the scope.
Pure: no Rasa. Arrays are float32; `classes` are intent names.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import List, Sequence, Tuple

import numpy as np
from joblib import delayed
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from nlu_components.needs.calibration import calibration_mask
from nlu_components.needs.fitting import at_once
from nlu_components.needs.known_utterances import KnownUtterances
from nlu_components.needs.scope import Scope
from nlu_components.needs.text_features import LinearScorer, TextFeatures

# Where the solvers stop, measured on the examples kept out of fitting: tighter is twice as slow and decides one in a thousand otherwise.
SVM_TOLERANCE, REGRESSION_TOLERANCE = 1e-2, 2e-5  # the second of each text


@dataclass(frozen=True)
class Understanding:
    """`ranking`: (intent, probability), best first; `keep`: see Scope.keep; `nearest`: cosine 0..1."""

    ranking: List[Tuple[str, float]]
    keep: float
    nearest: float


class NeedModel:
    def __init__(
        self,
        features: TextFeatures,
        classes: Sequence[str],
        regression: Tuple[np.ndarray, np.ndarray],
        svm: LinearScorer,
        known: KnownUtterances,
        scope: Scope,
        beta: float,
    ) -> None:
        self._features, self.classes, self._regression = features, list(classes), regression
        self._svm, self._known, self.scope, self._beta = svm, known, scope, beta

    def words(self) -> List[str]:
        """Of the training texts; see TextFeatures.words."""
        return self._features.words()

    def understand(self, text: str, embedding: np.ndarray) -> Understanding:
        margins = self._svm.scores(embedding, self._features.of_one(text))
        weight, bias = self._regression
        mixed = _log_softmax(weight @ embedding + bias) + self._beta * margins
        probability = np.exp(_log_softmax(mixed))
        nearest = self._known.nearest(embedding, margins)
        order = np.argsort(-probability)
        ranking = [(self.classes[i], p) for i, p in zip(order, probability[order].tolist())]
        return Understanding(ranking, self.scope.keep(float(margins.max()), nearest), nearest)

    @classmethod
    def trained(cls, texts: Sequence[str], embeddings: np.ndarray, intents: Sequence[str], settings: dict) -> NeedModel:
        """`embeddings` [texts, width]. Raises ValueError below three intents or two examples of one."""
        labels = np.array(intents)
        _check(labels)
        features = TextFeatures.fitted(texts)
        svm, scope, regression = at_once(
            len(texts),
            delayed(_fit_svm)(features.matrix(texts, embeddings), labels, settings["svm_c"]),
            delayed(_measured_scope)(texts, embeddings, labels, calibration_mask(texts), settings),
            delayed(_fit_regression)(embeddings, labels, settings),
        )
        scorer = LinearScorer.from_coefficients(svm.coef_, svm.intercept_, embeddings.shape[1])
        pair = (regression.coef_.astype(np.float32), regression.intercept_.astype(np.float32))
        known = KnownUtterances.of(embeddings, labels, list(svm.classes_))
        return cls(features, list(svm.classes_), pair, scorer, known, scope, settings["beta"])

    def save(self, folder: Path) -> None:
        self._features.save(folder)
        weight, bias = self._regression
        rows, starts = self._known.rows, self._known.starts
        np.savez(
            folder / "need.npz",
            **self._svm.arrays(),
            known=rows,
            starts=starts,
            weight=weight,
            regression_bias=bias,
        )
        facts = {"classes": [str(c) for c in self.classes], "scope": self.scope.as_dict(), "beta": self._beta}
        (folder / "need.json").write_text(json.dumps(facts), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> NeedModel:
        facts = json.loads((folder / "need.json").read_text(encoding="utf-8"))
        with np.load(folder / "need.npz", allow_pickle=False) as a:
            svm = LinearScorer(a["dense"], a["ngram"], a["bias"])
            regression, known = (a["weight"], a["regression_bias"]), KnownUtterances(a["known"], a["starts"])
        scope = Scope(**facts["scope"])
        return cls(TextFeatures.load(folder), facts["classes"], regression, svm, known, scope, facts["beta"])


def _log_softmax(scores: np.ndarray) -> np.ndarray:
    """Of one row; scipy's takes twenty times as long for checking what it is given."""
    shifted = scores - scores.max()
    return shifted - np.log(np.exp(shifted).sum())


def _check(labels: np.ndarray) -> None:
    names, counts = np.unique(labels, return_counts=True)
    if len(names) < 3:
        raise ValueError("The need model wants at least three intents with examples in data/nlu/.")
    if counts.min() < 2:
        raise ValueError(f"Intent '{names[counts.argmin()]}' has one example; write at least two in data/nlu/.")


def _fit_svm(matrix: sparse.csr_matrix, labels: np.ndarray, c: float) -> LinearSVC:
    # Balanced: the emergencies have ten times the examples of a routine need and must not win for that.
    return LinearSVC(C=c, class_weight="balanced", random_state=0, tol=SVM_TOLERANCE).fit(matrix, labels)


def _fit_regression(embeddings: np.ndarray, labels: np.ndarray, settings: dict) -> LogisticRegression:
    tolerance = REGRESSION_TOLERANCE * len(labels)
    model = LogisticRegression(C=settings["regression_c"], max_iter=settings["max_iterations"], tol=tolerance)
    return model.fit(embeddings, labels)


def _measured_scope(
    texts: Sequence[str], embeddings: np.ndarray, labels: np.ndarray, unseen: np.ndarray, settings: dict
) -> Scope:
    """From the examples that neither the encoder's fitting nor this SVM has seen."""
    if unseen.sum() < settings["turned_away"] ** -1 or (~unseen).sum() < len(np.unique(labels)):
        unseen = np.arange(len(labels)) % 5 == 0  # too few texts to be choosy, as in a small test agency
    seen = ~unseen
    known_texts = [t for t, s in zip(texts, seen) if s]
    features = TextFeatures.fitted(known_texts)
    svm = _fit_svm(features.matrix(known_texts, embeddings[seen]), labels[seen], settings["svm_c"])
    matrix = features.matrix([t for t, u in zip(texts, unseen) if u], embeddings[unseen])
    margins = svm.decision_function(matrix)
    known = KnownUtterances.of(embeddings[seen], labels[seen], list(svm.classes_))
    nearest = np.array([known.nearest(row, margin) for row, margin in zip(embeddings[unseen], margins)])
    return Scope.measured(margins.max(axis=1), nearest, settings["turned_away"])
