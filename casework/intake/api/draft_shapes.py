"""The list of reports that were begun and not filed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field, field_validator

from casework.http.shapes import CallId, Channel, Limit, Name, Shape


class DraftQuery(Shape):
    """`since`, `until`: the last change. `cursor`: `next` of the page before. `count`: say how many there are on all pages."""

    kind: Name | None = None
    channel: Channel | None = None
    language: Annotated[str, Field(max_length=20)] | None = None
    left_because: Name | None = None
    call: CallId | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    count: bool = False
    cursor: Annotated[str, Field(pattern=r"^[0-9T:.+-]{19,35} [A-Za-z0-9_-]{1,64}$")] | None = None
    limit: Limit = 50

    @field_validator("cursor")
    @classmethod
    def _with_a_time(cls, cursor: str | None) -> str | None:
        if cursor is not None and datetime.fromisoformat(cursor.split(" ")[0]).tzinfo is None:
            raise ValueError("it must be what `next` of the page before says")
        return cursor


class DraftLine(Shape):
    """How far a report came. `left_because`: why it was left, where the channel said so; `call_id`: the call it began in."""

    report: str
    kind: str
    channel: str
    call_id: str
    language: str | None = None
    answered: int
    has_pin: bool
    left_because: str | None = None
    created_at: datetime
    updated_at: datetime


class DraftPage(Shape):
    """`total`: 10,000 means that many or more."""

    drafts: list[DraftLine]
    next: str | None = None
    total: int | None = None
