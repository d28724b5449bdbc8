"""Words by which a language is known (languages.yml): its names, what stands around a wish for it, everyday words. Read once."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, FrozenSet, Mapping

import yaml

from spoken.word_sets import word_set

FILE = Path(__file__).with_name("languages.yml")
UNKNOWN = "und"  # ISO 639-3: somebody speaks another language, and which one is not known


@dataclass(frozen=True)
class Languages:
    """Codes are ISO 639-1. Names, `asking` and `refusing` without accents; `everyday` as people write, with and without."""

    code_of: Mapping[str, str]
    speakers_of_english_as: Mapping[str, str]
    everyday: Mapping[str, FrozenSet[str]]
    english: FrozenSet[str]
    asking: FrozenSet[str]
    refusing: FrozenSet[str]


@lru_cache(maxsize=1)
def languages() -> Languages:
    """Raises KeyError for a part of the file that is not there."""
    told: Dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    each: Dict[str, Dict[str, str]] = told["languages"]
    return Languages(
        code_of={without_accents(name): code for code, one in each.items() for name in one["called"].split()},
        speakers_of_english_as=told["english"]["called"],
        everyday={code: word_set(one["everyday"]) for code, one in each.items() if "everyday" in one},
        english=word_set(told["english"]["everyday"]),
        asking=frozenset(map(without_accents, told["asking"].split())),
        refusing=frozenset(map(without_accents, told["refusing"].split())),
    )


def without_accents(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", word) if unicodedata.category(char) != "Mn")
