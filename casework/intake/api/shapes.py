"""What the intake API takes and gives."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from agencies.reports.shape import AnswerKind, FormChannel, FormKind
from casework.http.shapes import ActorRequest, AgencyId, CallId, Channel, Facts, Name, Point, Shape, Words

QuestionId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}(\.[1-9][0-9]?\.[a-z][a-z0-9_]{0,59})?$")]
Said = Annotated[str, Field(max_length=5000)]
Turn = Annotated[str, Field(min_length=1, max_length=100)]
Language = Annotated[str, Field(min_length=2, max_length=20)]
Pin = Annotated[str, Field(min_length=1, max_length=40)]
Thing = Annotated[dict[Name, Annotated[str, Field(max_length=500)] | float | int | bool | None], Field(max_length=20)]
Typed = bool | int | float | Said | Annotated[list[Thing], Field(max_length=20)]


class KindAnswer(Shape):
    """`words`: further words by which a caller tells this kind from others of the same need."""

    kind: str
    need: str
    title: str
    spoken: str
    words: list[str] = Field([])
    anonymous_allowed: bool
    channels: list[FormChannel]


class KindsAnswer(Shape):
    kinds: list[KindAnswer]


class ChoiceAnswer(Shape):
    value: str
    spoken: str


class QuestionAnswer(Shape):
    """What is asked now. `group` and `index`: of which thing or person; `given`: what was answered before, spoken.

    `words`: of each choice, further words that name it; `fact`: what a yes/no question asks for;
    `danger`: an answer to it sends the person to the emergency services.
    """

    id: str
    kind: AnswerKind | Literal["pin"]
    label: str
    choices: list[ChoiceAnswer] | None = None
    words: dict[str, list[str]] | None = None
    digits: int | None = None
    prompt: str
    reprompt: str
    spoken_help: str | None = None
    optional: bool
    unknown_allowed: bool
    fact: str | None = None
    danger: bool = False
    group: str | None = None
    index: int | None = None
    given: str | None = None
    problem: str | None = None


class FormQuestionAnswer(Shape):
    """A question of a form, as a page needs it: `when` as in the file, `each` for every thing or person.

    `only_told`: one answer to the question `contact` may fill it; a page may ask either.
    """

    id: str
    kind: FormKind
    label: str
    prompt: str
    reprompt: str
    help: str | None = None
    choices: list[ChoiceAnswer] | None = None
    optional: bool
    unknown_allowed: bool
    only_told: bool = False
    when: list[dict[str, Any]] = Field([])
    each: list[FormQuestionAnswer] = Field([])
    more: str | None = None
    most: int | None = None


class FormAnswer(KindAnswer):
    questions: list[FormQuestionAnswer]


class SummaryLine(Shape):
    """`answer`: what kind of answer it is; `told` for everything but a yes, a no and what the person does not know."""

    question: str
    label: str
    answer: Literal["yes", "no", "unknown", "told"] = "told"
    value_spoken: str
    value_written: str


class ReadBackPart(Shape):
    """A sentence of the report read back, and which answers are in it."""

    questions: list[str]
    spoken: str
    written: str


class EndedAnswer(Shape):
    disposition: Literal["911", "call_taker"]
    reason: str
    say: str


class Progress(Shape):
    given: int
    left: int


class StepAnswer(Shape):
    """One turn. `say`: to whom was asked for more and comes after the end of the case, what becomes of what they said."""

    state: Literal["ask", "summary", "ended", "submitted"]
    question: QuestionAnswer | None = None
    summary: list[SummaryLine] | None = None
    read_back: list[ReadBackPart] | None = None
    ended: EndedAnswer | None = None
    note: str | None = None
    say: str | None = None
    progress: Progress


class StepOnly(Shape):
    step: StepAnswer


class ReportRequest(Shape):
    """`known`: facts that the conversation has already (where, when, when_iso, plate, injured, ...); `point`: that `where` on a map."""

    agency: AgencyId
    kind: Name
    channel: Channel
    call_id: CallId
    pin: Pin | None = None
    language: Language | None = None
    known: Facts = Field({})
    point: Point | None = None


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


class HandInRequest(Shape):
    """What a call-taker was told: `known` as in the beginning of any report (where, when, what, said, ...)."""

    kind: Name
    language: Language | None = None
    known: Facts = Field({})


class WayIn(Shape):
    """`way_in`: digits, in which the caller is transferred into the assistant, once. `link`: what stands in a link, once. Both are
    told once; asking again makes new ones and ends these."""

    report: str
    access_code: str
    way_in: str
    way_in_until: datetime
    link: str
    link_until: datetime


class HandedInRequest(Shape):
    """A caller comes with the digits of a call-taker."""

    agency: AgencyId
    way_in: Annotated[str, Field(pattern=r"^[0-9]{4,12}$")]
    call_id: CallId
    channel: Channel


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


class EvidenceAnswer(Shape):
    """A file that was kept. `state`: clean, or quarantined until it has been looked at."""

    id: str
    name: str
    media_type: str
    size: int
    state: str


class EvidenceKept(EvidenceAnswer):
    """`also`: the other files of the same form. `say`: of a case that has ended, what becomes of them."""

    also: list[EvidenceAnswer] = Field([])
    say: str | None = None


class EvidenceLine(Shape):
    """A file that was put to the report. `found`: what a scanner found in it."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str
    state: str
    found: str | None = None
    at: datetime


class Release(ActorRequest):
    """A supervisor lets a file out of quarantine and answers for it."""

    why: Words


class EvidenceFiles(Shape):
    files: list[EvidenceLine]


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
