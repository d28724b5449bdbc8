"""The quick fits come to what scikit-learn's come to."""

from __future__ import annotations

import functools
from typing import Tuple

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from nlu_components.needs import support_vectors
from nlu_components.needs.fitting import at_once
from nlu_components.needs.known_utterances import KnownUtterances
from nlu_components.needs.measuring import log_softmax
from nlu_components.needs.regression import Regression
from nlu_components.needs.support_vectors import SupportVectors

Texts = Tuple[np.ndarray, np.ndarray]


@pytest.fixture(scope="module")
def texts() -> Texts:
    """600 of length 1 in 40 directions of unequal width, of 30 intents; some intents have many more than others, all overlap."""
    dice = np.random.default_rng(5)
    owners = np.minimum((dice.random(600) ** 2 * 30).astype(int), 29)
    middles = dice.normal(size=(30, 40))
    rows = (middles[owners] + 0.9 * dice.normal(size=(600, 40))) * np.linspace(0.1, 2.0, 40)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype(np.float32), np.array([f"intent_{owner:02}" for owner in owners])


def in_halves(rows: np.ndarray) -> Tuple[np.ndarray, sparse.csr_matrix]:
    """As an embedding and n-grams."""
    return np.ascontiguousarray(rows[:, :25]), sparse.csr_matrix(rows[:, 25:].astype(np.float64))


def test_margins_are_those_of_a_machine_that_saw_every_example(texts: Texts, monkeypatch: pytest.MonkeyPatch) -> None:
    rows, labels = texts
    matrix, halves = sparse.csr_matrix(rows.astype(np.float64)), in_halves(rows)
    monkeypatch.setattr(support_vectors, "FIRST_LOOK", 2)  # most that matter are left out at first
    monkeypatch.setattr(support_vectors, "TOLERANCE", 1e-5)
    found = SupportVectors.fitted(*halves, labels, 1.0)
    whole = LinearSVC(C=1.0, class_weight="balanced", random_state=0, tol=1e-5, max_iter=20_000).fit(matrix, labels)
    assert found.classes == list(whole.classes_)
    assert np.abs(found.margins(*halves) - whole.decision_function(matrix)).max() < 1e-3


def test_what_is_fitted_at_once_comes_out_as_one_after_the_other(texts: Texts) -> None:
    rows, labels = texts
    machine = functools.partial(SupportVectors.fitted, *in_halves(rows), labels, 1.0)
    regression = functools.partial(Regression.fitted, rows, labels, 20.0, 300)
    known = [fit().weight for fit in (machine, regression)]
    together = at_once(machine, regression, machine, regression, regression, machine)
    for found, number in zip(together, (0, 1, 0, 1, 1, 0)):
        assert np.array_equal(found.weight, known[number])


def test_fewer_intents_than_are_looked_at_first_are_fitted_to_everything(texts: Texts) -> None:
    rows, labels = texts
    few = labels < "intent_03"
    matrix, halves = sparse.csr_matrix(rows[few].astype(np.float64)), in_halves(rows[few])
    found = SupportVectors.fitted(*halves, labels[few], 1.0)
    whole = LinearSVC(C=1.0, class_weight="balanced", random_state=0, tol=1e-2).fit(matrix, labels[few])
    assert np.abs(found.margins(*halves) - whole.decision_function(matrix)).max() < 0.01


def test_probabilities_are_those_of_the_regression_that_everybody_knows(texts: Texts) -> None:
    rows, labels = texts
    found = Regression.fitted(rows, labels, 20.0, 300)
    whole = LogisticRegression(C=20.0, max_iter=5_000, tol=1e-6).fit(rows.astype(np.float64), labels)
    own, known = (np.exp(log_softmax(scores)) for scores in (found.scores(rows), whole.decision_function(rows)))
    assert np.abs(own - known).max() < 0.05
    assert (own.argmax(axis=1) == known.argmax(axis=1)).mean() > 0.98


def test_a_direction_in_which_no_text_lies_does_no_harm(texts: Texts) -> None:
    rows, labels = texts
    flat = np.column_stack([rows, np.zeros((len(rows), 3), np.float32)])
    found = Regression.fitted(flat, labels, 20.0, 300)
    assert np.abs(found.weight[:, -3:]).max() < 1e-4


def test_the_nearest_of_many_texts_are_those_of_each(texts: Texts) -> None:
    rows, labels = texts
    known = KnownUtterances.of(rows[::2], labels[::2], sorted(set(labels[::2])))
    asked = rows[1::2]
    margins = np.random.default_rng(7).normal(size=(len(asked), len(known.starts) - 1))
    one_by_one = np.stack([known.nearest(row, margin) for row, margin in zip(asked, margins)])
    assert np.abs(known.nearest_of_each(asked, margins) - one_by_one).max() < 1e-6
