"""What the linear models look at: the sentence embedding beside character and word n-grams (TF-IDF, normalised).

Raw counts would swamp the embedding, so every block has length 1. Saved as JSON and NPZ: no pickles.
"""
from __future__ import annotations

import json
from pathlib import Path
from typing import List, Sequence

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize


def _vectorizers() -> List[TfidfVectorizer]:
    return [
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2),
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b"),
    ]


class TextFeatures:
    """Turns (texts, embeddings) into one sparse matrix [texts, embedding width + n-grams]."""

    def __init__(self, vectorizers: Sequence[TfidfVectorizer]) -> None:
        self._vectorizers = list(vectorizers)

    @classmethod
    def fitted(cls, texts: Sequence[str]) -> "TextFeatures":
        return cls([vectorizer.fit([text.lower() for text in texts]) for vectorizer in _vectorizers()])

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
    def load(cls, folder: Path) -> "TextFeatures":
        vocabularies = json.loads((folder / "ngrams.json").read_text(encoding="utf-8"))
        vectorizers = _vectorizers()
        with np.load(folder / "idf.npz", allow_pickle=False) as idf:
            for number, vectorizer in enumerate(vectorizers):
                vectorizer.vocabulary_ = vocabularies[number]
                vectorizer.idf_ = idf[f"arr_{number}"]
        return cls(vectorizers)


class LinearScorer:
    """A linear model split into its dense and n-gram halves, so that one utterance costs two small products."""

    def __init__(self, dense: np.ndarray, ngram: np.ndarray, bias: np.ndarray) -> None:
        self.dense, self.ngram, self.bias = dense, ngram, bias

    @classmethod
    def from_coefficients(cls, coefficients: np.ndarray, bias: np.ndarray, width: int) -> "LinearScorer":
        """`coefficients` [classes, width + n-grams] as scikit-learn gives them."""
        ngram = np.ascontiguousarray(coefficients[:, width:].T.astype(np.float32))
        return cls(coefficients[:, :width].astype(np.float32), ngram, bias.astype(np.float32))

    def scores(self, embedding: np.ndarray, ngrams: sparse.csr_matrix) -> np.ndarray:
        """Decision values [classes] of one utterance; `ngrams` has one row."""
        known = ngrams.data.astype(np.float32) @ self.ngram[ngrams.indices]
        return self.dense @ embedding + known + self.bias

    def arrays(self) -> dict:
        return {"dense": self.dense, "ngram": self.ngram, "bias": self.bias}
