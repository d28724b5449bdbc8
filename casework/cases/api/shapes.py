"""Cases as the agency's people see and move them: queues, one case, its trail, assessments."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, Field, model_validator

from casework.cases.queues import Order, State
from casework.cases.thrive import Element, Level
from casework.http.shapes import ActorId, ActorShape, After, CallId, Limit, Name, Point, Shape, Words

# "where", or "items.1.serial": a question about the first of several things
QuestionId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}(\.[1-9]\d?\.[a-z][a-z0-9_]{0,59})?$")]


class MoveRequest(Shape):
    """One move of cases/stages.yml with what it wants. Without `number`, the next one is given out.

    `questions`: ids of the form, or of a question inside a group (items.1.serial); without them the `note` is the question.
    """

    actor: ActorShape
    move: Name
    why: Words | None = None
    reason: Name | None = None
    to: Name | None = None
    number: Annotated[str, Field(max_length=20)] | None = None
    questions: list[QuestionId] = Field([], max_length=20)
    note: Words | None = None
    destination: Annotated[str, Field(max_length=80)] | None = None
    officer: ActorId | None = None
    officer_name: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    into: Annotated[int, Field(ge=1, lt=2**31)] | None = None


class Moved(Shape):
    """Where the case is now, and what this role may do next."""

    case: int
    stage: str
    number: str | None = None
    moves: list[str]


class AssignRequest(Shape):
    """To an officer, to a queue or both; officer absent: back to nobody. `officer_name` is told to the person."""

    actor: ActorShape
    officer: ActorId | None = None
    officer_name: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    queue: Name | None = None
    why: Words | None = None


class NoticeRequest(Shape):
    """Tells the person of what is no stage: an appointment, a hearing, property. Times in `values` are ISO 8601."""

    actor: ActorShape
    event: Name
    values: dict[Name, Annotated[str, Field(max_length=300)]] = Field({}, max_length=10)


class QueueQuery(Shape):
    """`q`: a number, a code, a telephone number, an e-mail, the beginning of a name or of a place; closed cases are found too
    unless `state` says otherwise; several words are words of the story too. `unread`: only cases with a message of their
    person's that nobody has read. `call`: only those whose report was begun in that call or chat. `count`: say how many there
    are on all pages.
    """

    queue: Name | None = None
    stage: Name | None = None
    assigned_to: ActorId | None = None
    state: State | None = None
    need: Name | None = None
    q: Annotated[str, Field(min_length=2, max_length=200)] | None = None
    unread: bool = False
    call: CallId | None = None
    opened_from: AwareDatetime | None = None
    opened_to: AwareDatetime | None = None
    order: Order = "oldest"
    count: bool = False
    after: After = 0
    limit: Limit = 50


class CaseLine(Shape):
    """A case in a list. `point`: where the place is, when somebody showed it on a map. `call_id`: the call, chat or visit to the
    pages in which its report was begun."""

    case: int
    number: str | None = None
    need: str
    kind: str | None = None
    stage: str
    queue: str
    assigned_to: str | None = None
    place: str | None = None
    point: Point | None = None
    call_id: str | None = None
    happened_at: datetime | None = None
    flags: list[str]
    opened_at: datetime
    updated_at: datetime
    closed_at: datetime | None = None
    merged_into: int | None = None


class CasePage(Shape):
    """`next`: what `after` is for the page that follows; absent at the end. `total`: 10,000 means that many or more."""

    cases: list[CaseLine]
    next: int | None = None
    total: int | None = None


class QueueCount(Shape):
    queue: str
    stage: str
    open: int


class QueueCounts(Shape):
    queues: list[QueueCount]


class ThriveLevel(Shape):
    level: Level
    reasons: list[str]


class Assessment(Shape):
    """`decided`: by the person `by`; otherwise prefilled by the rules. `older_than_answers`: they changed since."""

    at: datetime
    by: str
    decided: bool
    levels: dict[Element, ThriveLevel]
    note: str | None = None
    older_than_answers: bool = False


class Assessments(Shape):
    """`prefilled`: what the rules say now. `decided`: the newest decision. `history`: all, the newest first."""

    prefilled: Assessment
    decided: Assessment | None = None
    history: list[Assessment]


class ThriveRequest(Shape):
    """A person's decision on all six elements."""

    actor: ActorShape
    levels: dict[Element, Level]
    note: Words | None = None

    @model_validator(mode="after")
    def _all_six(self) -> ThriveRequest:
        if len(self.levels) != 6:
            raise ValueError("give a level for each of the six elements")
        return self


class CaseContact(Shape):
    """How the person of a case is reached, and what was said of them (`flags`, also at other contacts of theirs)."""

    contact: int
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    language: str
    wants: list[str]
    frequency: str
    flags: list[str]


class CaseDetail(CaseLine):
    """All about a case, as its own agency's people see it. `contact`: for whoever serves the case, or said why they look."""

    contact: CaseContact | None = None

    anonymous: bool
    channel: str | None = None
    report: str | None = None
    answers: dict[str, Any]
    redirected_to: str | None = None
    merged: list[int]
    thrive: Assessments
    unread: int
    moves: list[str]


class AuditLine(Shape):
    id: int
    at: datetime
    actor: str
    role: str
    action: str
    from_stage: str | None = None
    to_stage: str | None = None
    why: str | None = None
    details: dict[str, Any]


class AuditPage(Shape):
    entries: list[AuditLine]
    next: int | None = None


class SignedInWithdrawal(Shape):
    actor: ActorShape
    why: Words | None = None
