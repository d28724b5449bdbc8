"""The part of the emergency detector that an agency edits: phrases, contexts and thresholds of `emergency.yml`.

A phrase alone is strong evidence; a context ("last week", "in the movie") weakens a phrase and the classifier, and
a present-danger cue ("right now", "still here") takes the context back. No list here can silence the classifier alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Optional, Pattern

import yaml

SECTIONS = ("phrases", "contexts", "present_danger")


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
    )


def _number(path: Path, content: Dict[str, Any], key: str, default: float) -> float:
    value = content.get(key, default)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
        raise ValueError(f"{path}: '{key}' is {value!r}; write a number of at least 0.")
    return float(value)


def _alternatives(path: Path, name: str, entries: Optional[List[str]]) -> Pattern[str]:
    """One pattern of whole words; each entry is a regular expression, and a space matches any white space."""
    if not isinstance(entries, list) or not entries:
        raise ValueError(f"{path}: '{name}' must be a list with at least one entry.")
    for number, entry in enumerate(entries, start=1):
        try:
            re.compile(str(entry))
        except re.error as error:
            raise ValueError(f"{path}: '{name}' entry {number} ({entry!r}) is not a valid pattern: {error}.") from None
    joined = "|".join(str(entry).replace(" ", r"\s+") for entry in entries)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)")
