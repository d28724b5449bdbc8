"""Examples that their like contradict: confident learning (Northcutt, Jiang and Chuang, JAIR 70, 2021; cleanlab) on chances that a
model gave to examples which it had not seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, List

import numpy as np

from retraining.checking.examples import Examples, Placed

FOLDS = 5
SEED = 417


@dataclass(frozen=True)
class Doubted:
    """`other`: what the model would call it, and how surely; `own`: the chance that it gives to the label."""

    example: Placed
    own: float
    other: str
    sure: float


def doubted(examples: Examples) -> List[Doubted]:
    """The likeliest to be wrong first. Needs cleanlab (requirements/trainer.txt)."""
    from cleanlab.filter import find_label_issues

    labels = [one.label for one in examples.placed]
    kept = _often_enough(labels)
    names, numbers = np.unique([labels[at] for at in kept], return_inverse=True)
    chances = _unseen(examples.vectors[kept], numbers)
    found = find_label_issues(numbers, chances, return_indices_ranked_by="self_confidence", n_jobs=1)
    return [_doubted(examples.placed[kept[at]], names, numbers[at], chances[at]) for at in found]


def _doubted(example: Placed, names: Any, own: int, chances: Any) -> Doubted:
    best = int(np.argmax(chances))
    return Doubted(example, float(chances[own]), str(names[best]), float(chances[best]))


def _often_enough(labels: List[str]) -> List[int]:
    """Places of examples whose label is in every fold."""
    names, counts = np.unique(labels, return_counts=True)
    often = {name for name, count in zip(names, counts) if count >= FOLDS}
    return [at for at, label in enumerate(labels) if label in often]


def _unseen(vectors: Any, numbers: Any) -> Any:
    """(examples, labels): each example's chances by a model that was fitted on the other folds."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    model = LogisticRegression(C=20.0, max_iter=200, tol=2e-5 * len(numbers))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    return cross_val_predict(model, vectors, numbers, cv=folds, method="predict_proba")
