"""Which need an utterance is, what is outside the scope, and that a stored model answers as the trained one."""

from __future__ import annotations

from pathlib import Path
from typing import Dict

import numpy as np
import pytest
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu_components.needs.classifier import NeedClassifier
from nlu_components.needs.scope import Scope
from tests.bot.nlu_components.small_agency import HOSTILE, NEEDS, Storage, example, said, training_data

UNSEEN: Dict[str, str] = {
    "somebody stole my scooter from the porch": "theft_cold",
    "i need to find my car it got towed": "towed_impound",
    "why does that dog bark all the time": "barking_dog",
    "big hole in the road by my house": "pothole_street",
    "yes that is right": "affirm",
    "there is smoke and fire in the house": "emg_fire",
}
OUTSIDE = ["what is the capital of portugal", "two pepperoni pizzas please", "flim the marzipan of tuesdays"]


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Storage:
    return Storage(tmp_path_factory.mktemp("needs"))


@pytest.fixture(scope="module")
def trained(storage: Storage) -> NeedClassifier:
    return storage.trained(NeedClassifier, training_data())


@pytest.fixture(scope="module")
def loaded(trained: NeedClassifier, storage: Storage) -> NeedClassifier:
    return storage.loaded(NeedClassifier)


@pytest.mark.parametrize(("text", "need"), UNSEEN.items())
def test_words_that_were_not_trained_on_are_understood(loaded: NeedClassifier, text: str, need: str) -> None:
    message = said(loaded, text)
    assert message.get(INTENT_RANKING_KEY)[0]["name"] == need
    assert message.get("scope")["candidates"][0] == need


@pytest.mark.parametrize("text", [*UNSEEN, *OUTSIDE, NEEDS["deny"][0]])
def test_a_loaded_model_answers_as_the_trained_one(trained: NeedClassifier, loaded: NeedClassifier, text: str) -> None:
    before, after = said(trained, text), said(loaded, text)
    assert before.get(INTENT)["name"] == after.get(INTENT)["name"]
    assert before.get(INTENT)["confidence"] == pytest.approx(after.get(INTENT)["confidence"], abs=1e-4)
    assert before.get("scope")["keep"] == pytest.approx(after.get("scope")["keep"], abs=1e-4)


@pytest.mark.parametrize("text", OUTSIDE)
def test_what_this_line_knows_nothing_about_is_not_understood(loaded: NeedClassifier, text: str) -> None:
    message = said(loaded, text)
    assert message.get(INTENT)["name"] == "nlu_fallback"
    assert message.get("scope")["reason"] == "out_of_scope"
    assert message.get("scope")["candidates"], "what it might have been is told all the same"


def test_word_salad_is_not_understood_and_not_offered_as_a_guess(tmp_path: Path) -> None:
    salad = [
        "lamp soup of the bicycle",
        "the spoon was taller nevermind",
        "seven yellow cheese forty",
        "carpets of soup",
    ]
    taught = Storage(tmp_path).trained(NeedClassifier, training_data(nonsense=salad))
    message = said(taught, "soup of the taller bicycle")
    assert message.get(INTENT)["name"] == "nlu_fallback"
    assert message.get("scope")["reason"] == "nonsense"
    assert "nonsense" not in message.get("scope")["candidates"]


def test_what_the_recogniser_doubted_is_not_understood(loaded: NeedClassifier) -> None:
    message = said(loaded, "my bike was stolen", metadata={"stt_confidence": 0.2})
    assert message.get(INTENT)["name"] == "nlu_fallback"
    assert message.get("scope")["reason"] == "low_confidence"


def test_what_was_said_before_is_judged_only_once_and_doubted_each_time_for_itself(
    loaded: NeedClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = said(loaded, "my kayak was stolen last night")
    monkeypatch.setattr(loaded, "_model", object())  # that could judge nothing
    again = said(loaded, "my kayak was stolen last night")
    doubted = said(loaded, "my kayak was stolen last night", metadata={"stt_confidence": 0.2})
    assert again.get(INTENT) == first.get(INTENT)
    assert again.get("scope") == first.get("scope")
    assert doubted.get("scope")["reason"] == "low_confidence"


@pytest.mark.parametrize("confidence", [0.35, 1.0, None, "high"])
def test_what_the_recogniser_did_not_doubt_is_understood(loaded: NeedClassifier, confidence: object) -> None:
    message = said(loaded, "my bike was stolen", metadata={"stt_confidence": confidence})
    assert message.get(INTENT)["name"] == "theft_cold"


def test_probabilities_fall_and_are_one_together_at_most(loaded: NeedClassifier) -> None:
    ranking = [entry["confidence"] for entry in said(loaded, "my bike was stolen").get(INTENT_RANKING_KEY)]
    assert ranking == sorted(ranking, reverse=True)
    assert sum(ranking) <= 1.0 + 1e-6


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_hostile_text_gets_an_intent_with_a_confidence(loaded: NeedClassifier, text: str) -> None:
    intent = said(loaded, text).get(INTENT)
    assert intent["name"] in {*NEEDS, "nlu_fallback"}
    assert 0.0 <= intent["confidence"] <= 1.0


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_said_is_left_alone(loaded: NeedClassifier, text: str) -> None:
    assert said(loaded, text).get(INTENT) is None


def test_an_intent_of_our_own_channels_stays(loaded: NeedClassifier) -> None:
    event = {"name": "no_input", "confidence": 1.0}
    assert said(loaded, "/no_input", intent=event).get(INTENT) == event


def test_a_message_without_text_is_left_alone(loaded: NeedClassifier) -> None:
    (message,) = loaded.process([Message(data={})])
    assert message.get(INTENT) is None


def test_too_few_examples_are_named(tmp_path: Path) -> None:
    lonely = training_data(lonely_need=["only this one"])
    with pytest.raises(ValueError, match="'lonely_need' has one example"):
        Storage(tmp_path).trained(NeedClassifier, lonely)
    two = TrainingData([example(text, "deny") for text in NEEDS["deny"]] + [example("yes", "affirm")])
    with pytest.raises(ValueError, match="at least three intents"):
        Storage(tmp_path).trained(NeedClassifier, two)


def test_a_model_that_was_never_trained_says_nothing(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    bare = NeedClassifier.create(
        NeedClassifier.get_default_config(), storage._storage, storage._resource, storage._context
    )
    assert said(bare, "my bike was stolen").get(INTENT) is None


@pytest.fixture
def scope() -> Scope:
    made = np.random.default_rng(3)
    return Scope.measured(made.normal(1.0, 0.4, 2_000), made.normal(0.7, 0.1, 2_000), turned_away=0.05)


def test_the_measured_share_of_good_utterances_is_turned_away(scope: Scope) -> None:
    made = np.random.default_rng(4)
    kept = [
        scope.keep(margin, nearest)
        for margin, nearest in zip(made.normal(1.0, 0.4, 4_000), made.normal(0.7, 0.1, 4_000))
    ]
    assert np.mean(np.array(kept) < 0.5) == pytest.approx(0.05, abs=0.02)


def test_a_larger_margin_and_a_nearer_example_never_lower_the_trust(scope: Scope) -> None:
    by_margin = [scope.keep(margin, 0.6) for margin in np.linspace(-3, 3, 50)]
    by_distance = [scope.keep(0.5, nearest) for nearest in np.linspace(0, 1, 50)]
    assert by_margin == sorted(by_margin)
    assert by_distance == sorted(by_distance)
    assert Scope(**scope.as_dict()) == scope
