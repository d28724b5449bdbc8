"""Multinomial logistic regression on embeddings, in a quarter of the steps that scikit-learn's takes to the same optimum. Pure.

An embedding is wide in a few directions and narrow in most, so a step that suits one is far too short for another. L-BFGS goes along
the embedding's own directions here, each in steps of its own (docs/decisions/0088-fitted-to-what-matters.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Tuple

import numpy as np
from scipy.optimize import minimize

from nlu_components.needs.directions import all_directions

TOLERANCE = 5e-5  # the part of the loss below which a step gains too little to go on
REMEMBERED = 20  # steps from which L-BFGS learns the curvature; 10 take a tenth more of them
SPREAD = 0.35  # 0.5 would be Newton's steps if every example were in doubt; most are not


@dataclass(frozen=True)
class Regression:
    """weight: float32 [classes, width]; bias: float32 [classes]; classes in the order of `np.unique`."""

    weight: np.ndarray
    bias: np.ndarray

    def scores(self, embeddings: np.ndarray) -> np.ndarray:
        return embeddings @ self.weight.T + self.bias

    @classmethod
    def fitted(cls, embeddings: np.ndarray, labels: np.ndarray, c: float, steps: int) -> Regression:
        """`embeddings` float32 [texts, width]; `c`: as in scikit-learn's LogisticRegression, whose loss it is; `steps`: at most."""
        _, owners = np.unique(labels, return_inverse=True)
        wide, own = all_directions(embeddings)
        turned = np.column_stack([embeddings @ own.astype(np.float32), np.ones(len(labels), np.float32)])
        loss = _Loss.of(turned, owners, c, np.append(np.maximum(wide, 0.0), len(labels)))
        options = {"maxiter": steps, "maxcor": REMEMBERED, "ftol": TOLERANCE, "gtol": 0.0}
        found = minimize(loss, np.zeros(loss.step.size), jac=True, method="L-BFGS-B", options=options)
        along = loss.step * found.x.reshape(loss.step.shape)
        return cls((along[:, :-1] @ own.T).astype(np.float32), along[:, -1].astype(np.float32))


@dataclass(frozen=True)
class _Loss:
    """rows: float32 [texts, width + 1], the last column 1; owners: int [texts]; sums: [classes, width + 1] of each class's rows;
    step: [classes, width + 1], how far one goes for 1."""

    rows: np.ndarray
    owners: np.ndarray
    sums: np.ndarray
    step: np.ndarray
    c: float

    @classmethod
    def of(cls, rows: np.ndarray, owners: np.ndarray, c: float, width: np.ndarray) -> _Loss:
        """`width` [columns]: the sum of each column's squares."""
        count = np.bincount(owners)
        sums = np.stack([rows[owners == number].sum(axis=0) for number in range(len(count))]).astype(np.float64)
        share = count / len(owners)
        curvature = c * (share * (1.0 - share))[:, np.newaxis] * width
        curvature[:, :-1] += 1.0  # of the penalty, which the bias has not
        return cls(rows, owners, sums, curvature**-SPREAD, c)

    def __call__(self, taken: np.ndarray) -> Tuple[float, np.ndarray]:
        """(loss, its gradient) at so many steps [classes * (width + 1)] along each direction."""
        weight = self.step * taken.reshape(self.step.shape)
        shares = self.rows @ weight.astype(np.float32).T
        shares -= shares.max(axis=1, keepdims=True)
        right = shares[np.arange(len(shares)), self.owners]
        np.exp(shares, out=shares)
        total = shares.sum(axis=1, keepdims=True)
        shares /= total
        loss = self.c * float((np.log(total[:, 0]) - right).sum(dtype=np.float64))
        gradient = self.c * ((shares.T @ self.rows).astype(np.float64) - self.sums)
        weight[:, -1] = 0.0  # the bias is not penalised
        return loss + 0.5 * float((weight**2).sum()), ((gradient + weight) * self.step).ravel()
