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


class CallBackLine(Shape):
    """One that is open. `kept_close`: its call is about what is sensitive, and whoever asks does not serve the caller; they see no
    number and no need, and ring with a reason (Civicline-Why), or when they have taken the hand-over."""

    id: str
    agency: str
    call_id: str
    number: str | None = None
    best_time: BestTime
    need: str | None = None
    language: str | None = None
    ticket: str | None = None
    created_at: datetime
    kept_close: bool | None = None


class CallBackList(Shape):
    call_backs: list[CallBackLine]


class CallBackDone(Shape):
    outcome: Outcome
