"""What the API takes and gives about call-backs, and how the OpenAPI document tells it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from casework.http import shapes
from casework.http.operations import Operation

BestTime = Literal["any_time", "morning", "afternoon", "evening"]
Outcome = Literal["reached", "not_reached", "not_needed"]
Number = Annotated[str, Field(pattern=r"^\+?[0-9]{7,15}$")]


class CallBackRequest(shapes.Shape):
    """The number is the one that the caller gave; it is never taken from the line."""

    agency: shapes.AgencyId
    call_id: shapes.CallId
    number: Number
    best_time: BestTime = "any_time"
    need: shapes.Name | None = None
    language: Annotated[str, Field(max_length=20)] | None = None
    ticket: Annotated[str, Field(max_length=40)] | None = None


class CallBackCreated(shapes.Shape):
    id: str


class CallBackLine(CallBackRequest):
    """One that is open."""

    id: str
    created_at: datetime


class CallBackList(shapes.Shape):
    call_backs: list[CallBackLine]


class CallBackDone(shapes.Shape):
    outcome: Outcome


_ONE = "/v1/agencies/{agency}/call-backs"
OPERATIONS = (
    Operation(
        "post",
        "/v1/call-backs",
        "Promise a caller to ring back",
        {
            201: ("stored, or stored before with this key", (CallBackCreated,)),
            409: ("the key was used for another request", (shapes.ErrorAnswer,)),
        },
        CallBackRequest,
        key=True,
    ),
    Operation("get", _ONE, "Whom to ring back, oldest first", {200: ("the open ones", (CallBackList,))}, acting=True),
    Operation(
        "post",
        _ONE + "/{call_back}/done",
        "What became of a call-back; saying it twice is once",
        {200: ("closed", (CallBackDone,))},
        CallBackDone,
        acting=True,
    ),
)
