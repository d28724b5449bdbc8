"""A second judge of danger: asked only where the first is not sure, and never about what the first is sure of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Callable, List

import numpy as np
import pytest

from nlu_components.emergency.model import EmergencyModel
from nlu_components.emergency.second_judge import SecondJudge

DANGER, CALM = np.array([1.0, 0.0], dtype=np.float32), np.array([0.0, 1.0], dtype=np.float32)
dice = np.random.default_rng(3)
ROWS = np.concatenate([DANGER + dice.normal(0, 0.1, (60, 2)), CALM + dice.normal(0, 0.1, (80, 2))]).astype(np.float32)
IS_DANGER = np.arange(140) < 60
FIRST = np.where(IS_DANGER, 5.0, -5.0) + dice.normal(0, 1, 140)


@pytest.fixture(scope="module")
def judge() -> SecondJudge:
    return SecondJudge.of(ROWS, IS_DANGER).beside(FIRST, ROWS, (-8.0, 2.0))


def never() -> np.ndarray:
    raise AssertionError("the other encoder was asked")


def giving(row: np.ndarray) -> Callable[[], np.ndarray]:
    return lambda: row


@pytest.mark.parametrize("first", [-20.0, -8.0, 2.0, 9.0])
def test_what_the_first_judge_is_sure_of_is_not_asked(judge: SecondJudge, first: float) -> None:
    assert judge.heard(first, never) == first


def test_danger_that_the_first_judge_nearly_missed_is_found_by_both(judge: SecondJudge) -> None:
    assert judge.heard(-3.0, giving(DANGER)) > 0


def test_a_false_alarm_of_the_first_judge_is_taken_back_by_the_second(judge: SecondJudge) -> None:
    assert judge.heard(1.0, giving(CALM)) < -1.0


def test_its_word_is_as_widely_spread_as_the_first_judges(judge: SecondJudge) -> None:
    own = np.array([judge.log_odds(row) for row in ROWS])
    assert own.std() == pytest.approx(FIRST.std(), rel=1e-3)
    assert own.mean() == pytest.approx(FIRST.mean(), abs=1e-3)


def test_it_is_the_same_when_it_is_loaded(judge: SecondJudge, tmp_path: Path) -> None:
    judge.save(tmp_path)
    loaded = SecondJudge.load(tmp_path)
    assert loaded is not None
    assert loaded.band == judge.band
    assert [loaded.log_odds(row) for row in ROWS] == pytest.approx([judge.log_odds(row) for row in ROWS], abs=0.05)


def test_a_model_without_one_is_loaded_as_before(tmp_path: Path) -> None:
    assert SecondJudge.load(tmp_path) is None


class Encoder:
    """Embeddings by the words: `dying` is danger to either encoder, `grey lips` only to the other one."""

    def __init__(self, words: List[str]) -> None:
        self._words = words

    def encode(self, texts: List[str]) -> np.ndarray:
        return np.stack([DANGER if any(word in text for word in self._words) else CALM for text in texts])


def test_both_together_find_what_the_first_alone_would_miss() -> None:
    danger = [f"he is dying {n}" for n in range(60)] + [f"grey lips {n}" for n in range(60)]
    texts, wanted = [*danger, *(f"a pothole number {n}" for n in range(240))], np.array([True] * 120 + [False] * 240)
    own, other = Encoder(["dying"]), Encoder(["dying", "grey lips"])
    settings = {"c": 3.0, "max_iterations": 300, "recall": 0.98, "false_alarms": 0.03}
    model = EmergencyModel.trained(texts, own.encode(texts), wanted, settings, texts, other.encode(texts))
    assert model.second is not None
    model.second = replace(model.second, band=(-np.inf, np.inf))
    alone, both = (model.log_odds("grey mouth", own, second) for second in (None, Encoder(["grey"])))  # type: ignore[arg-type]
    assert both > alone
