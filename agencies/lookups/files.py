"""Reads agencies/<city>/lookups.yml: one entry a kind of look-up (towed vehicles by plate; court dates, found property)."""

from __future__ import annotations

from pathlib import Path
from string import Formatter
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from agencies.directory.shape import Id, Part, Question, Spoken
from agencies.errors import BrokenAgencyFile
from agencies.faults import shape_faults
from agencies.yaml_lines import read

FILE = "lookups.yml"


class Source(Part):
    """Where it is looked up: a table that the agency keeps (`file`, below var/lookups/<agency>/) or the city's own service."""

    kind: Literal["file", "http"]
    file: Annotated[str, Field(pattern=r"^[a-z0-9_]+\.csv$")] | None = None
    url: Annotated[str, Field(pattern=r"^https://\S+$")] | None = None
    secret: Annotated[str, Field(pattern=r"^CIVICLINE_[A-Z0-9_]+$")] | None = None

    @model_validator(mode="after")
    def _names_one(self) -> Source:
        if (self.kind == "file") != (self.file is not None) or (self.kind == "http") != (self.url is not None):
            raise ValueError("the source is not complete|give `file` for kind file, `url` for kind http")
        return self


class Lookup(Part):
    """`key`: how an answer is written one way (plate: letters and digits; words: as said). `tell`: the fields that may be told;
    the sentences can name no other. A row whose `hold_field` is not empty is a person's to talk about."""

    needs: list[Id] = Field(min_length=1)
    ask: Question
    key: Literal["plate", "words"] = "words"
    source: Source
    tell: list[Id] = Field(min_length=1)
    hold_field: Id | None = None
    found_say: Spoken
    also_say: dict[Id, Spoken] = Field(default={})
    not_found_say: Spoken
    hold_say: Spoken | None = None

    @model_validator(mode="after")
    def _tells_only_what_may_be_told(self) -> Lookup:
        said = [self.found_say, *self.also_say.values()]
        named = {name for text in said for _, name, _, _ in Formatter().parse(text) if name}
        if named - set(self.tell) or set(self.also_say) - set(self.tell):
            wrong = sorted((named | set(self.also_say)) - set(self.tell))[0]
            raise ValueError(f"'{wrong}' is said and is not among `tell`|put it there, if callers may hear it")
        if (self.hold_field is None) != (self.hold_say is None):
            raise ValueError("hold_field and hold_say belong together|give both or none")
        return self


def load_lookups(folder: Path) -> dict[str, Lookup]:
    """By their names; {} where the agency has none. Raises BrokenAgencyFile with file, line and mend."""
    path = folder / FILE
    if not path.exists():
        return {}
    shown = f"agencies/{folder.name}/{FILE}"
    document = read(path, shown)
    try:
        return TypeAdapter(dict[Id, Lookup]).validate_python(document.data or {})
    except ValidationError as error:
        raise BrokenAgencyFile(shape_faults(document, error)) from None
