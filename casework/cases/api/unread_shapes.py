"""The list of messages that nobody has read."""

from __future__ import annotations

from datetime import datetime

from pydantic import AwareDatetime

from casework.http.shapes import ActorId, After, Limit, Name, Shape


class UnreadQuery(Shape):
    """`since`, `until`: when it was written. `after`: `next` of the page before. `count`: say how many there are on all pages."""

    queue: Name | None = None
    assigned_to: ActorId | None = None
    need: Name | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    count: bool = False
    after: After = 0
    limit: Limit = 50


class UnreadLine(Shape):
    """A message of a case's person; `files`: how many came with it."""

    message: int
    case: int
    number: str | None = None
    need: str
    queue: str
    assigned_to: str | None = None
    closed: bool
    at: datetime
    files: int


class UnreadPage(Shape):
    """`total`: 10,000 means that many or more."""

    messages: list[UnreadLine]
    next: int | None = None
    total: int | None = None
