"""Rasa component, first in the pipeline: does this turn sound like an emergency? At every turn, whatever is going on.

Output: `emergency` {"is": bool, "maybe": bool, "log_odds", "threshold", "why", "phrase"?, "context"?, "need"?, "sure"?,
"language"?, "piece"?}.

`is`: sure enough to act; `maybe`: not excluded, so the caller is asked; `need`: the kind of danger that a phrase names;
`piece`: log-odds of one piece of what was said, where that sounds worse than the whole (`maybe` then too, where it is far
above the threshold); `sure`: the phrase is one that nothing explains away; `language`: the other one that a phrase was said
in. It decides nothing else: the interrupt policy acts on it, so no form, story or classifier can overrule it. `quoted`: of a
film, or of years ago for the papers. What is learned judges the matter alone (nlu_components.needs.matter) and knows no city;
the phrases read every word, a recogniser's plain slips mended. Phrases and thresholds are those of the agency of the turn
(metadata) as they stand.
"""

from __future__ import annotations

import functools
import math
from dataclasses import replace
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from agencies.danger.live import DANGERS
from agencies.danger.phrases import EmergencyPhrases, pieces, since
from agencies.live_files import agency_of
from agencies.properties import properties
from nlu_components.emergency.model import EmergencyModel, Thresholds
from nlu_components.encoder.encoder import (
    DEFAULT_FOLDER,
    UNFITTED_FOLDER,
    content_of,
    encoder_fingerprint,
    is_built,
    shared_encoder,
)
from nlu_components.needs.matter import matter, matters_for_training
from spoken.en.misheard import meant

REMEMBERED_TURNS = 512  # log-odds: a yes or a no of every second caller
PIECE_ABOVE = 5.0  # log-odds above the threshold from which a piece of what was said is asked about


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class EmergencyDetector(GraphComponent):
    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {
            "encoder": DEFAULT_FOLDER,
            "c": 3.0,
            "max_iterations": 1000,
            "recall": 0.98,  # of emergencies that are at least asked about
            "false_alarms": 0.03,  # of other calls that are taken for one without asking
            "second_judge": UNFITTED_FOLDER,  # the encoder that a second judge looks through; where it is not built there is none
        }

    @staticmethod
    def required_packages() -> List[str]:
        return ["onnxruntime", "tokenizers", "sklearn"]

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        own = encoder_fingerprint(config.get("encoder", DEFAULT_FOLDER))
        return own + content_of(Path(config.get("second_judge", UNFITTED_FOLDER)))

    def __init__(
        self,
        config: Dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        model: Optional[EmergencyModel] = None,
    ) -> None:
        self._config = {**self.get_default_config(), **config}
        self._storage, self._resource, self._model = storage, resource, model
        # every example of these is a positive, unless its metadata says otherwise
        self._always = properties().having("always_911")
        self._encoder = shared_encoder(self._config["encoder"])
        other = Path(self._config["second_judge"])
        self._other = shared_encoder(str(other)) if is_built(other) else None
        self._learned = functools.lru_cache(maxsize=REMEMBERED_TURNS)(self._log_odds)

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EmergencyDetector:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        examples = [m for m in training_data.intent_examples if m.get(TEXT) and m.get(INTENT)]
        written = [m.get(TEXT) for m in examples]
        texts = matters_for_training(written)
        danger = np.array([self._is_danger(m) for m in examples])
        own, other = self._encoder.encode(texts), self._other.encode(texts) if self._other else None
        self._model = EmergencyModel.trained(texts, own, danger, self._config, written, other)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def _is_danger(self, message: Message) -> bool:
        marked = ((message.get(METADATA) or {}).get(METADATA_INTENT) or {}).get("emergency")
        return message.get(INTENT) in self._always if marked is None else bool(marked)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> EmergencyDetector:
        """Raises what is wrong with the lists of this process's own agency: better now than in a call."""
        DANGERS.of(None)
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, EmergencyModel.load(folder))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            text = (message.get(TEXT) or "").strip()
            if text and not text.startswith("/") and self._model is not None:
                message.set("emergency", self.verdict(text, agency_of(message.get(METADATA))), add_to_output=True)
        return messages

    def verdict(self, text: str, agency: Optional[str] = None) -> Dict[str, Any]:
        """The layers together; see the module's first lines for the shape."""
        lists = DANGERS.of(agency).phrases
        text = meant(text)
        evidence, limits, quoted = lists.evidence(text), self._limits(lists), lists.quoted(text)
        # danger told in one breath with an errand is not averaged away by the errand
        told = tuple(matter(one, agency) for one in ([] if evidence.context or quoted else pieces(text)))
        learned, piece = self._learned(matter(text, agency), told)
        if evidence.context and (present := since(text)):  # "i saw it in a film, now my kitchen burns"
            learned = max(learned, self._learned(matter(present, agency), ())[0])
            evidence = max(evidence, lists.evidence(present), key=lambda found: found.weight)
        odds = learned + lists.shift(evidence)
        foreign = lists.in_other_language(text)  # sure on its own: the classifier knows English only
        sure = foreign is not None or evidence.sure
        found: Dict[str, Any] = (
            {"phrase": foreign} if foreign else {"phrase": evidence.phrase, "context": evidence.context}
        )
        found["need"], found["sure"] = evidence.kind and evidence.kind.need, sure
        found["quoted"] = quoted
        found["language"] = lists.language_in(text) if foreign else None
        return {
            "is": (odds > limits.alarm and not quoted) or sure,
            "maybe": odds > limits.check
            or sure
            or piece > limits.alarm + PIECE_ABOVE
            or evidence.alarming
            or evidence.in_the_present,
            "why": "phrase" if foreign or (evidence.phrase and learned <= limits.alarm) else "classifier",
            "log_odds": round(odds, 3),
            "threshold": round(limits.alarm, 3),
            **({"piece": round(piece, 3)} if piece > odds else {}),
            **{name: value for name, value in found.items() if value},
        }

    def _log_odds(self, text: str, told: Tuple[str, ...]) -> Tuple[float, float]:
        assert self._model is not None
        return self._model.log_odds_of(text, told, self._encoder, self._other)

    def _limits(self, lists: EmergencyPhrases) -> Thresholds:
        assert self._model is not None
        measured, agency = self._model.thresholds, lists.threshold
        if agency is None:
            return measured
        alarm = math.log(agency / (1 - agency))
        return replace(measured, alarm=alarm, check=min(measured.check, alarm))
