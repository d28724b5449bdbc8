"""The part of the emergency detector that an agency edits: phrases, contexts and thresholds of `emergency.yml`.

A phrase alone is strong evidence; a context ("last week", "in the movie") weakens a phrase and the classifier, and
a present-danger cue ("right now", "still here") takes the context back. No list here can silence the classifier alone.
Phrases of life danger in other languages need no classifier, which knows English only. Pure: the connector reads the
same lists for the time in which the bot cannot be asked.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Optional, Pattern

from yaml.nodes import Node

from agencies.errors import BrokenAgencyFile, Fault
from agencies.lined import Lined

SECTIONS = ("phrases", "contexts", "present_danger")
OTHER_LANGUAGES = "other_languages"
KEYS = ("threshold", "phrase_weight", "context_weight", *SECTIONS, OTHER_LANGUAGES)
WITHOUT_SPACES = ("zh", "ja", "th", "km", "lo", "my")  # languages whose words are not set apart in writing
_LANGUAGE = re.compile(r"^[a-z]{2,3}$")
_LETTERS = str.maketrans({"đ": "d", "Đ": "D", "ı": "i", "’": "'"})


@dataclass(frozen=True)
class Evidence:
    """What the lists found: the first phrase, the first context, and whether present danger was named."""

    phrase: Optional[str]
    context: Optional[str]
    present_danger: bool

    @property
    def alarming(self) -> bool:
        """A phrase that no past or fiction explains: the caller is asked, whatever the classifier says."""
        return self.phrase is not None and (self.context is None or self.present_danger)


@dataclass(frozen=True)
class EmergencyPhrases:
    phrases: Pattern[str]
    contexts: Pattern[str]
    present_danger: Pattern[str]
    phrase_weight: float
    context_weight: float
    threshold: Optional[float]  # None: the one measured in training
    elsewhere: Optional[Pattern[str]] = None  # life danger in other languages, one pattern for all of them

    def in_other_language(self, text: str) -> Optional[str]:
        """The first phrase of life danger in any other language, as it was said (small letters, without accents)."""
        found = self.elsewhere.search(_folded(text.lower())) if self.elsewhere else None
        return found and found.group(0)

    def danger_in(self, text: str, english: str = "") -> Optional[str]:
        """The phrase that alarms without a classifier: in another language, or in English with no context to explain it."""
        if (found := self.in_other_language(text)) is not None:
            return found
        said = [self.evidence(reading) for reading in (text, english) if reading]
        return next((one.phrase for one in said if one.alarming), None)

    def evidence(self, text: str) -> Evidence:
        lowered = text.lower().replace("’", "'")
        phrase, context = self.phrases.search(lowered), self.contexts.search(lowered)
        present = bool(self.present_danger.search(lowered))
        return Evidence(phrase and phrase.group(0), context and context.group(0), present)

    def shift(self, evidence: Evidence) -> float:
        """Log-odds added to the classifier's."""
        past_or_fiction = evidence.context is not None and not evidence.present_danger
        if past_or_fiction:
            return -self.context_weight
        return self.phrase_weight if evidence.phrase else 0.0


def load_phrases(path: Path) -> EmergencyPhrases:
    """Reads an agency's emergency.yml. Raises BrokenAgencyFile: file, line, what is wrong, what would be right."""
    lined = Lined(path)
    top = lined.root("the emergency lists are missing; copy another agency's emergency.yml")
    lined.only(top, KEYS, "the file")
    for name in SECTIONS:
        if name not in top:
            raise lined.at(1, f"'{name}' is missing; add it, with at least one entry")
    patterns = {name: re.compile(_whole_words(_checked(lined, top[name], f"'{name}'"))) for name in SECTIONS}
    return EmergencyPhrases(
        **patterns,
        phrase_weight=_weight(lined, top, "phrase_weight", 3.0),
        context_weight=_weight(lined, top, "context_weight", 2.0),
        threshold=_threshold(lined, top.get("threshold")),
        elsewhere=_in_languages(lined, top.get(OTHER_LANGUAGES)),
    )


def _weight(lined: Lined, top: Dict[str, Node], key: str, default: float) -> float:
    return lined.number(top[key], f"'{key}'", 0.0, 20.0) if key in top else default


def _threshold(lined: Lined, node: Optional[Node]) -> Optional[float]:
    if node is None or str(node.value) == "measured":
        return None
    try:
        return lined.number(node, "'threshold'", 0.0, 1.0)
    except BrokenAgencyFile as broken:
        wrong = broken.faults[0].wrong
        raise lined.problem(node, f"{wrong}; write measured, or a probability from 0 to 1") from None


def _in_languages(lined: Lined, node: Optional[Node]) -> Optional[Pattern[str]]:
    """Every language's phrases in one pattern: the language of the caller may have been taken for another one."""
    if node is None:
        return None
    spaced: List[str] = []
    unspaced: List[str] = []
    for code, entries in lined.mapping(node, f"'{OTHER_LANGUAGES}'").items():
        if not _LANGUAGE.match(code):
            raise lined.problem(entries, f"'{code}' is no language; write an ISO 639 code, as in 'es: [no respira]'")
        phrases = _checked(lined, entries, f"'{OTHER_LANGUAGES}.{code}'")
        (unspaced if code in WITHOUT_SPACES else spaced).extend(_folded(phrase) for phrase in phrases)
    patterns = [_whole_words(spaced)] if spaced else []
    return re.compile("|".join([*patterns, *unspaced])) if patterns or unspaced else None


def _folded(text: str) -> str:
    """Without accents, tone marks and the like: people who type leave them out."""
    apart = unicodedata.normalize("NFD", text.translate(_LETTERS))
    return "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")


def _whole_words(entries: List[str]) -> str:
    """Each entry is a regular expression, and a space matches any white space."""
    joined = "|".join(entry.replace(" ", r"\s+") for entry in entries)
    return rf"(?<!\w)(?:{joined})(?!\w)"


def _checked(lined: Lined, node: Node, what: str) -> List[str]:
    """The patterns of a list; every one that cannot be used is told, each with its line."""
    entries = [(str(at.value), at) for _, at in lined.texts(node, what)]
    faults: List[Fault] = []
    if not entries:
        raise lined.problem(node, f"{what} is empty; write at least one entry")
    for entry, at in entries:
        try:
            says_nothing = re.compile(entry).match("")
        except re.error as error:
            faults += lined.problem(at, f"{entry!r} in {what} is not a valid pattern ({error}); mend it").faults
            continue
        if says_nothing:
            faults += lined.problem(at, f"{entry!r} in {what} fits every sentence; leave one word in it").faults
    if faults:
        raise BrokenAgencyFile(faults)
    return [entry for entry, _ in entries]
