"""What the linear models look at: the sentence embedding beside character and word n-grams (TF-IDF, normalised).

Raw counts would swamp the embedding, so every block has length 1. Saved as JSON and NPZ: no pickles.
"""

from __future__ import annotations

import functools
import itertools
import json
import math
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterator, List, Sequence, Tuple

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize


def _vectorizers() -> List[TfidfVectorizer]:
    return [
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2),
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b"),  # noqa: S106 a pattern of words
    ]


@dataclass(frozen=True)
class Ngrams:
    """The n-grams of one text that are known: positions in the n-gram matrix, and their weights (length 1 or none)."""

    indices: np.ndarray
    weights: np.ndarray


_WORD = re.compile(r"(?u)\b\w+\b")


def _characters(text: str) -> Iterator[str]:
    """What scikit-learn's char_wb analyser yields for (2, 4)."""
    for word in text.split():
        padded = f" {word} "
        for size in (2, 3, 4):
            if len(padded) <= size:
                yield padded
                break
            yield from (padded[start : start + size] for start in range(len(padded) - size + 1))


def _words(text: str) -> Iterator[str]:
    words = _WORD.findall(text)
    yield from words
    yield from (f"{first} {second}" for first, second in itertools.pairwise(words))


@functools.lru_cache(maxsize=16)
def _counted(lowered: str) -> Tuple[Dict[str, int], Dict[str, int]]:
    """How often each n-gram of characters and of words occurs; two models look at every utterance."""
    return Counter(_characters(lowered)), Counter(_words(lowered))


class TextFeatures:
    """Turns (texts, embeddings) into one sparse matrix [texts, embedding width + n-grams]."""

    def __init__(self, vectorizers: Sequence[TfidfVectorizer]) -> None:
        self._vectorizers = list(vectorizers)
        self._vocabularies: List[Dict[str, int]] = [v.vocabulary_ for v in self._vectorizers]
        self._idf = [np.asarray(v.idf_) for v in self._vectorizers]  # scikit-learn makes it anew at every look

    def of_one(self, text: str) -> Ngrams:
        """The row of `ngrams` for one text, ten times faster than the matrix: this runs in every turn of every call."""
        indices, weights, offset = [], [], 0
        for vocabulary, idf, counts in zip(self._vocabularies, self._idf, _counted(text.lower())):
            known = [(vocabulary[g], n) for g, n in counts.items() if g in vocabulary]
            if known:
                where = np.fromiter((position for position, _ in known), dtype=np.int64, count=len(known))
                term = np.fromiter((1.0 + math.log(n) for _, n in known), dtype=np.float64, count=len(known))
                weight = term * idf[where]
                indices.append(where + offset)
                weights.append(weight / np.linalg.norm(weight))
            offset += len(vocabulary)
        if not indices:
            return Ngrams(np.zeros(0, np.int64), np.zeros(0, np.float32))
        together = np.concatenate(weights)
        return Ngrams(np.concatenate(indices), (together / np.linalg.norm(together)).astype(np.float32))

    def words(self) -> List[str]:
        """The words of the texts that it was fitted to, those said at least twice, the most frequent first."""
        known, idf = self._vocabularies[1], self._idf[1]
        rare = float(idf.max())
        often = [word for word, at in known.items() if " " not in word and idf[at] < rare]
        return sorted(often, key=lambda word: (float(idf[known[word]]), word))

    @classmethod
    def fitted(cls, texts: Sequence[str]) -> TextFeatures:
        """Of the same texts the same object: two models of one training look at the same words."""
        return _fitted(tuple(text.lower() for text in texts))

    def ngrams(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Rows of length 1 (or 0 when nothing in the text is known)."""
        lowered = [text.lower() for text in texts]
        return normalize(sparse.hstack([v.transform(lowered) for v in self._vectorizers])).tocsr()

    def matrix(self, texts: Sequence[str], embeddings: np.ndarray) -> sparse.csr_matrix:
        return sparse.hstack([sparse.csr_matrix(embeddings), self.ngrams(texts)]).tocsr()

    def save(self, folder: Path) -> None:
        vocabularies = [{gram: int(i) for gram, i in v.vocabulary_.items()} for v in self._vectorizers]
        (folder / "ngrams.json").write_text(json.dumps(vocabularies), encoding="utf-8")
        np.savez(folder / "idf.npz", *[v.idf_ for v in self._vectorizers])

    @classmethod
    def load(cls, folder: Path) -> TextFeatures:
        vocabularies = json.loads((folder / "ngrams.json").read_text(encoding="utf-8"))
        vectorizers = _vectorizers()
        with np.load(folder / "idf.npz", allow_pickle=False) as idf:
            for number, vectorizer in enumerate(vectorizers):
                vectorizer.vocabulary_ = vocabularies[number]
                vectorizer.idf_ = idf[f"arr_{number}"]
        return cls(vectorizers)


@functools.lru_cache(maxsize=2)
def _fitted(lowered: Tuple[str, ...]) -> TextFeatures:
    return TextFeatures([vectorizer.fit(lowered) for vectorizer in _vectorizers()])


class LinearScorer:
    """A linear model split into its dense and n-gram halves, so that one utterance costs two small products."""

    def __init__(self, dense: np.ndarray, ngram: np.ndarray, bias: np.ndarray) -> None:
        self.dense, self.ngram, self.bias = dense, ngram, bias

    @classmethod
    def from_coefficients(cls, coefficients: np.ndarray, bias: np.ndarray, width: int) -> LinearScorer:
        """`coefficients` [classes, width + n-grams] as scikit-learn gives them."""
        ngram = np.ascontiguousarray(coefficients[:, width:].T.astype(np.float32))
        return cls(coefficients[:, :width].astype(np.float32), ngram, bias.astype(np.float32))

    def scores(self, embedding: np.ndarray, ngrams: Ngrams) -> np.ndarray:
        """Decision values [classes] of one utterance."""
        return self.dense @ embedding + ngrams.weights @ self.ngram[ngrams.indices] + self.bias

    def arrays(self) -> dict:
        return {"dense": self.dense, "ngram": self.ngram, "bias": self.bias}
