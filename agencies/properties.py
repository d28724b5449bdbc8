"""What everybody must know of a need beside who handles it (properties.yml): dangerous, sensitive, never told ... Pure.

Read by the bot's two environments, so without the libraries that check the rest of an agency's files.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Dict, FrozenSet, Mapping

import yaml

FILE = Path(__file__).with_name("properties.yml")
ADD_ONLY = frozenset({"dangerous", "always_911", "person_first", "sensitive", "never_told", "in_person"})


@dataclass(frozen=True)
class Properties:
    """`words` of every need (or move of the talk) that has any."""

    words: Mapping[str, FrozenSet[str]]

    def having(self, word: str) -> FrozenSet[str]:
        return frozenset(need for need, words in self.words.items() if word in words)

    def has(self, need: str | None, word: str) -> bool:
        return word in self.words.get(need or "", ())

    def with_changes(self, changes: Mapping[str, Mapping[str, bool]]) -> Properties:
        """An agency's own table; raises ValueError for an unknown word, or for one that may not be taken away."""
        words: Dict[str, FrozenSet[str]] = dict(self.words)
        for need, own in changes.items():
            for word, holds in own.items():
                words[need] = _changed(need, words.get(need, frozenset()), word, holds)
        return Properties(words)


def _changed(need: str, words: FrozenSet[str], word: str, holds: bool) -> FrozenSet[str]:
    if word not in meanings():
        raise ValueError(f"'{need}' has the unknown property '{word}'; known are {', '.join(meanings())}.")
    if not holds and word in words and word in ADD_ONLY:
        raise ValueError(f"'{need}' is {word} wherever it is spoken of, and no agency can take that away.")
    return words | {word} if holds else words - {word}


@lru_cache(maxsize=1)
def _document() -> Mapping[str, Mapping[str, object]]:
    content: Mapping[str, Mapping[str, object]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


def meanings() -> Mapping[str, str]:
    """What each property means, in the order of the file."""
    return {word: str(meaning) for word, meaning in _document()["meaning"].items()}


@lru_cache(maxsize=1)
def properties() -> Properties:
    """The product's own table; raises ValueError for a property without a meaning."""
    words: Dict[str, FrozenSet[str]] = {}
    for section in ("needs", "moves"):
        for need, listed in _document()[section].items():
            words[need] = frozenset(listed if isinstance(listed, list) else ())
            if unknown := words[need] - set(meanings()):
                raise ValueError(
                    f"{FILE.name}: '{need}' has properties without a meaning: {', '.join(sorted(unknown))}."
                )
    return Properties(words)
