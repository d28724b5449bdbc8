"""Rasa entity extractor: what a turn tells beside the need. Rules and an agency's lists, nothing trained.

Output: `facts` {name: text | bool} (see `facts`), and an entity for every fact that is text.
metadata.asking, the slot of the open question, decides what a bare answer means.
"""

from __future__ import annotations

from datetime import datetime, timezone, tzinfo
from pathlib import Path
from typing import Any, Dict, List
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from nlu_components.facts.cues import load_cues
from nlu_components.facts.facts import Fact, FactFinder, as_dict
from nlu_components.places.gazetteer import load_gazetteer

CONFIDENCE = "confidence_entity"  # as Rasa's own extractors name it


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FactExtractor(GraphComponent, EntityExtractorMixin):
    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {
            "places": "agencies/denver/places.yml",
            "cues": "agencies/denver/cues.yml",
            "agency": "agencies/denver/agency.yml",  # its `timezone` says what "last night" is
        }

    @staticmethod
    def required_packages() -> List[str]:
        return ["rapidfuzz", "jellyfish", "spacy"]

    def __init__(self, config: Dict[str, Any]) -> None:
        settings = {**self.get_default_config(), **config}
        gazetteer, cues = load_gazetteer(Path(settings["places"])), load_cues(Path(settings["cues"]))
        self._finder = FactFinder(gazetteer, cues)
        self._timezone = agency_timezone(Path(settings["agency"]))

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FactExtractor:
        return cls(config)

    def now(self) -> datetime:
        """The present in the agency's time zone; a test replaces it. (Rasa takes every argument of process for a node.)"""
        return datetime.now(self._timezone)

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            text = message.get(TEXT)
            if isinstance(text, str) and text.strip() and not text.startswith("/"):
                self._annotate(message, text, self.now())
        return messages

    def _annotate(self, message: Message, text: str, now: datetime) -> None:
        metadata = message.get("metadata")
        asking = metadata.get("asking") if isinstance(metadata, dict) else None
        facts = self._finder.found(text, asking if isinstance(asking, str) else None, now)
        entities = self.add_extractor_name([_entity(fact) for fact in facts if isinstance(fact.value, str)])
        message.set(ENTITIES, (message.get(ENTITIES) or []) + entities, add_to_output=True)
        message.set("facts", as_dict(facts), add_to_output=True)


def _entity(fact: Fact) -> Dict[str, Any]:
    return {
        ENTITY_ATTRIBUTE_TYPE: fact.name,
        ENTITY_ATTRIBUTE_VALUE: fact.value,
        ENTITY_ATTRIBUTE_START: fact.start,
        ENTITY_ATTRIBUTE_END: fact.end,
        CONFIDENCE: round(fact.confidence, 3),
    }


def agency_timezone(path: Path) -> tzinfo:
    """The `timezone` of an agency.yml; UTC when there is no such file. Raises ValueError for a name that is none."""
    if not path.exists():
        return timezone.utc
    name = (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("timezone", "UTC")
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"{path}: the timezone {name!r} is unknown; write one such as America/Denver.") from None
