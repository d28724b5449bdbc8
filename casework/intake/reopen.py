"""An officer wants to know more: the report opens again, at just those questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agencies.reports.shape import OFFICER_ASKS
from casework.intake.store import held
from casework.intake.tables import ReportAnswer


def reopen(session: Session, report_id: str, questions: Sequence[str], note: str, at: datetime) -> None:
    """Opens a submitted report at `questions` (ids of its form; "items" asks for all of a group again).

    Without questions the note is put as it is. A question that the form does not have (any more) is passed over; when
    none is left, the note is asked. Asking again adds to what is still unanswered. Raises NotFound.
    """
    report = held(session, report_id)
    wanted = list(questions) or [OFFICER_ASKS]
    if report.state == "reopened":
        wanted = list(dict.fromkeys([*report.wanted, *wanted]))
    last = select(func.max(ReportAnswer.id)).where(ReportAnswer.report_id == report_id)
    report.wanted, report.wanted_after = wanted, session.scalar(last) or 0
    report.note = note or report.note
    report.state, report.asking, report.updated_at = "reopened", None, at
