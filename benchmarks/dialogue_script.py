"""Whole conversations as a file tells them: what a caller answers by what is asked, and what the call may end with.

The format stands in heldout3/README.md. Unknown keys are refused, so that a misspelt expectation cannot pass.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

ByWords = dict[str, str]  # words of a question, with a bar between -> what is answered


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Later(Part):
    """The caller's turn of that number is this text, whatever was asked; the opening is turn 1."""

    turn: int = Field(gt=1)
    text: str


class Early(Part):
    """What the call may end with before the first `later` turn; without `need` the dialogue's own counts."""

    need: list[str] = []
    disposition: list[str] = []


class Expect(Part):
    need: list[str] = []  # any of these; none: it does not matter
    disposition: list[str]
    early: Early | None = None
    facts: dict[str, str | list[str]] = {}
    facts_not: dict[str, str] = {}
    never: list[str] = []


class Dialogue(Part):
    dialogue: str
    channel: Literal["voice", "web"]
    opening: str
    answers: dict[str, str | ByWords]
    later: list[Later] = []
    expect: Expect


def read(path: Path) -> list[Dialogue]:
    """Raises ValueError with the file, the dialogue and the key that is wrong."""
    found = []
    for number, entry in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1):
        try:
            found.append(Dialogue.model_validate(entry))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise ValueError(f"{path.name}, dialogue {number}, {where}: {first['msg']}") from None
    return found
