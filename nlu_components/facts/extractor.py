"""Rasa entity extractor: what a turn tells beside the need. Rules and the lists of the turn's agency, nothing trained.

`places.yml`, `streets.csv`, `crossings.csv`, `cues.yml` and the time zone of metadata.agency, read again when they change.

Output: `facts` {name: text | bool} (see `facts`), and an entity for every fact that is text.
metadata.asking, the slot of the open question, decides what a bare answer means.
"""

from __future__ import annotations

from datetime import datetime, timezone, tzinfo
from pathlib import Path
from typing import Any, Dict, List, Optional
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

from agencies.live_files import AgencyFiles, agency_of
from agencies.usages import USAGES
from nlu_components.facts.cues import Cues, load_cues
from nlu_components.facts.facts import Fact, FactFinder, as_dict
from nlu_components.facts.names import NameFinder
from nlu_components.facts.phrases import Phrases
from nlu_components.places.files import GAZETTEERS

NO_CUES = Cues(Phrases(), Phrases(), frozenset(), frozenset())
CONFIDENCE = "confidence_entity"  # as Rasa's own extractors name it


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FactExtractor(GraphComponent, EntityExtractorMixin):
    @staticmethod
    def required_packages() -> List[str]:
        return ["rapidfuzz", "jellyfish", "spacy"]

    def __init__(self) -> None:
        self._cues: AgencyFiles[Cues] = AgencyFiles(cues_of, ["cues.yml"], lambda *_: NO_CUES)
        self._zones: AgencyFiles[tzinfo] = AgencyFiles(timezone_of, ["agency.yml"], lambda *_: timezone.utc)
        self._names = NameFinder()
        self._finder(None)  # a broken list of the agency at hand stops the start

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FactExtractor:
        return cls()

    def now(self, zone: tzinfo) -> datetime:
        """The present in the agency's time zone; a test replaces it. (Rasa takes every argument of process for a node.)"""
        return datetime.now(zone)

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            text = message.get(TEXT)
            if isinstance(text, str) and text.strip() and not text.startswith("/"):
                self._annotate(message, text)
        return messages

    def _finder(self, agency: Optional[str]) -> FactFinder:
        return FactFinder(GAZETTEERS.of(agency), self._cues.of(agency), self._names, USAGES.of(agency))

    def _annotate(self, message: Message, text: str) -> None:
        metadata = message.get("metadata")
        asking = metadata.get("asking") if isinstance(metadata, dict) else None
        agency = agency_of(metadata)
        now = self.now(self._zones.of(agency))
        facts = self._finder(agency).found(text, asking if isinstance(asking, str) else None, now)
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


def cues_of(folder: Path) -> Cues:
    """Of an agency's folder; none when it has no such file. Raises ValueError as load_cues."""
    path = folder / "cues.yml"
    return load_cues(path) if path.exists() else NO_CUES


def timezone_of(folder: Path) -> tzinfo:
    """The `timezone` of an agency.yml; UTC when there is no such file. Raises ValueError for a name that is none."""
    path = folder / "agency.yml"
    if not path.exists():
        return timezone.utc
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        raise ValueError(f"{path}: not valid YAML: {error}") from None
    name = content.get("timezone", "UTC") if isinstance(content, dict) else "UTC"
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"{path}: the timezone {name!r} is unknown; write one such as America/Denver.") from None
