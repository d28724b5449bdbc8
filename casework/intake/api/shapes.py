"""What is sent of a report, and what comes back: begun, resumed, answered, changed, filed, left."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from casework.http.shapes import AgencyId, CallId, Channel, Facts, Name, Point, Shape
from casework.intake.api.evidence_shapes import EvidenceAnswer
from casework.intake.api.step_shapes import Progress, QuestionAnswer, StepAnswer

QuestionId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}(\.[1-9][0-9]?\.[a-z][a-z0-9_]{0,59})?$")]
Said = Annotated[str, Field(max_length=5000)]
Known = Annotated[dict[Name, bool | Said | int | float | None], Field(max_length=60)]  # a story may be among the facts
Turn = Annotated[str, Field(min_length=1, max_length=100)]
Language = Annotated[str, Field(min_length=2, max_length=20)]
Pin = Annotated[str, Field(min_length=1, max_length=40)]
Thing = Annotated[dict[Name, Annotated[str, Field(max_length=500)] | float | int | bool | None], Field(max_length=20)]
Typed = bool | int | float | Said | Annotated[list[Thing], Field(max_length=20)]


class ReportRequest(Shape):
    """`known`: facts that the conversation has already (where, when, when_iso, plate, injured, ...); `point`: that `where` on a map."""

    agency: AgencyId
    kind: Name
    channel: Channel
    call_id: CallId
    pin: Pin | None = None
    language: Language | None = None
    known: Known = Field({})
    point: Point | None = None


class OfConversation(Shape):
    """`call_id`: of a chat, which nobody guesses."""

    agency: AgencyId
    call_id: CallId


class ReportOfConversation(Shape):
    """`report`: absent where none was begun there."""

    report: str | None = None


class ReportCreated(Shape):
    report: str
    access_code: str
    access_code_spoken: str
    step: StepAnswer


class PinRequest(Shape):
    pin: Pin


class ResumeRequest(Shape):
    """`source`: an opaque hash of the caller's number or address, where the channel has one."""

    agency: AgencyId
    access_code: Annotated[str, Field(min_length=1, max_length=40)]
    pin: Pin
    call_id: CallId
    channel: Channel
    source: Annotated[str, Field(min_length=1, max_length=128)] | None = None


class ResumeFound(Shape):
    outcome: Literal["found"] = "found"
    report: str
    kind: str
    spoken: str
    progress: Progress
    step: StepAnswer


class ResumeNotFound(Shape):
    """No such code or a wrong PIN; nobody learns which."""

    outcome: Literal["not_found"] = "not_found"
    tries_left: int


class ResumeLocked(Shape):
    outcome: Literal["locked"] = "locked"
    minutes: int


class AnswerKept(Shape):
    """An answer that counts, as it is normalised (`value`), as it was said (`text`), and as a page shows it."""

    question: str
    label: str
    how: Literal["given", "unknown", "skipped"]
    value: Any | None = None
    text: str | None = None
    value_written: str
    channel: str
    point: Point | None = None


class ReportAnswer(Shape):
    """`pin`: how the PIN is asked for when somebody leaves who has none yet."""

    report: str
    agency: str
    kind: str
    state: Literal["draft", "submitted", "reopened", "ended"]
    case: int | None = None
    access_code_spoken: str | None = None
    answers: list[AnswerKept]
    evidence: list[EvidenceAnswer] = Field([])
    left_because: str | None = None
    note: str | None = None
    pin: QuestionAnswer | None = None
    step: StepAnswer


class AnswerRequest(Shape):
    """`value` as a form or the bot understood it, `text` as it was said or typed; either will do for how "given".

    `told`: facts that the same words tell by the way; they answer what was not answered. The same `turn` answers the same question
    once. `point`: a place on the map.
    """

    question: QuestionId
    value: Typed | None = None
    text: Said | None = None
    how: Literal["given", "unknown", "skipped"] = "given"
    told: Facts = Field({})
    point: Point | None = None
    channel: Channel
    turn: Turn


class CorrectionRequest(Shape):
    question: QuestionId
    value: Typed | None = None
    text: Said | None = None
    point: Point | None = None
    channel: Channel | None = None
    turn: Turn | None = None


class ChangesRequest(Shape):
    """What somebody said at the read-back, whole. `told`: what the conversation found in the same words (where, ...)."""

    text: Said
    told: Known = Field({})
    channel: Channel | None = None
    turn: Turn | None = None


class ChangesAnswer(Shape):
    """`changed`: questions whose answer is otherwise now, or new; `named`: one that was named without a new answer."""

    step: StepAnswer
    changed: list[str] = Field([])
    named: str | None = None


class BackRequest(Shape):
    """A `turn` that is sent twice goes back once."""

    turn: Turn | None = None


class SubmitRequest(Shape):
    turn: Turn


class SubmitAnswer(Shape):
    """`reference_spoken` is the access code, in groups: there is no official number yet."""

    case: int
    reference_spoken: str
    access_code: str | None = None
    say: str


class LeaveRequest(Shape):
    reason: Literal["stopped", "handed_over", "emergency"]
    channel: Channel


class LinkRequest(Shape):
    """`turn`: names the caller's wish; sent twice, it is one link."""

    channel: Channel
    turn: Turn


class LinkAnswer(Shape):
    """What became of the wish for a link by text: sent; no_number or no wish to be written to; not_told: it may not be; no_page."""

    outcome: Literal["sent", "no_number", "not_told", "no_page"]


class SayAnswer(Shape):
    say: str


class DraftFound(Shape):
    """Case status of a code whose report is not finished: `missing` are the labels of what is still asked."""

    outcome: Literal["draft"] = "draft"
    report: str
    kind: str
    spoken: str
    missing: list[str]
    progress: Progress
