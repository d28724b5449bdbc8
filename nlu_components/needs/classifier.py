"""Rasa intent classifier: which of the agency's needs, or which move of the talk, an utterance is.

Output beside Rasa's `intent` and `intent_ranking`: `scope` {"keep": 0..1, "nearest": cosine, "sure": 0..1, "beside": 0..1,
"candidates": [...]}.
`sure` is a probability, measured on examples kept out of fitting: of a hundred first choices so sure, so many are right; `beside` is
the second choice's.
Places, courtesies and slips of the thumb are taken out first (`matter`): where it happened decides no need, and no city is learned.
An utterance outside the measured scope, one that the recogniser itself doubts, and word salad (trained as `nonsense`)
become the intent `nlu_fallback`; `scope.reason` says which: out_of_scope | low_confidence | nonsense.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, Dict, List, Optional

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from agencies.live_files import agency_of
from nlu_components.encoder.encoder import (
    DEFAULT_FOLDER,
    SECOND_FOLDER,
    UNFITTED_FOLDER,
    Encoder,
    content_of,
    encoder_fingerprint,
    is_built,
    shared_encoder,
)
from nlu_components.needs.matter import matter, matters_for_training
from nlu_components.needs.model import NeedModel, Understanding
from nlu_components.needs.spelling import Speller

FALLBACK = "nlu_fallback"
REMEMBERED_TURNS = 512  # a yes of every second caller is judged once, and so is what differs in its place alone
NONSENSE = "nonsense"  # an intent of the training data that no rule knows: what cannot be understood is asked again


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NeedClassifier(IntentClassifier, GraphComponent):
    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {
            "encoder": DEFAULT_FOLDER,
            "regression_c": 20.0,
            "svm_c": 1.0,
            "beta": 8.0,  # weight of the SVM margins beside the regression's log probabilities
            "nearness": 40.0,  # ... and of the cosine to the nearest example of each intent
            "max_iterations": 300,
            "turned_away": 0.05,  # share of good utterances that may be asked to rephrase
            "keep_at_least": 0.5,  # Scope.keep below this: nlu_fallback
            "stt_confidence_at_least": 0.35,  # below this the recogniser's own doubt decides: nlu_fallback
            "ranking_length": 5,
            "unfitted": UNFITTED_FOLDER,  # the encoder that an unsure turn is looked at through once more; not built, it is not
            "look_again_below": 0.7,  # `sure` below which it is
            # The larger encoder's folder: a second opinion is heard where `make setup` built one (CIVICLINE_WITH_SECOND_OPINION).
            "second_opinion": SECOND_FOLDER,
            "second_opinion_below": 0.6,  # `sure` below which it is asked
            "second_c": 5.0,
        }

    @staticmethod
    def required_packages() -> List[str]:
        return ["onnxruntime", "tokenizers", "sklearn"]

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        own = encoder_fingerprint(config.get("encoder", DEFAULT_FOLDER))
        others = (config.get("unfitted", UNFITTED_FOLDER), config.get("second_opinion", SECOND_FOLDER))
        return own + "".join(content_of(Path(folder)) for folder in others)

    def __init__(
        self, config: Dict[str, Any], storage: ModelStorage, resource: Resource, model: Optional[NeedModel] = None
    ) -> None:
        self._config = {**self.get_default_config(), **config}
        self._storage, self._resource, self._model = storage, resource, model
        self._encoder = shared_encoder(self._config["encoder"])
        self._unfitted, self._larger = (
            shared_encoder(self._config[name]) if is_built(Path(self._config[name])) else None
            for name in ("unfitted", "second_opinion")
        )
        self._speller = Speller(model.words(), self._encoder.is_a_word) if model else None
        self._understood = functools.lru_cache(maxsize=REMEMBERED_TURNS)(self._understand)

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NeedClassifier:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        examples = [m for m in training_data.intent_examples if m.get(TEXT) and m.get(INTENT)]
        written, intents = [m.get(TEXT) for m in examples], [m.get(INTENT) for m in examples]
        texts = matters_for_training(written)
        own = self._encoder.encode(texts)
        other, larger = (encoder.encode(texts) if encoder else None for encoder in (self._unfitted, self._larger))
        self._model = NeedModel.trained(texts, own, intents, self._config, written, other, larger)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NeedClassifier:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, NeedModel.load(folder))

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            text = message.get(TEXT)
            if self._model is None or not text or not text.strip():
                continue
            if message.get(INTENT):  # a channel event such as /no_input was already decided
                continue
            text = matter(text, agency_of(message.get("metadata")), self._speller)
            self._annotate(message, self._understood(text))
        return messages

    def _understand(self, text: str) -> Understanding:
        assert self._model is not None
        look_again, ask = (
            functools.partial(_one, encoder, text) if encoder else None for encoder in (self._unfitted, self._larger)
        )
        below = (self._config["look_again_below"], self._config["second_opinion_below"])
        return self._model.understand(text, self._encoder.encode([text])[0], look_again, ask, below)

    def _annotate(self, message: Message, understood: Understanding) -> None:
        length = self._config["ranking_length"]
        ranking: List[Dict[str, Any]] = [{"name": name, "confidence": p} for name, p in understood.ranking[:length]]
        scope: Dict[str, Any] = {
            "keep": understood.keep,
            "nearest": understood.nearest,
            "sure": round(understood.sure * min(1.0, 2 * understood.keep), 3),
            "beside": round(understood.beside * min(1.0, 2 * understood.keep), 3),
            "second_opinion": understood.asked_second,
            "candidates": [r["name"] for r in ranking if r["name"] != NONSENSE],
        }
        intent = {"name": ranking[0]["name"], "confidence": ranking[0]["confidence"] * understood.keep}
        if self._doubtful(message, understood, scope):
            intent = {"name": FALLBACK, "confidence": 1.0 - understood.keep}
        message.set("scope", scope, add_to_output=True)
        message.set(INTENT, intent, add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)

    def _doubtful(self, message: Message, understood: Understanding, scope: Dict[str, Any]) -> bool:
        heard = (message.get("metadata") or {}).get("stt_confidence")
        if isinstance(heard, (int, float)) and heard < self._config["stt_confidence_at_least"]:
            scope["reason"] = "low_confidence"
            return True
        if understood.ranking[0][0] == NONSENSE:
            scope["reason"] = NONSENSE
            return True
        if understood.keep < self._config["keep_at_least"]:
            scope["reason"] = "out_of_scope"
            return True
        return False


def _one(encoder: Encoder, text: str) -> np.ndarray:
    return encoder.encode([text])[0]
