"""What is asked and answered about people's own data."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from casework.http.shapes import ActorRequest, Shape, Words


class SubjectRequest(ActorRequest):
    """Who is meant, by exactly one of these, and why it is asked."""

    phone: Annotated[str, Field(max_length=40)] | None = None
    email: Annotated[str, Field(max_length=254)] | None = None
    case: Annotated[int, Field(ge=1, lt=2**31)] | None = None
    why: Words


class SubjectAnswer(Shape):
    """All that is held on the person, row by row."""

    contacts: list[dict[str, Any]]
    cases: list[dict[str, Any]]
    drafts: list[dict[str, Any]]
    call_backs: list[dict[str, Any]]
    told: list[dict[str, Any]]
    messages_sent: list[dict[str, Any]]


class StatementShape(Shape):
    """`by`: citizen, contact, or who corrected it; what was taken back has neither `value` nor `text`."""

    question: str
    at: datetime
    by: str
    value: Any | None = None
    text: str | None = None
    why: str | None = None


class Statements(Shape):
    """In the order in which it was said: of a question, the first one was said first and the last one counts."""

    answers: list[StatementShape]
    contact: list[StatementShape]


class ErasedAnswer(Shape):
    """`calls`: records of the calls and chats in which it was begun. `kept`: cases that stayed, and why. `kept_calls`: calls and
    chats that stayed, because something that stays was said there too (`shared`), or a hand-over has not ended (`handed_over`)."""

    cases: int
    drafts: int
    contacts: int
    call_backs: int
    calls: int
    kept: dict[int, Literal["open", "legal_hold"]]
    kept_calls: dict[str, Literal["shared", "handed_over"]]


class OwnErasure(Shape):
    """`erased`: it is gone. `asked`: the agency decides, and has the wish as a message (`message`).

    What stays of an erased one: the record of the call or chat in which it was made, for `call_days` after it as of every call, and the
    log of who did what with it, for `log_days`, without what was in it.
    """

    outcome: Literal["erased", "asked"]
    call_days: int | None = None
    log_days: int | None = None
    message: int | None = None


class HoldRequest(ActorRequest):
    on: bool
    why: Words


class CorrectionRequest(ActorRequest):
    question: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
    value: str | bool | int | float | list[dict[str, Any]]
    why: Words
