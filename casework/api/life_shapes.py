"""What the agency's side of the API takes and gives: cases, moves, messages, assessments, the connector."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, model_validator

from casework.api import shapes as common
from casework.api.shapes import AgencyId, CallId, Name, Shape
from casework.life.flags import Flag, Matches
from casework.life.machine import Actor, Role
from casework.life.queues import State
from casework.life.thrive import Element, Level

ActorId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:@-]{0,79}$")]
Words = Annotated[str, Field(min_length=1, max_length=500)]
Limit = Annotated[int, Field(ge=1, le=200)]
After = Annotated[int, Field(ge=0, lt=2**31)]
ADDRESS = r"^https?://[^\s#]{3,480}$"


class ActorShape(Shape):
    """Who acts: given by a trusted service that knows the person; an id, never a name."""

    id: ActorId
    role: Role

    def actor(self) -> Actor:
        return Actor(self.id, self.role)


class MoveRequest(Shape):
    """One move of life/stages.yml with what it wants. Without `number`, the next one is given out."""

    actor: ActorShape
    move: Name
    why: Words | None = None
    reason: Name | None = None
    to: Name | None = None
    number: Annotated[str, Field(max_length=20)] | None = None
    questions: list[Name] = Field([], max_length=20)
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
    queue: Name | None = None
    stage: Name | None = None
    assigned_to: ActorId | None = None
    state: State = "open"
    after: After = 0
    limit: Limit = 50


class CaseLine(Shape):
    """A case in a list."""

    case: int
    number: str | None = None
    need: str
    kind: str | None = None
    stage: str
    queue: str
    assigned_to: str | None = None
    place: str | None = None
    happened_at: datetime | None = None
    flags: list[str]
    opened_at: datetime
    updated_at: datetime
    closed_at: datetime | None = None
    merged_into: int | None = None


class CasePage(Shape):
    """`next`: what `after` is for the page that follows; absent at the end."""

    cases: list[CaseLine]
    next: int | None = None


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


class CaseDetail(CaseLine):
    """All about a case, as its own agency's people see it."""

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


class PageQuery(Shape):
    after: After = 0
    limit: Limit = 100


class AuditPage(Shape):
    entries: list[AuditLine]
    next: int | None = None


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


class UnreadRequest(Shape):
    """As a case status: number or code, and PIN. `mark_read`: the summary was spoken to its end."""

    agency: AgencyId
    case_number: Annotated[str, Field(max_length=40)] | None = None
    access_code: Annotated[str, Field(max_length=40)] | None = None
    pin: Annotated[str, Field(min_length=1, max_length=20)]
    call_id: CallId
    source: Annotated[str, Field(min_length=1, max_length=128)] | None = None
    mark_read: bool = False

    @model_validator(mode="after")
    def _one_reference(self) -> UnreadRequest:
        if bool(self.case_number) == bool(self.access_code):
            raise ValueError("give either case_number or access_code")
        return self


class UnreadFound(Shape):
    """`spoken`: the new messages as they are said; `case` and `up_to` are for the receipt."""

    outcome: Literal["found"] = "found"
    case: int
    count: int
    spoken: str
    up_to: int | None = None


class WithdrawalRequest(common.CaseStatusRequest):
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


class ActorRequest(Shape):
    actor: ActorShape


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
