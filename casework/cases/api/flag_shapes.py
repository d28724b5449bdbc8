"""The agency's own list of flags, as its people fill it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AwareDatetime, Field, model_validator

from casework.cases.flags import Flag, Matches
from casework.http.shapes import ActorShape, Shape, Words


class FlagRequest(Shape):
    """One entry of the agency's own list. `until`: at most two years ahead, then it is gone."""

    actor: ActorShape
    flag: Flag
    match: Matches
    value: Annotated[str, Field(min_length=3, max_length=254)]
    note: Annotated[str, Field(max_length=200)] | None = None
    until: AwareDatetime

    @model_validator(mode="after")
    def _not_for_ever(self) -> FlagRequest:
        now = datetime.now(UTC)
        if not now < self.until <= now + timedelta(days=731):
            raise ValueError("until lies in the future, at most two years")
        return self


class FlagLine(Shape):
    entry: int
    flag: str
    note: str | None = None
    added_by: str
    until: datetime


class FlagPage(Shape):
    entries: list[FlagLine]
    next: int | None = None


class FlagListed(Shape):
    entry: int


class FlagChange(Shape):
    """A flag set or taken off by hand. `reason` stands in the trail."""

    actor: ActorShape
    flag: Flag
    reason: Words


class FlagsSet(Shape):
    """`held_back`: messages that waited and will not be sent. `on_their_way`: with a vendor already, nobody can take them back."""

    flags: list[str]
    held_back: int
    on_their_way: int


class FlagsLeft(Shape):
    flags: list[str]
