"""nibrs.yml read: which offense code a report has, by its kind or need and, where one says more, by its answers."""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from agencies.yaml_lines import read

_FILE = Path(__file__).parent / "nibrs.yml"


class Closer(BaseModel):
    """Another code than the kind's own, when the answers say so: each of `when` is one of the values."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    of: str
    when: dict[str, list[str | bool]]
    code: str


class NotOf(BaseModel):
    """Property descriptions that these offenses cannot have."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    offenses: list[str]
    codes: list[str]


class Nibrs(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    offenses: dict[str, str]
    closer: list[Closer] = []
    arrests_only: list[str] = []
    property_words: dict[str, list[str]] = {}
    property_otherwise: str = "77"
    not_of: list[NotOf] = []

    @cached_property
    def things(self) -> list[tuple[str, re.Pattern[str]]]:
        """Codes with what their words look like, one or several of the thing: battery, batteries."""
        return [
            (code, re.compile(rf"\b(?:{'|'.join(map(_some, words))})\b")) for code, words in self.property_words.items()
        ]


@cache
def rules() -> Nibrs:
    return Nibrs.model_validate(read(_FILE, "casework/records_system/nibrs.yml").data)


def offense(kind: str | None, need: str, answers: dict[str, Any]) -> str | None:
    """The UCR offense code; None for what is no offense."""
    for one in rules().closer:
        if one.of in (kind, need) and all(answers.get(name) in values for name, values in one.when.items()):
            return one.code
    return rules().offenses.get(kind or "") or rules().offenses.get(need)


def is_incident(code: str | None) -> bool:
    """Whether an incident is submitted of it: not of what is no offense, and not of those that only arrests are told of."""
    return code is not None and code not in rules().arrests_only


def property_code(what: str, of: str | None = None) -> str:
    """NIBRS 15, by the words of what was taken: 04 bicycles, 20 money ...; 77 (other) where no word is known, or the offense
    cannot have it."""
    said = what.casefold().replace("\u2019", "'")
    found = next((code for code, words in rules().things if words.search(said)), rules().property_otherwise)
    refused = any(of in one.offenses and found in one.codes for one in rules().not_of)
    return rules().property_otherwise if refused else found


def _some(word: str) -> str:
    return re.escape(word[:-1]) + "(?:y|ies)" if word.endswith("y") else re.escape(word) + "(?:e?s)?"
