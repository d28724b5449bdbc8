"""What the API takes and gives about call-backs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from casework.http.shapes import AgencyId, CallId, Name, Shape

BestTime = Literal["any_time", "morning", "afternoon", "evening"]
Outcome = Literal["reached", "not_reached", "not_needed"]
Number = Annotated[str, Field(pattern=r"^\+?[0-9]{7,15}$")]


class CallBackRequest(Shape):
    """The number is the one that the caller gave; it is never taken from the line."""

    agency: AgencyId
    call_id: CallId
    number: Number
    best_time: BestTime = "any_time"
    need: Name | None = None
    language: Annotated[str, Field(max_length=20)] | None = None
    ticket: Annotated[str, Field(max_length=40)] | None = None


class CallBackCreated(Shape):
    id: str


class CallBackLine(CallBackRequest):
    """One that is open."""

    id: str
    created_at: datetime


class CallBackList(Shape):
    call_backs: list[CallBackLine]


class CallBackDone(Shape):
    outcome: Outcome
