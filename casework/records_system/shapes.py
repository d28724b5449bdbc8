"""What the agency's own systems give and take: webhooks, the list of flags, the file out, updates in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, model_validator

from casework.cases.api.shapes import ActorShape, Limit
from casework.cases.flags import Flag, Matches
from casework.http.shapes import AgencyId, Name, Shape

ADDRESS = r"^https?://[^\s#]{3,480}$"


class FlagRequest(Shape):
    """One entry of the agency's own list. `until`: at most two years ahead, then it is gone."""

    actor: ActorShape
    flag: Flag
    match: Matches
    value: Annotated[str, Field(min_length=3, max_length=254)]
    note: Annotated[str, Field(max_length=200)] | None = None
    until: AwareDatetime

    @model_validator(mode="after")
    def _not_for_ever(self) -> FlagRequest:
        now = datetime.now(UTC)
        if not now < self.until <= now + timedelta(days=731):
            raise ValueError("until lies in the future, at most two years")
        return self


class FlagLine(Shape):
    entry: int
    flag: str
    note: str | None = None
    added_by: str
    until: datetime


class FlagPage(Shape):
    entries: list[FlagLine]
    next: int | None = None


class FlagListed(Shape):
    entry: int


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


class ExportQuery(Shape):
    """Cases that changed since then, in pages by `after` inside; the whole is streamed."""

    format: Literal["csv", "jsonl"] = "jsonl"
    since: AwareDatetime | None = None


class ImportQuery(Shape):
    """`source`: the name of the records system; with `update` it makes an update known for ever."""

    source: AgencyId


class LineProblem(Shape):
    line: int
    update: str | None = None
    problem: str


class ImportAnswer(Shape):
    """`already`: updates that were taken in before. Of the refused lines the first thousand are told."""

    lines: int
    applied: int
    already: int
    refused: int
    problems: list[LineProblem]
