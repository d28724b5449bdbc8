"""The need model: logistic regression on the embedding and a linear SVM on embedding + n-grams, added.

Prediction = argmax(log P_lr + beta * svm margin), with a second opinion added where that is not sure and there is one; see `scope.py`
for what is outside the scope, `measuring.py` for how sure.
Pure: no Rasa. Arrays are float32; `classes` are intent names.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, List, Optional, Sequence, Tuple

import numpy as np
from joblib import delayed
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from nlu_components.needs.directions import directions
from nlu_components.needs.fitting import at_once
from nlu_components.needs.known_utterances import KnownUtterances
from nlu_components.needs.measuring import kept_out, likeliest, log_softmax, temperature
from nlu_components.needs.scope import Scope
from nlu_components.needs.second_opinion import SecondOpinion
from nlu_components.needs.text_features import LinearScorer, TextFeatures

# Where the solvers stop, measured on the examples kept out of fitting: tighter is twice as slow and decides one in a thousand otherwise.
SVM_TOLERANCE, REGRESSION_TOLERANCE = 1e-2, 2e-5  # the second of each text


@dataclass(frozen=True)
class Understanding:
    """`ranking`: (intent, share of the scores), best first; `keep`: see Scope.keep; `nearest`: cosine 0..1.

    `sure`: 0..1, how often a choice like this one is right, `beside`: the one after it; `asked_second`: the second opinion was heard.
    """

    ranking: List[Tuple[str, float]]
    keep: float
    nearest: float
    sure: float
    asked_second: bool = False
    beside: float = 0.0


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
        temperature: float,
        second: Optional[SecondOpinion] = None,
    ) -> None:
        self._features, self.classes, self._regression = features, list(classes), regression
        self._svm, self._known, self.scope, self._beta = svm, known, scope, beta
        self.temperature, self.second = temperature, second

    def words(self) -> List[str]:
        """Of the training texts; see TextFeatures.words."""
        return self._features.words()

    def understand(
        self, text: str, embedding: np.ndarray, ask: Optional[Callable[[], np.ndarray]] = None, below: float = 0.0
    ) -> Understanding:
        """`ask`: gives the larger encoder's embedding of the text; asked when the model is less sure than `below`."""
        margins = self._svm.scores(embedding, self._features.of_one(text))
        weight, bias = self._regression
        scores = log_softmax(weight @ embedding + bias) + self._beta * margins
        (sure, beside), asking = likeliest(scores, self.temperature), False
        if ask is not None and self.second is not None and sure < below:
            scores, asking = self.second.added(scores, ask()), True
            sure, beside = likeliest(scores, self.second.temperature)
        nearest = self._known.nearest(embedding, margins)
        probability = np.exp(log_softmax(scores))
        order = np.argsort(-probability)
        ranking = [(self.classes[i], p) for i, p in zip(order, probability[order].tolist())]
        return Understanding(ranking, self.scope.keep(float(margins.max()), nearest), nearest, sure, asking, beside)

    @classmethod
    def trained(
        cls,
        texts: Sequence[str],
        embeddings: np.ndarray,
        intents: Sequence[str],
        settings: dict,
        written: Optional[Sequence[str]] = None,
        larger: Optional[np.ndarray] = None,
    ) -> NeedModel:
        """`embeddings` [texts, width]; `written`: the texts as they stand in data/nlu; `larger`: embeddings for a second opinion.

        Raises ValueError below three intents or two examples of one.
        """
        labels = np.array(intents)
        _check(labels)
        unseen = kept_out(texts if written is None else written, labels, settings["turned_away"])
        whole = Part(texts, embeddings, labels, larger)
        seen = whole.only(~unseen)
        fits = at_once(len(texts), *(fit for pair in zip(whole.fits(settings), seen.fits(settings)) for fit in pair))
        (svm, regression, *second), measured_by = fits[0::2], fits[1::2]
        scope, times, times_second = _measured(whole.only(unseen), seen, measured_by, settings)
        scorer = whole.scorer(svm)
        known = KnownUtterances.of(embeddings, labels, list(svm.classes_))
        opinion = SecondOpinion(*_pair(second[0]), times_second) if second else None
        classes, beta = list(svm.classes_), settings["beta"]
        return cls(whole.features, classes, _pair(regression), scorer, known, scope, beta, times, opinion)

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
        if self.second:
            self.second.save(folder)
        names = [str(name) for name in self.classes]
        facts = {
            "classes": names,
            "scope": self.scope.as_dict(),
            "beta": self._beta,
            "temperature": self.temperature,
        }
        (folder / "need.json").write_text(json.dumps(facts), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> NeedModel:
        """Also one stored before sureness was measured, so that going back to it works: it is as sure as its scores say."""
        facts = json.loads((folder / "need.json").read_text(encoding="utf-8"))
        with np.load(folder / "need.npz", allow_pickle=False) as a:
            svm = LinearScorer(a["dense"], a["ngram"], a["bias"])
            regression, known = (a["weight"], a["regression_bias"]), KnownUtterances(a["known"], a["starts"])
        features, scope, second = TextFeatures.load(folder), Scope(**facts["scope"]), SecondOpinion.load(folder)
        beta, times = facts["beta"], facts.get("temperature", 1.0)
        return cls(features, facts["classes"], regression, svm, known, scope, beta, times, second)


def _check(labels: np.ndarray) -> None:
    names, counts = np.unique(labels, return_counts=True)
    if len(names) < 3:
        raise ValueError("The need model wants at least three intents with examples in data/nlu/.")
    if counts.min() < 2:
        raise ValueError(f"Intent '{names[counts.argmin()]}' has one example; write at least two in data/nlu/.")


@dataclass(frozen=True)
class Part:
    """Some of the training texts, and what is fitted to them."""

    texts: Sequence[str]
    embeddings: np.ndarray
    labels: np.ndarray
    larger: Optional[np.ndarray]

    @property
    def features(self) -> TextFeatures:
        return TextFeatures.fitted(self.texts)

    @functools.cached_property
    def directions(self) -> np.ndarray:
        return directions(self.embeddings)

    def matrix(self, texts: Sequence[str], embeddings: np.ndarray) -> sparse.csr_matrix:
        """What the SVM sees of some texts: in fewer directions it is fitted in two thirds of the time."""
        return self.features.matrix(texts, embeddings @ self.directions)

    def scorer(self, svm: LinearSVC) -> LinearScorer:
        """The fitted SVM, of whole embeddings again."""
        few = LinearScorer.from_coefficients(svm.coef_, svm.intercept_, self.directions.shape[1])
        return LinearScorer(few.dense @ self.directions.T, few.ngram, few.bias)

    def only(self, chosen: np.ndarray) -> Part:
        texts = [text for text, wanted in zip(self.texts, chosen) if wanted]
        return Part(
            texts, self.embeddings[chosen], self.labels[chosen], None if self.larger is None else self.larger[chosen]
        )

    def fits(self, settings: dict) -> List[Any]:
        """SVM, regression, and the second opinion's when there are embeddings for it; the longest first."""
        matrix = self.matrix(self.texts, self.embeddings)
        wanted = [
            delayed(_fit_svm)(matrix, self.labels, settings["svm_c"]),
            delayed(_fit_regression)(self.embeddings, self.labels, settings["regression_c"], settings),
        ]
        if self.larger is not None:
            wanted.append(delayed(_fit_regression)(self.larger, self.labels, settings["second_c"], settings))
        return wanted


def _fit_svm(matrix: sparse.csr_matrix, labels: np.ndarray, c: float) -> LinearSVC:
    # Balanced: the emergencies have ten times the examples of a routine need and must not win for that.
    return LinearSVC(C=c, class_weight="balanced", random_state=0, tol=SVM_TOLERANCE).fit(matrix, labels)


def _fit_regression(embeddings: np.ndarray, labels: np.ndarray, c: float, settings: dict) -> LogisticRegression:
    tolerance = REGRESSION_TOLERANCE * len(labels)
    return LogisticRegression(C=c, max_iter=settings["max_iterations"], tol=tolerance).fit(embeddings, labels)


def _pair(regression: LogisticRegression) -> Tuple[np.ndarray, np.ndarray]:
    return regression.coef_.astype(np.float32), regression.intercept_.astype(np.float32)


def _measured(unseen: Part, seen: Part, fitted: Sequence[Any], settings: dict) -> Tuple[Scope, float, float]:
    """The scope, and the temperatures without and with a second opinion, of texts that `fitted` has not seen."""
    svm, regression, *second = fitted
    margins = svm.decision_function(seen.matrix(unseen.texts, unseen.embeddings))
    known = KnownUtterances.of(seen.embeddings, seen.labels, list(svm.classes_))
    nearest = np.array([known.nearest(row, margin) for row, margin in zip(unseen.embeddings, margins)])
    scope = Scope.measured(margins.max(axis=1), nearest, settings["turned_away"])
    scores = log_softmax(regression.decision_function(unseen.embeddings)) + settings["beta"] * margins
    times = temperature(scores, svm.classes_, unseen.labels)
    if not second:
        return scope, times, 1.0
    assert unseen.larger is not None
    together = SecondOpinion(*_pair(second[0]), 1.0).added(scores, unseen.larger)
    return scope, times, temperature(together, svm.classes_, unseen.labels)
