"""Reads agencies/<city>/contact_card.yml: what a good contact is, item by item, as the agency sees it; each by a rule over the record."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError

from agencies.directory.shape import Id, Part
from agencies.errors import BrokenAgencyFile
from agencies.faults import shape_faults
from agencies.yaml_lines import read

FILE = "contact_card.yml"
# greeted: one of the phrases is in the first turn of whoever answers      danger_asked: asked where it was due, or acted upon
# place_confirmed: one of the phrases is said after a place was told       one_question: no turn of ours asks two things
# destination: it ended where the need belongs                             said: one of the phrases is said anywhere
# ended_with: one of the phrases is in the last turn of whoever answers
# considered: one of the phrases is said, or the caller tells one of `told`; where a person took the call over, it is theirs
Rule = Literal[
    "greeted", "danger_asked", "place_confirmed", "one_question", "destination", "said", "ended_with", "considered"
]


def _pattern(written: str) -> str:
    try:
        re.compile(written, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"this is no pattern ({error})|write plain words, or a regular expression") from None
    return written


Phrase = Annotated[str, Field(min_length=2, max_length=200), AfterValidator(_pattern)]


class Item(Part):
    """`of`: whose contacts it is asked of; `needs`: only of these (empty: of all); `phrases`: what counts as having said it.

    `told`: what of the caller's counts as well, for the rule `considered`.
    """

    title: Annotated[str, Field(min_length=3, max_length=120)]
    rule: Rule
    of: Literal["assistant", "staff", "both"] = "both"
    needs: list[Id] = Field(default=[])
    phrases: list[Phrase] = Field(default=[])
    told: list[Phrase] = Field(default=[])


class Card(Part):
    """`coaching`: a list for call-takers may be made of it; off, their contacts are counted together and nobody is named."""

    coaching: bool = False
    items: dict[Id, Item] = Field(min_length=1)


def load_card(folder: Path) -> Card | None:
    """None where the agency has none. Raises BrokenAgencyFile with file, line and mend."""
    path = folder / FILE
    if not path.exists():
        return None
    document = read(path, f"agencies/{folder.name}/{FILE}")
    try:
        return Card.model_validate(document.data)
    except ValidationError as error:
        raise BrokenAgencyFile(shape_faults(document, error)) from None
