"""Messages between the reporting person and the agency, with their files."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from casework.http.shapes import ActorRequest, ActorShape, Shape, Words


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
    state: str


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
    """`say`: to a person whose case has ended, what becomes of their message, in their language."""

    message: int
    say: str | None = None


class ReadRequest(Shape):
    """The receipt: this side has read the other's messages up to this one."""

    actor: ActorShape
    up_to: Annotated[int, Field(ge=1, lt=2**31)]


class ReadAnswer(Shape):
    read: int


class AttachmentRelease(ActorRequest):
    """A supervisor lets a file out of quarantine and answers for it."""

    why: Words
