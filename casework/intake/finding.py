"""Which report or case a reference leads to, with the hash of its PIN; the same look-ups whether there is one or not."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access.access import Locker, Look
from casework.cases.tables import Case
from casework.database import Database
from casework.errors import NotFound
from casework.intake.tables import Report

STILL_TALKING = timedelta(hours=1)
_LONGEST_ID = 64
_WRITTEN = ("web", "chat")  # channels in which somebody types; a telephone call's id is known to others
_STATES = ("draft", "submitted", "reopened")


def digits(written: str) -> str:
    """ "4 27-19" -> "42719"."""
    return re.sub(r"[^0-9]", "", written)


def found(session: Session, report_id: str) -> Report:
    """Raises NotFound."""
    report = session.get(Report, report_id) if len(report_id) <= _LONGEST_ID and "\0" not in report_id else None
    if report is None:
        raise NotFound("There is no such report; unfinished ones are deleted after a while.")
    return report


class ReportAgencies:
    """For the gate: whose report an id in an address is."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def agency_of(self, report: str) -> str | None:
        if len(report) > _LONGEST_ID or "\0" in report:
            return None
        return await self._database.read(_agency_of, report)


def _agency_of(session: Session, report_id: str) -> str | None:
    return session.scalar(select(Report.agency).where(Report.id == report_id))


def of_conversation(session: Session, agency: str, call_id: str, now: datetime) -> Report | None:
    """The newest report that was begun in this chat, and in which something was said within the hour; never one of a telephone call."""
    mine = select(Report).where(
        Report.agency == agency,
        Report.state.in_(_STATES),
        Report.updated_at > now - STILL_TALKING,
        Report.call_id == call_id,
        Report.channel.in_(_WRITTEN),
    )
    return session.scalars(mine.order_by(Report.created_at.desc())).first()


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
