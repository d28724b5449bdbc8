"""What the notification API takes and gives. No address and no text of a message to a person is among it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from casework.http.shapes import ActorRequest, Name, Shape, Words

ChannelName = Literal["sms", "email", "voice"]
Value = Annotated[str, Field(max_length=300)]


class PreviewRequest(Shape):
    """`values` replace the examples, so that a template can be tried with real lengths."""

    event: Name
    language: Annotated[str, Field(max_length=20)] = "en"
    need: Name | None = None
    values: dict[Name, Value] = Field(default={}, max_length=20)


class SmsPreview(Shape):
    text: str
    parts: int


class EmailPreview(Shape):
    subject: str
    body: str


class PreviewAnswer(Shape):
    event: str
    language: str
    reviewed_by_native_speaker: bool
    channels: list[ChannelName]
    sms: SmsPreview
    email: EmailPreview
    voice: str


class TemplateAnswer(Shape):
    event: str
    variables: list[str]
    channels: list[ChannelName]
    urgent: bool
    important: bool
    off: bool


class LanguageAnswer(Shape):
    language: str
    name: str
    templates: int
    reviewed_by_native_speaker: bool


class TemplatesAnswer(Shape):
    languages: list[LanguageAnswer]
    events: list[TemplateAnswer]


class NotificationAnswer(Shape):
    """One message over one channel, without address and words. `error`: what held it back, or went wrong; or `kept_close`."""

    id: str
    event: str
    case_id: int | None = None
    report_id: str | None = None
    channel: str
    template: str
    language: str
    state: str
    attempts: int
    vendor: str | None = None
    error: str | None = None
    created_at: datetime
    due_at: datetime | None = None
    sent_at: datetime | None = None
    ended_at: datetime | None = None


class NotificationsAnswer(Shape):
    notifications: list[NotificationAnswer]


class EventAnswer(Shape):
    """An event that became no message: `why` names the rule that held it back, or what is missing; or `kept_close`."""

    id: int
    event: str
    case_id: int | None = None
    report_id: str | None = None
    state: str
    why: str | None = None
    at: datetime


class EventsAnswer(Shape):
    events: list[EventAnswer]


class SwitchRequest(ActorRequest):
    """Every message of the agency, off or on again. `why` stands in the trail."""

    on: bool
    why: Words


class SwitchAnswer(Shape):
    on: bool


class SummaryAnswer(Shape):
    """How many notifications wait, and how many need a person. `on` false: the agency's messages are switched off."""

    on: bool
    queued: int
    handed: int
    sending: int
    dead: int
    held: int
    failed_events: int
    oldest_due_s: float


class Resolve(ActorRequest):
    """`retry` sends again; `sent` closes a held one as sent; `discard` gives it up."""

    do: Literal["retry", "sent", "discard"]


class ContactAnswer(Shape):
    """How a person is told. `stopped`: channels whose address said stop or bounced."""

    id: int
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    language: str
    wants: list[str]
    frequency: str
    unsubscribed: bool
    stopped: list[str]


class ContactChange(Shape):
    """What is left out stays; "" empties a field. `unsubscribed` ends or begins everything.

    `restart`: channels whose address said stop or bounced and whose person now wants them again.
    """

    name: Annotated[str, Field(max_length=200)] | None = None
    phone: Annotated[str, Field(max_length=40)] | None = None
    email: Annotated[str, Field(max_length=254)] | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,8})?$")] | None = None
    wants: Annotated[list[ChannelName], Field(max_length=3)] | None = None
    frequency: Literal["every", "daily", "important"] | None = None
    unsubscribed: bool | None = None
    restart: Annotated[list[ChannelName], Field(max_length=3)] | None = None


class BounceRequest(Shape):
    """What the agency's mail system says of an e-mail that came back; the id is the part of the Message-ID before @."""

    message_id: Annotated[str, Field(min_length=1, max_length=200)]
    permanent: bool = True


class DevMessage(Shape):
    id: str
    agency: str
    channel: str
    to: str | None = None
    subject: str | None = None
    body: str | None = None
    at: str


class DevMessagesAnswer(Shape):
    messages: list[DevMessage]
