"""The need model: logistic regression on the embedding, a linear SVM on embedding + n-grams, and the nearest example of each, added.

Prediction = argmax(log P_lr + beta * svm margin + nearness * cosine). Where that is not sure, the nearest examples in the eyes of the
unfitted encoder are added (docs/decisions/0083-nearest-examples-of-needs.md), and then a second opinion if there is one; see
`scope.py` for what is outside the scope, `measuring.py` for how sure.
Pure: no Rasa. Arrays are float32; `classes` are intent names.
"""

from __future__ import annotations

import functools
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Callable, List, Optional, Sequence, Tuple

import numpy as np

from nlu_components.needs.directions import directions
from nlu_components.needs.fitting import at_once
from nlu_components.needs.known_utterances import KnownUtterances
from nlu_components.needs.measuring import kept_out, likeliest, log_softmax, temperature
from nlu_components.needs.regression import Regression
from nlu_components.needs.scope import Scope
from nlu_components.needs.second_opinion import SecondOpinion
from nlu_components.needs.support_vectors import SupportVectors
from nlu_components.needs.text_features import LinearScorer, TextFeatures

UNFITTED_FILE = "unfitted.npz"
Ask = Callable[[], np.ndarray]  # gives another encoder's embedding of the text


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


@dataclass(frozen=True)
class Unfitted:
    """The examples in the eyes of the encoder as it is published; temperature: of the scores with their nearness added."""

    known: KnownUtterances
    temperature: float


@dataclass(frozen=True)
class Weights:
    """What the parts of the scores are multiplied by; temperature: what all of them are, for `sure`."""

    beta: float
    nearness: float
    temperature: float


