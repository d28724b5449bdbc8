"""An officer wants to know more: the report opens again, at just those questions, and is open as long as its case waits for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agencies.reports.shape import OFFICER_ASKS, Form
from casework.errors import BadRequest
from casework.intake.questions_due import find
from casework.intake.store import answers_of, held
from casework.intake.tables import ReportAnswer


def reopen(
    session: Session, report_id: str, questions: Sequence[str], note: str, at: datetime, form: Form | None = None
) -> None:
    """Opens a submitted report at `questions` (ids of its form; "items" asks for all of a group again, "items.1.serial" inside it).

    Without questions the note is put as it is. What was asked before and not answered is not asked any more: whoever wants it
    asks again. Raises BadRequest naming the questions that the form does not have, or that nobody could answer; NotFound.
    """
    report = held(session, report_id)
    if form is not None:
        _refuse_unknown(form, questions, set(answers_of(session, report_id)))
    last = session.scalar(select(func.max(ReportAnswer.id)).where(ReportAnswer.report_id == report_id)) or 0
    report.wanted, report.wanted_after = list(questions) or [OFFICER_ASKS], last
    report.note = note or None
    if not questions:
        report.notes = [*report.notes, {"asked": note, "after": last}]
    report.state, report.asking, report.updated_at = "reopened", None, at


def _refuse_unknown(form: Form, questions: Sequence[str], given: set[str]) -> None:
    unknown = [name for name in questions if not _is_there(form, name, given)]
    if unknown:
        raise BadRequest(
            f"questions does not fit: the form has no {', '.join(unknown[:5])}; ids of GET .../reports/{{kind}}, or a note."
        )


def _is_there(form: Form, name: str, given: set[str]) -> bool:
    """A question of the form, a whole group, or one inside a thing that was told of."""
    question = form.question(name)
    if question is not None:
        return True
    slot = find(form, name)
    return slot is not None and any(one.startswith(f"{slot.group}.{slot.index}.") for one in given)
