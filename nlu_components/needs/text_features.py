"""What the linear models look at: the sentence embedding beside character and word n-grams (TF-IDF, normalised).

Raw counts would swamp the embedding, so every block has length 1. Saved as JSON and NPZ: no pickles.
"""

from __future__ import annotations

import functools
import io
import itertools
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterator, List, Mapping, Optional, Sequence, Tuple, Type

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


def _characters(word: str) -> Iterator[str]:
    """What scikit-learn's char_wb analyser yields for (2, 4) of each word."""
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


class TextFeatures:
    """Turns (texts, embeddings) into one sparse matrix [texts, embedding width + n-grams]."""

    def __init__(
        self,
        vectorizers: Sequence[TfidfVectorizer],
        fitted_to: Tuple[str, ...] = (),
        rows: Optional[sparse.csr_matrix] = None,
    ) -> None:
        """`rows`: the n-grams of the texts that it was fitted to, which a fitting has worked out anyway."""
        self._vectorizers, self._fitted_to, self._rows = list(vectorizers), fitted_to, rows
        self._vocabularies: List[Dict[str, int]] = [v.vocabulary_ for v in self._vectorizers]
        self._idf = [np.asarray(v.idf_) for v in self._vectorizers]  # scikit-learn makes it anew at every look
        self.of_one = functools.lru_cache(maxsize=8)(self._of_one)  # two models look at every utterance
        self._within = functools.lru_cache(maxsize=8192)(self._characters_within)

    def __reduce__(self) -> Tuple[Type[TextFeatures], Tuple[List[TfidfVectorizer]]]:
        """What is remembered stays where it is when a process hands this to another."""
        return TextFeatures, (self._vectorizers,)

    def _of_one(self, text: str) -> Ngrams:
        """The row of `ngrams` for one text, twenty times faster than the matrix: this runs in every turn of every call."""
        lowered = text.lower()
        characters = Counter(itertools.chain.from_iterable(map(self._within, lowered.split())))
        known = map(self._vocabularies[1].get, _words(lowered))
        words = Counter(position for position in known if position is not None)
        blocks = zip((characters, words), self._idf, (0, len(self._vocabularies[0])))
        rows = [_weighted(counts, idf, offset) for counts, idf, offset in blocks if counts]
        if not rows:
            return Ngrams(np.zeros(0, np.int64), np.zeros(0, np.float32))
        together = np.concatenate([row.weights for row in rows])
        indices = np.concatenate([row.indices for row in rows])
        return Ngrams(indices, (together / np.linalg.norm(together)).astype(np.float32))

    def _characters_within(self, word: str) -> Tuple[int, ...]:
        """Positions of the known n-grams of characters of one word; most words come again and again."""
        known = map(self._vocabularies[0].get, _characters(word))
        return tuple(position for position in known if position is not None)

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
        lowered = tuple(text.lower() for text in texts)
        if self._rows is not None and lowered == self._fitted_to:
            return self._rows
        return _together([v.transform(lowered) for v in self._vectorizers])

    def matrix(self, texts: Sequence[str], embeddings: np.ndarray) -> sparse.csr_matrix:
        return sparse.hstack([sparse.csr_matrix(embeddings), self.ngrams(texts)]).tocsr()

    def save(self, folder: Path) -> None:
        vocabularies = [{gram: int(i) for gram, i in v.vocabulary_.items()} for v in self._vectorizers]
        (folder / "ngrams.json").write_text(json.dumps(vocabularies), encoding="utf-8")
        np.savez(folder / "idf.npz", *[v.idf_ for v in self._vectorizers])

    @classmethod
    def load(cls, folder: Path) -> TextFeatures:
        """Of the same content the same object: the models of one training share their n-grams."""
        return _loaded((folder / "ngrams.json").read_bytes(), (folder / "idf.npz").read_bytes())


@functools.lru_cache(maxsize=1)
def _loaded(ngrams: bytes, idf: bytes) -> TextFeatures:
    vectorizers = _vectorizers()
    with np.load(io.BytesIO(idf), allow_pickle=False) as known:
        for number, (vectorizer, vocabulary) in enumerate(zip(vectorizers, json.loads(ngrams))):
            vectorizer.vocabulary_ = vocabulary
            vectorizer.idf_ = known[f"arr_{number}"]
    return TextFeatures(vectorizers)


def _weighted(counts: Mapping[int, int], idf: np.ndarray, offset: int) -> Ngrams:
    """One block, of length 1; positions from `offset` on."""
    where = np.array(list(counts))
    weight = (1.0 + np.log(list(counts.values()))) * idf[where]
    return Ngrams(where + offset, weight / np.linalg.norm(weight))


@functools.lru_cache(maxsize=2)
def _fitted(lowered: Tuple[str, ...]) -> TextFeatures:
    vectorizers = _vectorizers()
    rows = _together([vectorizer.fit_transform(lowered) for vectorizer in vectorizers])
    return TextFeatures(vectorizers, lowered, rows)


def _together(blocks: Sequence[sparse.csr_matrix]) -> sparse.csr_matrix:
    return normalize(sparse.hstack(blocks)).tocsr()


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
        return self.dense @ embedding + ngrams.weights @ self.ngram.take(ngrams.indices, axis=0) + self.bias

    def arrays(self) -> dict:
        return {"dense": self.dense, "ngram": self.ngram, "bias": self.bias}
