"""Reports and their answers in the database: loading how a report stands, and keeping what was accepted."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies import Agency
from agencies.reports.shape import OFFICER_ASKS, UNKNOWN, Common, Form
from casework.cases.tables import Case
from casework.database import insert_new
from casework.errors import Conflict, NotFound
from casework.intake.answer import Answer, How
from casework.intake.step import Reopened, ReportState
from casework.intake.tables import Report, ReportAnswer
from casework.sweeping import Agencies
from spoken.en.day_and_hour import hour_words


@dataclass(frozen=True)
class Kept:
    """An answer that is to be kept."""

    question: str
    value: Any
    text: str | None
    how: How
    point: dict[str, Any] | None = None


def held(session: Session, report_id: str) -> Report:
    """The report, locked until the transaction ends; raises NotFound."""
    fits = len(report_id) <= 64 and "\0" not in report_id
    report = session.scalar(select(Report).where(Report.id == report_id).with_for_update()) if fits else None
    if report is None:
        raise NotFound("There is no such report; unfinished ones are deleted after a while.")
    return report


def form_of(directory: Agencies, report: Report) -> tuple[Agency, Form, Common]:
    """The report's form as its file stands now; raises Conflict when the agency has taken the kind away."""
    agency = directory.get(report.agency)
    form = agency.reports.kinds.get(report.kind)
    if form is None or agency.reports.common is None:
        raise Conflict("The agency takes reports of this kind no more; let a person go on with it.")
    return agency, form, agency.reports.common


def state_of(session: Session, report: Report, form: Form) -> ReportState:
    """Everything that the engine needs to know."""
    return ReportState(
        answers=answers_of(session, report.id),
        asking=report.asking,
        reopened=wanted_of(report, form) if is_asked(session, report) else None,
        has_pin=report.pin_hash is not None or report.case_id is not None,
        submitted=is_filed(session, report),
    )


def is_asked(session: Session, report: Report) -> bool:
    """Whether an officer waits for answers: the report was opened again, and its case has not gone on without them."""
    if report.state != "reopened":
        return False
    return session.scalar(select(Case.stage).where(Case.id == report.case_id)) == "more_wanted"


def is_filed(session: Session, report: Report) -> bool:
    """Whether nothing is wanted of the person: it was filed, and what was asked since is answered or wanted no more."""
    return report.state == "submitted" or (report.state == "reopened" and not is_asked(session, report))


def is_late(session: Session, report: Report) -> bool:
    """Whether an officer asked, and the case has gone on or ended before the answers were handed in."""
    return report.state == "reopened" and not is_asked(session, report)


def notes_of(session: Session, report: Report) -> list[dict[str, Any]]:
    """Every note of an officer that was answered, with the answer: what was asked and what was said to it stay together."""
    mine = select(ReportAnswer).where(ReportAnswer.report_id == report.id, ReportAnswer.question == OFFICER_ASKS)
    rows = list(session.scalars(mine.order_by(ReportAnswer.id)))
    found = []
    for note, following in zip(report.notes, [*report.notes[1:], None]):
        until = following["after"] if following else None
        said = [row for row in rows if row.id > note["after"] and (until is None or row.id <= until)]
        if said:
            answer = UNKNOWN if said[-1].how == "unknown" else said[-1].value
            found.append({"asked": note["asked"], "answer": answer})
    return found


KNOWN = "known"  # the turn of what the conversation knew when the report began


def answers_of(session: Session, report_id: str) -> dict[str, Answer]:
    """The answers that count: the last of each question."""
    rows = session.scalars(select(ReportAnswer).where(ReportAnswer.report_id == report_id).order_by(ReportAnswer.id))
    return {
        row.question: Answer(
            row.question,
            row.value,
            row.text,
            cast(How, row.how),
            row.id,
            row.channel,
            row.point,
            row.at,
            row.turn == KNOWN,
        )
        for row in rows
    }


def places_of(session: Session, reports: set[str]) -> dict[str, str]:
    """Where it was, of those of these reports that say it: the last answer counts."""
    rows = select(ReportAnswer.report_id, ReportAnswer.value).where(
        ReportAnswer.report_id.in_(reports), ReportAnswer.question == "where"
    )
    return {
        report: value for report, value in session.execute(rows.order_by(ReportAnswer.id)) if isinstance(value, str)
    }


def was_taken(session: Session, report_id: str, turn: str, question: str) -> bool:
    """Whether this turn has answered this question already (of a group: one of its questions)."""
    found = select(ReportAnswer.id).where(
        ReportAnswer.report_id == report_id,
        ReportAnswer.turn == turn,
        (ReportAnswer.question == question) | ReportAnswer.question.startswith(f"{question}.", autoescape=True),
    )
    return session.scalar(found.limit(1)) is not None


def taken_in(session: Session, report_id: str, turn: str) -> tuple[str, ...]:
    """The questions that this turn has answered, in order."""
    found = select(ReportAnswer.question).where(ReportAnswer.report_id == report_id, ReportAnswer.turn == turn)
    return tuple(session.scalars(found.order_by(ReportAnswer.id)))


def keep(
    session: Session, report: Report, answers: Sequence[Kept], *, channel: str, turn: str | None, now: datetime
) -> None:
    """Adds the answers that are new. A second one of the same turn to the same question is not."""
    current = answers_of(session, report.id)
    rows = [
        {
            "report_id": report.id,
            "question": one.question,
            "value": one.value,
            "text": one.text,
            "how": one.how,
            "point": one.point,
            "channel": channel,
            "turn": turn or secrets.token_hex(8),
            "at": now,
        }
        for one in answers
        if _is_new(one, current.get(one.question), report)
    ]
    insert_new(session, ReportAnswer, rows)
    report.updated_at = now


def _is_new(one: Kept, current: Answer | None, report: Report) -> bool:
    if current is None or (report.state == "reopened" and current.order <= (report.wanted_after or 0)):
        return True
    moved = one.point is not None and one.point != current.point
    return moved or (current.how, current.value) != (one.how, one.value) or _tells_the_hour(one, current)


def _tells_the_hour(one: Kept, current: Answer) -> bool:
    """The same day, and for the first time an hour that stands in the words alone: "wednesday, around three"."""
    return bool(one.text) and one.text != current.text and hour_words(str(one.text)) != hour_words(current.text or "")


def wanted_of(report: Report, form: Form) -> Reopened:
    """What an officer wants, as far as the form still has it; if it has none of it, their note is the question."""
    known = frozenset(report.wanted) & ({question.id for question in form.questions} | {OFFICER_ASKS})
    inside = frozenset(name for name in report.wanted if "." in name)
    asked = known | inside or frozenset({OFFICER_ASKS})
    return Reopened(asked, report.wanted_after or 0, report.note or "")
