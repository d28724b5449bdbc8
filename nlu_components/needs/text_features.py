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
from typing import Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer
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


@dataclass(frozen=True)
class KnownRows:
    """at: the row of a text; rows: n-grams as TextFeatures.ngrams has them."""

    at: Mapping[str, int]
    rows: sparse.csr_matrix

    def of(self, lowered: Sequence[str]) -> Optional[sparse.csr_matrix]:
        """None where a text is not known."""
        found = [self.at.get(text) for text in lowered]
        if None in found:
            return None
        return self.rows if found == list(range(self.rows.shape[0])) else self.rows[found]


class TextFeatures:
    """Turns (texts, embeddings) into one sparse matrix [texts, embedding width + n-grams]."""

    def __init__(
        self,
        vectorizers: Sequence[TfidfVectorizer],
        known: Optional[KnownRows] = None,
    ) -> None:
        """`known`: the n-grams of texts that a fitting has worked out anyway."""
        self._vectorizers, self._known = list(vectorizers), known
        self._vocabularies: List[Dict[str, int]] = [v.vocabulary_ for v in self._vectorizers]
        self._idf = [np.asarray(v.idf_) for v in self._vectorizers]  # scikit-learn makes it anew at every look
        self.of_one = functools.lru_cache(maxsize=8)(self._of_one)  # two models look at every utterance
        self._within = functools.lru_cache(maxsize=8192)(self._characters_within)

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
        lowered = tuple(text.lower() for text in texts)
        return _fitted(lowered, np.ones(len(lowered), dtype=bool).tobytes())

    @classmethod
    def fitted_to_part(cls, texts: Sequence[str], chosen: np.ndarray) -> TextFeatures:
        """As `fitted` to the `chosen` (bool [texts]) alone; the words of all are looked at only once."""
        return _fitted(tuple(text.lower() for text in texts), chosen.tobytes())

    def ngrams(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Rows of length 1 (or 0 when nothing in the text is known)."""
        lowered = [text.lower() for text in texts]
        known = self._known.of(lowered) if self._known else None
        return _together([v.transform(lowered) for v in self._vectorizers]) if known is None else known

    def matrix(self, texts: Sequence[str], embeddings: np.ndarray) -> sparse.csr_matrix:
        return beside(embeddings, self.ngrams(texts))

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
def _fitted(lowered: Tuple[str, ...], chosen: bytes) -> TextFeatures:
    return _Counted.of(lowered).fitted(np.frombuffer(chosen, dtype=bool))


@dataclass(frozen=True)
class _Counted:
    """Every n-gram of some texts, counted once: what is fitted to a part of them needs no second look at the words.

    at: the row of each text; counts: int [texts, n-grams] for each vectorizer, n-grams in the order of the alphabet as scikit-learn has
    them; names: theirs.
    """

    at: Mapping[str, int]
    counts: Tuple[sparse.csr_matrix, ...]
    names: Tuple[np.ndarray, ...]

    @classmethod
    @functools.lru_cache(maxsize=1)
    def of(cls, lowered: Tuple[str, ...]) -> _Counted:
        words = _vectorizers()[1].set_params(min_df=1)
        counts = CountVectorizer.fit_transform(words, lowered)
        characters, their_names = _counted_characters(lowered)
        at = {text: row for row, text in enumerate(lowered)}
        return cls(at, (characters, counts), (their_names, words.get_feature_names_out()))

    def fitted(self, chosen: np.ndarray) -> TextFeatures:
        """To the `chosen` (bool [texts]): as the vectorizers would be by themselves, but for the last bit of a weight."""
        vectorizers, rows = _vectorizers(), []
        for vectorizer, counts, names in zip(vectorizers, self.counts, self.names):
            often = np.bincount(counts[chosen].indices, minlength=counts.shape[1])
            kept = np.flatnonzero(often >= vectorizer.min_df)
            counted = counts[:, kept].astype(np.float64)
            vectorizer.vocabulary_ = {str(name): place for place, name in enumerate(names[kept])}
            weighted = TfidfTransformer(norm=vectorizer.norm, sublinear_tf=vectorizer.sublinear_tf).fit(counted[chosen])
            vectorizer.idf_ = weighted.idf_
            rows.append(weighted.transform(counted))
        return TextFeatures(vectorizers, KnownRows(self.at, _together(rows)))


def _counted_characters(lowered: Sequence[str]) -> Tuple[sparse.csr_matrix, np.ndarray]:
    """(counts, names) of the n-grams of characters: of each word once, though most words come again and again."""
    words, characters = CountVectorizer(analyzer=str.split), CountVectorizer(analyzer=_characters)
    spoken = words.fit_transform(lowered)
    counts = (spoken @ characters.fit_transform(words.get_feature_names_out())).tocsr()
    counts.sort_indices()
    return counts, characters.get_feature_names_out()


def beside(embeddings: np.ndarray, ngrams: sparse.csr_matrix) -> sparse.csr_matrix:
    """One matrix of both; SciPy would look for zeros among the embeddings first, and there are none."""
    texts, width = embeddings.shape
    columns, starts = np.tile(np.arange(width, dtype=np.int32), texts), np.arange(texts + 1) * width
    return sparse.hstack([sparse.csr_matrix((embeddings.ravel(), columns, starts), embeddings.shape), ngrams], "csr")


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

    def all_scores(self, embeddings: np.ndarray, ngrams: sparse.csr_matrix) -> np.ndarray:
        """[rows, classes] of many, with TextFeatures.ngrams of them."""
        return embeddings @ self.dense.T + ngrams.astype(np.float32) @ self.ngram + self.bias

    def arrays(self) -> dict:
        return {"dense": self.dense, "ngram": self.ngram, "bias": self.bias}
