"""Which report or case a reference leads to, with the hash of its PIN; the same look-ups whether there is one or not."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access.access import Locker, Look
from casework.cases.tables import Case
from casework.errors import NotFound
from casework.intake.tables import Report


def digits(written: str) -> str:
    """ "4 27-19" -> "42719"."""
    return re.sub(r"[^0-9]", "", written)


def found(session: Session, report_id: str) -> Report:
    """Raises NotFound."""
    report = session.get(Report, report_id) if len(report_id) <= 64 and "\0" not in report_id else None
    if report is None:
        raise NotFound("There is no such report; unfinished ones are deleted after a while.")
    return report


def code_of(session: Session, report: Report) -> str:
    """The access code, wherever it is now; "" when its time is over."""
    return report.access_code or session.scalar(select(Case.access_code).where(Case.id == report.case_id)) or ""


def report_by_code(agency: str, code: str) -> Look[str | None]:
    """The id of an unfinished report with this code, or of the report behind the case that has it."""

    def look(session: Session) -> Locker[str | None] | None:
        report = session.execute(
            select(Report.id, Report.pin_hash).where(Report.agency == agency, Report.access_code == code)
        ).first()
        case = session.execute(
            select(Case.id, Case.report_id, Case.pin_hash).where(Case.agency == agency, Case.access_code == code)
        ).first()
        if report:
            return Locker(report.id, report.pin_hash, (Report, report.id))
        return Locker(case.report_id, case.pin_hash, (Case, case.id)) if case else None

    return look
