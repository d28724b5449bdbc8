"""nibrs.yml read: which offense code a report has, by its kind or need and, where one says more, by its answers."""

from __future__ import annotations

from functools import cache
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


class Nibrs(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    offenses: dict[str, str]
    closer: list[Closer] = []
    property_words: dict[str, list[str]] = {}
    property_otherwise: str = "77"


@cache
def rules() -> Nibrs:
    return Nibrs.model_validate(read(_FILE, "casework/records_system/nibrs.yml").data)


def offense(kind: str | None, need: str, answers: dict[str, Any]) -> str | None:
    """The UCR offense code; None for what is no offense."""
    for one in rules().closer:
        if one.of in (kind, need) and all(answers.get(name) in values for name, values in one.when.items()):
            return one.code
    return rules().offenses.get(kind or "") or rules().offenses.get(need)


def property_code(what: str) -> str:
    """NIBRS 15, by the words of what was taken: 04 bicycles, 20 money ...; 77 (other) where no word is known."""
    said = f" {what.casefold()} "
    for code, words in rules().property_words.items():
        if any(f" {word}" in said for word in words):
            return code
    return rules().property_otherwise
