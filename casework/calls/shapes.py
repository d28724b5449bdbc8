"""What the API takes and gives about calls."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, field_validator

from casework.http.shapes import AgencyId, CallId, Channel, Facts, Limit, Name, Shape

# missed: the call or chat was over before anybody took it
State = Literal["waiting", "missed", "taken", "done", "all"]
# what became of it: the person was helped, is rung back, went to somebody else, was gone, or was put through to 911
Outcome = Literal["helped", "call_back", "passed_on", "gone", "emergency"]


class Line(Shape):
    who: Literal["caller", "assistant", "staff"]
    text: Annotated[str, Field(max_length=4000)]


class HandoverRequest(Shape):
    """What a call-taker should know. Texts are redacted before they are stored.

    ticket: chosen by the sender, random, so that the transfer can carry it before casework is reached; else casework's.
    """

    agency: AgencyId
    call_id: CallId
    ticket: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{16,40}$")] | None = None
    channel: Channel
    need: Name | None = None
    facts: Facts = Field(default={})
    reason: Name
    language: Annotated[str, Field(max_length=20)] | None = None
    wish: Annotated[str, Field(max_length=500)] | None = None
    destination_id: Annotated[str, Field(max_length=80)] | None = None
    transcript: list[Line] = Field([], max_length=400)


class HandoverCreated(Shape):
    ticket: str


class HandoverLine(Shape):
    """A hand-over in the call-takers' list; who has it, and what became of it. `gone_at`: when the person's call or chat was over;
    absent while they are there, or a telephone system has them. `kept_close`: it is about what is sensitive, and whoever asks does
    not serve its caller; they see no facts and no wish, and read it with a reason (Civicline-Why), or when they have taken it."""

    ticket: str
    agency: str
    call_id: str
    channel: str
    need: str | None = None
    facts: dict[str, Any]
    reason: str
    language: str | None = None
    wish: str | None = None
    destination_id: str | None = None
    created_at: datetime
    gone_at: datetime | None = None
    claimed_by: str | None = None
    claimed_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    outcome: Outcome | None = None
    found_need: str | None = None
    found_danger: bool | None = None
    kept_close: bool | None = None


class HandoverAnswer(HandoverLine):
    """The hand-over as a call-taker sees it, with the whole story."""

    transcript: list[Line]


class HandoverList(Shape):
    """`next`: the cursor of the page behind this one; absent on the last. `total`: 10,000 means that many or more."""

    handovers: list[HandoverLine]
    next: str | None = None
    total: int | None = None


class HandoverQuery(Shape):
    """`hours`: made at most so long ago. `call`: of one call only. `count`: say how many there are on all pages. `shared`: for a page
    that others see too: no words that whoever asks sees only because they serve the caller."""

    state: State = "waiting"
    hours: Annotated[int, Field(ge=1, le=24 * 31)] = 12
    call: CallId | None = None
    channel: Annotated[str, Field(max_length=40)] | None = None
    need: Name | None = None
    reason: Name | None = None
    claimed_by: Annotated[str, Field(max_length=80)] | None = None
    shared: bool = False
    count: bool = False
    cursor: Annotated[str, Field(pattern=r"^[01] [0-9T:.+-]{19,35} [A-Za-z0-9_-]{1,40}$")] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 100

    @field_validator("cursor")
    @classmethod
    def _with_a_time(cls, cursor: str | None) -> str | None:
        return _checked(cursor, 1)


class HandoverClaim(Shape):
    """Who has it now. `yours`: the one who asked has it, and nobody else can take it any more."""

    ticket: str
    claimed_by: str | None = None
    claimed_at: datetime | None = None
    yours: bool


class HandoverDone(Shape):
    """What became of it. `need`, `danger`: what it was, as the call-taker found; reviewers see where the assistant heard otherwise."""

    outcome: Outcome
    need: Name | None = None
    danger: bool | None = None


class CallLine(Shape):
    """A call that is over, in the list: what was decided, and no words. `kept_close`: whoever asks reads it with a reason only."""

    call_id: CallId
    channel: str
    started_at: datetime
    ended_at: datetime
    language: str | None = None
    need: str | None = None
    disposition: str | None = None
    destination_id: str | None = None
    reason: str | None = None
    kept_close: bool | None = None


class SurveyRequest(Shape):
    """`helped`: whether the caller got what they needed, as they say."""

    agency: AgencyId
    helped: bool


class CallList(Shape):
    """`next`: the cursor of the page behind this one; absent on the last. `total`: 10,000 means that many or more."""

    calls: list[CallLine]
    next: str | None = None
    total: int | None = None


class CallQuery(Shape):
    """`since`, `until`: when it ended. `cursor`: from the page before. `count`: say how many there are on all pages."""

    channel: Annotated[str, Field(max_length=40)] | None = None
    need: Name | None = None
    disposition: Annotated[str, Field(max_length=40)] | None = None
    reason: Name | None = None
    language: Annotated[str, Field(max_length=20)] | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    count: bool = False
    cursor: Annotated[str, Field(pattern=r"^[0-9T:.+-]{19,35} [A-Za-z0-9_-]{1,100}$")] | None = None
    limit: Limit = 50

    @field_validator("cursor")
    @classmethod
    def _a_time_and_an_id(cls, cursor: str | None) -> str | None:
        return _checked(cursor, 0)


def _checked(cursor: str | None, time_at: int) -> str | None:
    if cursor is not None and datetime.fromisoformat(cursor.split(" ")[time_at]).tzinfo is None:
        raise ValueError("it must be what `next` of the page before says")
    return cursor
