"""Finds a case by its number or code, and PIN; the code of a report that is not finished tells what is missing of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access.access import Asked, Locker, Look, NotFound
from casework.access.attempts import Locked
from casework.cases.tables import Case
from casework.directory.directory import Directory
from casework.intake.api.services import Services
from casework.intake.api.shapes import DraftFound
from casework.intake.api.views import progress
from casework.intake.finding import digits
from casework.intake.finding import found as report_of
from casework.intake.open_report import open_report
from casework.intake.step import form_state
from casework.intake.tables import Report
from casework.lookup import shapes


async def find(
    services: Services, asked: shapes.CaseStatusRequest, now: datetime
) -> Case | DraftFound | shapes.CaseNotFound | shapes.CaseLocked:
    """The case, or what to answer instead."""
    forms = services.directory.get(asked.agency).info.number_forms
    number = forms.sought(asked.case_number) if asked.case_number else None
    code = digits(asked.access_code or "")
    tried = Asked(asked.agency, asked.call_id, number or f"code {code}", digits(asked.pin), asked.source)
    look = by_number(asked.agency, number) if number else by_code(asked.agency, code)
    opened = await services.access.open(tried, look, now)
    if isinstance(opened, Locked):
        return shapes.CaseLocked(minutes=opened.minutes)
    if isinstance(opened, NotFound):
        return shapes.CaseNotFound(tries_left=opened.tries_left)
    if isinstance(opened.thing, Case):
        return opened.thing
    return await services.database.read(_draft, services.directory, opened.thing.id)


def _draft(session: Session, directory: Directory, report_id: str) -> DraftFound:
    now = open_report(session, directory, report_of(session, report_id))
    return DraftFound(
        report=report_id,
        kind=now.report.kind,
        spoken=now.form.spoken,
        missing=[slot.label for slot in form_state(now.form, now.common, now.report_state).open],
        progress=progress(now),
    )


def by_code(agency: str, code: str) -> Look[Case | Report]:
    """The case with this code, or the unfinished report."""

    def look(session: Session) -> Locker[Case | Report] | None:
        report = session.scalar(select(Report).where(Report.agency == agency, Report.access_code == code))
        case = session.scalar(select(Case).where(Case.agency == agency, Case.access_code == code))
        return _locker(case or report)

    return look


def by_number(agency: str, number: str) -> Look[Case | Report]:
    """The case with this official number."""

    def look(session: Session) -> Locker[Case | Report] | None:
        return _locker(session.scalar(select(Case).where(Case.agency == agency, Case.number == number)))

    return look


def _locker(thing: Case | Report | None) -> Locker[Case | Report] | None:
    return Locker(thing, thing.pin_hash, (type(thing), thing.id)) if thing else None