class NeedModel:
    def __init__(
        self,
        features: TextFeatures,
        classes: Sequence[str],
        regression: Regression,
        svm: LinearScorer,
        known: KnownUtterances,
        scope: Scope,
        weights: Weights,
        unfitted: Optional[Unfitted] = None,
        second: Optional[SecondOpinion] = None,
    ) -> None:
        self._features, self.classes, self._regression = features, list(classes), regression
        self._svm, self._known, self.scope, self.weights = svm, known, scope, weights
        self.unfitted, self.second = unfitted, second

    def words(self) -> List[str]:
        """Of the training texts; see TextFeatures.words."""
        return self._features.words()

    def understand(
        self,
        text: str,
        embedding: np.ndarray,
        look_again: Optional[Ask] = None,
        ask: Optional[Ask] = None,
        below: Tuple[float, float] = (0.0, 0.0),
    ) -> Understanding:
        """`look_again`: gives the unfitted encoder's embedding of the text, `ask` the larger one's; asked below so much of `sure`."""
        margins = self._svm.scores(embedding, self._features.of_one(text))
        near = self._known.nearest(embedding, margins)
        scores = (
            log_softmax(self._regression.scores(embedding)) + self.weights.beta * margins + self.weights.nearness * near
        )
        (sure, beside), asking = likeliest(scores, self.weights.temperature), False
        if look_again is not None and self.unfitted is not None and sure < below[0]:
            scores = scores + self.weights.nearness * self.unfitted.known.nearest(look_again(), margins)
            sure, beside = likeliest(scores, self.unfitted.temperature)
        if ask is not None and self.second is not None and sure < below[1]:
            scores, asking = self.second.added(scores, ask()), True
            sure, beside = likeliest(scores, self.second.temperature)
        nearest = float(near.max())
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
        other: Optional[np.ndarray] = None,
        larger: Optional[np.ndarray] = None,
    ) -> NeedModel:
        """`embeddings` [texts, width]; `written`: the texts as they stand in data/nlu; `other`: the unfitted encoder's embeddings,
        `larger`: the larger one's for a second opinion.

        Raises ValueError below three intents or two examples of one.
        """
        labels = np.array(intents)
        _check(labels)
        unseen = kept_out(texts if written is None else written, labels, settings["turned_away"])
        whole = Part(texts, embeddings, labels, other, larger)
        seen = whole.only(~unseen)
        parts = (whole, seen)
        svms, *rest = at_once(  # liblinear takes one at a time
            lambda: [part.svm(settings) for part in parts],
            *(functools.partial(part.regression, settings) for part in parts),
            *(functools.partial(part.opinion, settings) for part in parts if part.larger is not None),
        )
        (svm, regression, *second), measured_by = [(svms[number], *rest[number::2]) for number in (0, 1)]
        classes = svm.classes
        measured = Measured.of(whole.only(unseen), seen, measured_by, settings)
        known = KnownUtterances.of(embeddings, labels, classes)
        look = None if other is None else Unfitted(KnownUtterances.of(other, labels, classes), measured.looking_again)
        opinion = SecondOpinion(second[0].weight, second[0].bias, measured.with_second) if second else None
        weights = Weights(settings["beta"], settings["nearness"], measured.alone)
        scorer = whole.scorer(svm)
        return cls(whole.features, classes, regression, scorer, known, measured.scope, weights, look, opinion)

    def save(self, folder: Path) -> None:
        self._features.save(folder)
        rows, starts = self._known.rows, self._known.starts
        np.savez(
            folder / "need.npz",
            **self._svm.arrays(),
            known=rows,
            starts=starts,
            weight=self._regression.weight,
            regression_bias=self._regression.bias,
        )
        if self.unfitted:
            known = self.unfitted.known.rows.astype(np.float16)
            np.savez(folder / UNFITTED_FILE, known=known, temperature=self.unfitted.temperature)
        if self.second:
            self.second.save(folder)
        names = [str(name) for name in self.classes]
        facts = {"classes": names, "scope": self.scope.as_dict(), **asdict(self.weights)}
        (folder / "need.json").write_text(json.dumps(facts), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> NeedModel:
        """Also one stored before sureness was measured, so that going back to it works: it is as sure as its scores say."""
        facts = json.loads((folder / "need.json").read_text(encoding="utf-8"))
        with np.load(folder / "need.npz", allow_pickle=False) as a:
            svm = LinearScorer(a["dense"], a["ngram"], a["bias"])
            regression, known = Regression(a["weight"], a["regression_bias"]), KnownUtterances(a["known"], a["starts"])
        weights = Weights(facts["beta"], facts.get("nearness", 0.0), facts.get("temperature", 1.0))
        features, scope, classes = TextFeatures.load(folder), Scope(**facts["scope"]), facts["classes"]
        look, second = _unfitted(folder / UNFITTED_FILE, known.starts), SecondOpinion.load(folder)
        return cls(features, classes, regression, svm, known, scope, weights, look, second)


def _unfitted(file: Path, starts: np.ndarray) -> Optional[Unfitted]:
    """None of a model that was stored before it was looked at twice."""
    if not file.exists():
        return None
    with np.load(file, allow_pickle=False) as kept:
        return Unfitted(KnownUtterances(kept["known"].astype(np.float32), starts), float(kept["temperature"]))


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
    other: Optional[np.ndarray]
    larger: Optional[np.ndarray]
    among: Optional[Tuple[Sequence[str], np.ndarray]] = None  # all texts, and which of them these are

    @property
    def features(self) -> TextFeatures:
        return TextFeatures.fitted_to_part(*self.among) if self.among else TextFeatures.fitted(self.texts)

    @functools.cached_property
    def directions(self) -> np.ndarray:
        return directions(self.embeddings)

    def few(self, embeddings: np.ndarray) -> np.ndarray:
        """What the SVM sees of embeddings: in fewer directions it is fitted in two thirds of the time."""
        return embeddings @ self.directions

    def scorer(self, svm: SupportVectors) -> LinearScorer:
        """The fitted SVM, of whole embeddings again."""
        few = LinearScorer.from_coefficients(svm.weight, svm.bias, self.directions.shape[1])
        return LinearScorer(few.dense @ self.directions.T, few.ngram, few.bias)

    def only(self, chosen: np.ndarray) -> Part:
        texts = [text for text, wanted in zip(self.texts, chosen) if wanted]
        other, larger = (None if rows is None else rows[chosen] for rows in (self.other, self.larger))
        return Part(texts, self.embeddings[chosen], self.labels[chosen], other, larger, (self.texts, chosen))

    def svm(self, settings: dict) -> SupportVectors:
        ngrams = self.features.ngrams(self.texts)
        return SupportVectors.fitted(self.few(self.embeddings), ngrams, self.labels, settings["svm_c"])

    def regression(self, settings: dict) -> Regression:
        return Regression.fitted(self.embeddings, self.labels, settings["regression_c"], settings["max_iterations"])

    def opinion(self, settings: dict) -> Regression:
        """The second opinion's, of the larger embeddings."""
        assert self.larger is not None
        return Regression.fitted(self.larger, self.labels, settings["second_c"], settings["max_iterations"])


@dataclass(frozen=True)
class Measured:
    """The scope, and the temperatures of the scores alone, with the unfitted encoder's nearness, and with a second opinion as well."""

    scope: Scope
    alone: float
    looking_again: float
    with_second: float

    @classmethod
    def of(cls, unseen: Part, seen: Part, fitted: Sequence[Any], settings: dict) -> Measured:
        """Of texts that `fitted` has not seen."""
        svm, regression, *second = fitted
        classes, weight = svm.classes, settings["nearness"]
        margins = svm.margins(seen.few(unseen.embeddings), seen.features.ngrams(unseen.texts))
        near = _nearest(seen.embeddings, seen.labels, classes, unseen.embeddings, margins)
        scope = Scope.measured(margins.max(axis=1), near.max(axis=1), settings["turned_away"])
        scores = log_softmax(regression.scores(unseen.embeddings)) + settings["beta"] * margins + weight * near
        alone = temperature(scores, classes, unseen.labels)
        looking_again = with_second = alone
        if seen.other is not None and unseen.other is not None:
            scores = scores + weight * _nearest(seen.other, seen.labels, classes, unseen.other, margins)
            looking_again = temperature(scores, classes, unseen.labels)
        if second:
            assert unseen.larger is not None
            both = SecondOpinion(second[0].weight, second[0].bias, 1.0).added(scores, unseen.larger)
            with_second = temperature(both, classes, unseen.labels)
        return cls(scope, alone, looking_again, with_second)


def _nearest(
    examples: np.ndarray, labels: np.ndarray, classes: Sequence[str], rows: np.ndarray, margins: np.ndarray
) -> np.ndarray:
    """[rows, intents]: see KnownUtterances.nearest."""
    return KnownUtterances.of(examples, labels, classes).nearest_of_each(rows, margins)
