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
from typing import Any, Dict, List, Optional, Pattern

import yaml

SECTIONS = ("phrases", "contexts", "present_danger")
OTHER_LANGUAGES = "other_languages"
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
    """Reads an agency's emergency.yml. Raises ValueError: file, place, what is wrong, what would be right."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ValueError(f"{path}: the emergency lists are missing; copy another agency's emergency.yml.") from None
    except yaml.YAMLError as error:
        raise ValueError(f"{path}: not valid YAML: {error}") from None
    if not isinstance(content, dict):
        raise ValueError(f"{path}: expected the keys {', '.join(SECTIONS)}.")
    patterns = {name: _alternatives(path, name, content.get(name)) for name in SECTIONS}
    return EmergencyPhrases(
        **patterns,
        phrase_weight=_number(path, content, "phrase_weight", 3.0),
        context_weight=_number(path, content, "context_weight", 2.0),
        threshold=None
        if content.get("threshold", "measured") == "measured"
        else _number(path, content, "threshold", 0.5),
        elsewhere=_in_languages(path, content.get(OTHER_LANGUAGES)),
    )


def _number(path: Path, content: Dict[str, Any], key: str, default: float) -> float:
    value = content.get(key, default)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
        raise ValueError(f"{path}: '{key}' is {value!r}; write a number of at least 0.")
    return float(value)


def _alternatives(path: Path, name: str, entries: Optional[List[str]]) -> Pattern[str]:
    return re.compile(_whole_words(_checked(path, name, entries)))


def _in_languages(path: Path, lists: Any) -> Optional[Pattern[str]]:
    """Every language's phrases in one pattern: the language of the caller may have been taken for another one."""
    if lists is None:
        return None
    if not isinstance(lists, dict) or not all(_LANGUAGE.match(str(code)) for code in lists):
        raise ValueError(
            f"{path}: '{OTHER_LANGUAGES}' must be lists of phrases by ISO 639 code, as in 'es: [no respira]'."
        )
    spaced: List[str] = []
    unspaced: List[str] = []
    for code, entries in lists.items():
        phrases = _checked(path, f"{OTHER_LANGUAGES}.{code}", entries)
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


def _checked(path: Path, name: str, entries: Optional[List[str]]) -> List[str]:
    if not isinstance(entries, list) or not entries:
        raise ValueError(f"{path}: '{name}' must be a list with at least one entry.")
    for number, entry in enumerate(entries, start=1):
        try:
            says_nothing = re.compile(str(entry)).match("")
        except re.error as error:
            raise ValueError(f"{path}: '{name}' entry {number} ({entry!r}) is not a valid pattern: {error}.") from None
        if says_nothing:
            raise ValueError(f"{path}: '{name}' entry {number} ({entry!r}) fits every sentence; leave one word in it.")
    return [str(entry) for entry in entries]
