"""Which side the nearest examples are on: measured in the directions that matter, kept with the model, absent from older ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlu_components.emergency.neighbours import FEW, Neighbours
from nlu_components.needs.directions import DIRECTIONS

WIDTH = 160


@pytest.fixture(scope="module")
def embeddings() -> np.ndarray:
    """Two clouds of texts, the first half danger; rows of length 1."""
    dice = np.random.default_rng(3)
    rows = dice.normal(size=(60, WIDTH)) * 0.2
    rows[:30, 0] += 1.0
    rows[30:, 1] += 1.0
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def neighbours(embeddings: np.ndarray) -> Neighbours:
    return Neighbours.of(embeddings, np.arange(60) < 30)


def test_what_is_nearer_to_emergencies_is_above_nought(neighbours: Neighbours, embeddings: np.ndarray) -> None:
    found = neighbours.nearer_danger(embeddings)
    assert (found[:30] > 0).all()
    assert (found[30:] < 0).all()


def test_one_text_and_many_are_judged_alike(neighbours: Neighbours, embeddings: np.ndarray) -> None:
    one_by_one = [float(neighbours.nearer_danger(row[np.newaxis])[0]) for row in embeddings[::7]]
    assert np.allclose(one_by_one, neighbours.nearer_danger(embeddings)[::7], atol=1e-5)


def test_no_more_directions_are_kept_than_are_needed_and_rows_to_whole_heaps(neighbours: Neighbours) -> None:
    assert neighbours.directions.shape == (WIDTH, DIRECTIONS)
    assert neighbours.danger.rows.shape == (32, DIRECTIONS)
    assert neighbours.calm.rough.shape == (32, FEW)


def test_the_quick_look_loses_no_near_utterance_among_many() -> None:
    """Of 3,000 in 150 groups, as utterances lie: hardly a text is judged otherwise than by looking at all of them."""
    dice = np.random.default_rng(5)
    groups = dice.normal(size=(150, WIDTH)) / np.arange(1, WIDTH + 1)  # few directions tell them apart
    rows = (groups[:, np.newaxis] + dice.normal(size=(150, 20, WIDTH)) / np.arange(1, WIDTH + 1) * 0.3).reshape(
        -1, WIDTH
    )
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    danger = np.arange(len(rows)) % 40 < 20
    neighbours = Neighbours.of(rows, danger)
    said = rows[::13] + dice.normal(size=rows[::13].shape).astype(np.float32) * 0.005
    within = said @ neighbours.directions
    within /= np.linalg.norm(within, axis=1, keepdims=True)
    sides = [
        np.sort(within @ side.rows.T, axis=1)[:, -2:].mean(axis=1) for side in (neighbours.danger, neighbours.calm)
    ]
    assert (np.abs(neighbours.nearer_danger(said) - (sides[0] - sides[1])) < 0.01).mean() > 0.98


def test_they_are_kept_with_the_model(neighbours: Neighbours, embeddings: np.ndarray, tmp_path: Path) -> None:
    neighbours.save(tmp_path)
    again = Neighbours.load(tmp_path)
    assert again is not None
    assert np.allclose(again.nearer_danger(embeddings), neighbours.nearer_danger(embeddings), atol=2e-3)


def test_a_model_that_was_stored_before_has_none(tmp_path: Path) -> None:
    assert Neighbours.load(tmp_path) is None
