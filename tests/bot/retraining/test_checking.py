"""What is wrong with examples is found: a label that its like contradict, a sentence under two needs, a name that decides, a template."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any, List

import numpy as np
import pytest

from retraining.checking import alike, deciding, wrong_labels
from retraining.checking.examples import Examples, Placed

FILE = Path("data/nlu/noise.yml")


def placed(intent: str, *texts: str, danger: bool = False) -> List[Placed]:
    return [Placed(FILE, line, intent, danger, text) for line, text in enumerate(texts, 1)]


def around(centres: List[int], near: float = 0.05) -> Any:
    """Vectors of length 1, each near the axis that is named for it."""
    dice = np.random.default_rng(3)
    vectors = np.eye(4)[centres] + near * dice.standard_normal((len(centres), 4))
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.mark.skipif(importlib.util.find_spec("cleanlab") is None, reason="requirements/trainer.txt is not installed")
def test_a_label_that_its_like_contradict_is_doubted() -> None:
    names = [f"noise {n}" for n in range(20)] + [f"theft {n}" for n in range(20)]
    examples = placed("noise_ongoing", *names[:20]) + placed("theft_cold", *names[20:])
    wrong = 7  # it stands among the thefts, and is called a noise
    vectors = around([1 if n == wrong else 0 for n in range(20)] + [1] * 20)
    (found,) = wrong_labels.doubted(Examples(examples, vectors))
    assert (found.example.text, found.other) == ("noise 7", "theft_cold")


def test_nearly_one_sentence_under_two_needs_is_told_and_under_one_it_is_not() -> None:
    examples = placed("noise_ongoing", "loud music", "loud musik") + placed("fireworks", "loud music again")
    (pair, second) = alike.pairs(Examples(examples, around([0, 0, 0], near=0.001)))
    assert {pair.one.intent, pair.other.intent} == {"noise_ongoing", "fireworks"}
    assert second.cosine <= pair.cosine


def test_danger_and_routine_of_one_need_are_two() -> None:
    examples = placed("gas_smell", "i smell gas") + placed("gas_smell", "i smell gas now", danger=True)
    assert len(alike.pairs(Examples(examples, around([0, 0], near=0.001)))) == 1


def test_a_name_that_stands_in_one_need_only_decides() -> None:
    noise = placed(
        "noise_ongoing", *(f"the band at Ruby Hollow plays {what}" for what in ("loud", "late", "on", "badly", "again"))
    )
    other = placed("theft_cold", *(f"somebody took my bike number {n} by Park Street" for n in range(40)))
    spread = placed("towed_impound", *(f"my car was towed off Park Street {n}" for n in range(20)))
    assert {one.word for one in deciding.deciding(noise + other + spread)} == {"ruby", "hollow"}


def test_sentences_that_differ_in_one_word_are_one_frame() -> None:
    off_a_template = placed(
        "theft_cold",
        "somebody stole my bike yesterday",
        "somebody stole my car yesterday",
        "somebody stole my dog yesterday",
    )
    free = placed("theft_cold", "my shed was open this morning and the mower is gone")
    (frame,) = alike.frames(off_a_template + free)
    assert (frame.frame, len(frame.examples)) == ("somebody stole my _ yesterday", 3)
