"""How sure the need model is: a share that can be checked, and the second opinion that is asked only in doubt."""

from __future__ import annotations

import json
from pathlib import Path
from typing import List

import numpy as np
import pytest

from nlu_components.encoder.encoder import shared_encoder
from nlu_components.encoder.mpnet import LONGEST, buckets
from nlu_components.needs.measuring import kept_out, sureness, temperature
from nlu_components.needs.model import NeedModel
from tests.bot.nlu_components.small_agency import NEEDS, Storage, said, training_data

TEXTS = [text for texts in NEEDS.values() for text in texts]
INTENTS = [intent for intent, texts in NEEDS.items() for _ in texts]
SETTINGS = {
    "regression_c": 20.0,
    "svm_c": 1.0,
    "second_c": 5.0,
    "beta": 8.0,
    "nearness": 40.0,
    "max_iterations": 300,
    "turned_away": 0.05,
}


def test_scores_that_are_far_too_sure_become_the_share_that_is_right() -> None:
    dice = np.random.default_rng(3)
    labels = dice.integers(0, 5, 4_000)
    true = dice.normal(size=(4_000, 5))
    true[np.arange(4_000), labels] += 1.5  # softmax of these is a probability, by how they were made
    scores = true * 1.5 * 4.0  # ... and of these is not
    classes = ["a", "b", "c", "d", "e"]
    times = temperature(scores, classes, np.array(classes)[labels])
    sure = np.array([sureness(row, times) for row in scores])
    right = scores.argmax(axis=1) == labels
    for low in (0.4, 0.6, 0.8):
        band = (sure >= low) & (sure < low + 0.2)
        assert right[band].mean() == pytest.approx(sure[band].mean(), abs=0.05)


def test_of_too_few_texts_nothing_is_measured() -> None:
    assert temperature(np.eye(3) * 9, ["a", "b", "c"], np.array(["a", "b", "c"])) == 1.0


def test_a_label_that_no_model_knows_is_left_out() -> None:
    scores = np.tile([2.0, 0.0], (60, 1))
    labels = np.array(["a", "b", "never seen"] * 20)
    assert np.isfinite(temperature(scores, ["a", "b"], labels))


def test_what_is_kept_out_is_decided_by_the_words_as_they_were_written() -> None:
    written = [f"the dog at {number} main street barks" for number in range(400)]
    labels = np.array(["barking_dog", "noise"] * 200)
    assert 20 < kept_out(written, labels, 0.05).sum() < 80
    assert kept_out(["the dog barks"] * 400, labels, 0.05).mean() == 0.2  # nothing to choose by: every fifth


class Asked:
    """A larger encoder that counts how often it is asked; `means`: the text that it takes everything for."""

    def __init__(self, means: str) -> None:
        self.times, self._means = 0, means

    def __call__(self) -> np.ndarray:
        self.times += 1
        return shared_encoder().encode([self._means])[0]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> NeedModel:
    """With the small encoder in the place of the larger one, saved and loaded."""
    vectors = shared_encoder().encode(TEXTS)
    folder = tmp_path_factory.mktemp("model")
    NeedModel.trained(TEXTS, vectors, INTENTS, SETTINGS, larger=vectors).save(folder)
    return NeedModel.load(folder)


def understand(model: NeedModel, text: str, asked: Asked, below: float) -> List[str]:
    found = model.understand(text, shared_encoder().encode([text])[0], None, asked, (0.0, below))
    return [name for name, _ in found.ranking[:2]]


def test_a_second_opinion_is_asked_only_in_doubt(model: NeedModel) -> None:
    sure, doubtful = Asked("my car was towed"), Asked("my car was towed")
    understand(model, "my car was towed", sure, below=0.5)
    understand(model, "my car", doubtful, below=1.1)
    assert (sure.times, doubtful.times) == (0, 1)


def test_a_second_opinion_decides_between_what_the_first_holds_likely(model: NeedModel) -> None:
    text = "the garage"
    towed, burning = Asked("which lot did they tow it to"), Asked("the garage just exploded")
    assert understand(model, text, burning, below=1.1)[0] == "emg_fire"
    assert understand(model, text, burning, below=1.1) != understand(model, text, towed, below=1.1)


def test_an_unsure_turn_is_looked_at_through_the_unfitted_encoder_and_a_sure_one_is_not(tmp_path: Path) -> None:
    vectors = shared_encoder().encode(TEXTS)
    NeedModel.trained(TEXTS, vectors, INTENTS, SETTINGS, other=vectors).save(tmp_path)
    model, own = NeedModel.load(tmp_path), shared_encoder().encode(["the garage"])[0]
    towed, burning = Asked("which lot did they tow it to"), Asked("the garage just exploded")
    unsure = [model.understand("the garage", own, asked, below=(1.1, 0.0)).ranking for asked in (towed, burning)]
    assert unsure[0] != unsure[1]
    alone = model.understand("the garage", own, towed, below=(0.0, 0.0))
    assert alone.ranking == model.understand("the garage", own).ranking
    assert (towed.times, burning.times) == (1, 1)


def test_the_nearest_example_of_an_intent_speaks_for_it() -> None:
    vectors = shared_encoder().encode(TEXTS)
    without, beside = (
        NeedModel.trained(TEXTS, vectors, INTENTS, {**SETTINGS, "nearness": weight}) for weight in (0.0, 40.0)
    )
    for text, vector, intent in zip(TEXTS, vectors, INTENTS):
        before, after = (dict(model.understand(text, vector).ranking)[intent] for model in (without, beside))
        assert after >= before - 1e-6, text


def test_without_a_larger_encoder_nobody_is_asked(tmp_path: Path) -> None:
    vectors = shared_encoder().encode(TEXTS)
    NeedModel.trained(TEXTS, vectors, INTENTS, SETTINGS).save(tmp_path)
    asked = Asked("my car was towed")
    understand(NeedModel.load(tmp_path), "my car", asked, below=1.1)
    assert asked.times == 0


def test_a_model_stored_before_sureness_was_measured_still_answers(tmp_path: Path) -> None:
    vectors = shared_encoder().encode(TEXTS)
    NeedModel.trained(TEXTS, vectors, INTENTS, SETTINGS).save(tmp_path)
    facts = json.loads((tmp_path / "need.json").read_text(encoding="utf-8"))
    del facts["temperature"]
    (tmp_path / "need.json").write_text(json.dumps(facts), encoding="utf-8")
    found = NeedModel.load(tmp_path).understand("my car was towed", shared_encoder().encode(["my car was towed"])[0])
    assert found.ranking[0][0] == "towed_impound"
    assert 0.0 < found.sure <= 1.0


def test_every_turn_says_how_sure_it_is(tmp_path: Path) -> None:
    from nlu_components.needs.classifier import NeedClassifier

    storage = Storage(tmp_path)
    storage.trained(NeedClassifier, training_data())
    loaded = storage.loaded(NeedClassifier)
    for text in ("somebody stole my bicycle", "flim the marzipan of tuesdays", "yes"):
        assert 0.0 <= said(loaded, text).get("scope")["sure"] <= 1.0


def test_tokens_at_the_same_distance_share_a_bias_and_before_is_not_behind() -> None:
    table = buckets(LONGEST, 32)
    assert table.shape == (LONGEST, LONGEST)
    assert (table.min(), table.max()) == (0, 31)
    assert (np.diag(table, 5) == table[0, 5]).all()
    assert (np.diag(table, -5) == table[5, 0]).all()
    assert table[0, 5] == table[5, 0] + 16  # half of the biases are for what comes after
    assert table[200, 0] == table[LONGEST - 1, 0] == 15  # far away is far away
