"""What the API takes and gives about calls."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from casework.http.shapes import AgencyId, CallId, Channel, Facts, Name, Shape


class Line(Shape):
    who: Literal["caller", "assistant"]
    text: Annotated[str, Field(max_length=4000)]


class HandoverRequest(Shape):
    """What a call-taker should know. Texts are redacted before they are stored.

    ticket: chosen by the sender, random, so that the transfer can carry it before casework is reached; else casework's.
    """

    agency: AgencyId
    call_id: CallId
    ticket: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{16,40}$")] | None = None
    channel: Channel
    need: Name | None = None
    facts: Facts = Field(default={})
    reason: Name
    language: Annotated[str, Field(max_length=20)] | None = None
    wish: Annotated[str, Field(max_length=500)] | None = None
    destination_id: Annotated[str, Field(max_length=80)] | None = None
    transcript: list[Line] = Field([], max_length=400)


class HandoverCreated(Shape):
    ticket: str


class HandoverAnswer(Shape):
    """The hand-over as a call-taker sees it."""

    ticket: str
    agency: str
    call_id: str
    channel: str
    need: str | None = None
    facts: dict[str, Any]
    reason: str
    language: str | None = None
    wish: str | None = None
    destination_id: str | None = None
    transcript: list[Line]
    created_at: datetime
