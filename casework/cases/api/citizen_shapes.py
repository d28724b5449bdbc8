"""What passes between the reporting person and the agency: messages, files, taking a report back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from casework.cases.api.shapes import ActorShape, Words
from casework.http.shapes import CaseStatusRequest, Shape


class MessageRequest(Shape):
    """A message of the citizen or of the agency: the role says whose it is."""

    actor: ActorShape
    text: Annotated[str, Field(min_length=1, max_length=4000)]


class AttachmentLine(Shape):
    attachment: int
    name: str
    media_type: str
    size: int
    sha256: str


class EvidenceLine(Shape):
    """A file that was put to the report."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str
    at: datetime


class EvidenceFiles(Shape):
    files: list[EvidenceLine]


class MessageLine(Shape):
    """`read_at`: when the other side read it."""

    message: int
    side: Literal["citizen", "agency"]
    author: str
    text: str
    at: datetime
    read_at: datetime | None = None
    attachments: list[AttachmentLine] = Field([])


class MessagePage(Shape):
    messages: list[MessageLine]
    next: int | None = None


class MessageSent(Shape):
    message: int


class ReadRequest(Shape):
    """The receipt: this side has read the other's messages up to this one."""

    actor: ActorShape
    up_to: Annotated[int, Field(ge=1, lt=2**31)]


class ReadAnswer(Shape):
    read: int


class UnreadRequest(CaseStatusRequest):
    """As a case status: number or code, and PIN. `mark_read`: the summary was spoken to its end."""

    mark_read: bool = False


class UnreadFound(Shape):
    """`spoken`: the new messages as they are said; `case` and `up_to` are for the receipt."""

    outcome: Literal["found"] = "found"
    case: int
    count: int
    spoken: str
    up_to: int | None = None


class WithdrawalRequest(CaseStatusRequest):
    """As a case status: number or code, and PIN. `why`: in the person's own words, if they wish."""

    why: Words | None = None


class WithdrawalOfCase(Shape):
    """What is done once per key; the PIN is no part of it."""

    case: int
    why: str | None = None


class SignedInWithdrawal(Shape):
    actor: ActorShape
    why: Words | None = None


class Withdrawn(Shape):
    outcome: Literal["withdrawn"] = "withdrawn"
    case: int
    say: str


class WithdrawalNotPossible(Shape):
    """It is worked on or has ended, or others reported the same: a person helps."""

    outcome: Literal["not_possible"] = "not_possible"
    say: str
