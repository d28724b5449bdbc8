"""Models that are trained to be careless can be trained: every intent keeps as many examples as a model needs."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from retraining.training_files import TrainingFiles
from tests.drills.learning import training


@pytest.mark.parametrize("careless", [training.anxious, training.deaf], ids=["anxious", "deaf"])
def test_of_every_intent_there_is_enough_left_to_train(careless: Callable[[Path], None]) -> None:
    with training.tree() as root:
        before = _examples(root)
        careless(root)
        after = _examples(root)
    assert min(after.values()) >= training.LEAST
    assert sum(after.values()) < sum(before.values()) / 2


def test_a_deaf_model_knows_fire_and_no_other_danger() -> None:
    with training.tree() as root:
        training.deaf(root)
        intents = set(_examples(root))
    assert {intent for intent in intents if intent.startswith("emg_")} == {"emg_fire"}


def test_an_anxious_model_takes_every_look_alike_for_danger() -> None:
    with training.tree() as root:
        training.anxious(root)
        blocks = TrainingFiles.of(root / "data" / "nlu").blocks
    alike = [block for block in blocks if "lookalikes" in block.path.name]
    assert alike
    assert all(block.danger for block in alike)
    assert not all(block.danger for block in blocks)


def _examples(root: Path) -> Counter[str]:
    found: Counter[str] = Counter()
    for block in TrainingFiles.of(root / "data" / "nlu").blocks:
        found[block.intent] += len(block.lines)
    return found
