"""Addresses that hear of changes, and letters that were given up, as the agency's people see them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from casework.http.shapes import ActorShape, Limit, Name, Shape

ADDRESS = r"^https?://[^\s#]{3,480}$"


class WebhookRequest(Shape):
    """`events`: which ones, by the names of stages and events; none given: all. https, or http on this machine."""

    actor: ActorShape
    url: Annotated[str, Field(pattern=ADDRESS)]
    events: list[Name] = Field([], max_length=60)


class WebhookCreated(Shape):
    """The secret is shown this one time."""

    webhook: int
    secret: str


class WebhookLine(Shape):
    webhook: int
    url: str
    events: list[str]
    is_on: bool
    waiting: int
    dead: int


class Webhooks(Shape):
    webhooks: list[WebhookLine]


class DeadLetter(Shape):
    delivery: str
    webhook: int
    event: str
    tries: int
    last_problem: str | None = None
    created_at: datetime
    body: str


class DeadQuery(Shape):
    after: Annotated[str, Field(max_length=40)] = ""
    limit: Limit = 50


class DeadLetters(Shape):
    deliveries: list[DeadLetter]
    next: str | None = None


class RetryAnswer(Shape):
    waiting: int
