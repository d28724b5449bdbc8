"""Answers to an officer that their person gave and never handed in: hung up, or the page was closed.

After some days without a word (stages.yml: answers_left) they come to the case as they are, whether it waits for them, has gone on
or has ended. A case that is about to be closed for want of an answer gets them at once: its person has answered.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from casework.cases import changes
from casework.cases.machine import life
from casework.cases.tables import Case, StatusEvent
from casework.errors import Conflict, Refused, TooLarge
from casework.intake import late
from casework.intake.open_report import open_report
from casework.intake.store import held, is_late
from casework.intake.tables import Report, ReportAnswer
from casework.sweeping import Agencies, Portions, Retention, Sweeping
from casework.trail.actors import SYSTEM

log = logging.getLogger(__name__)
_AT_ONCE = 500  # a run; what is too much comes in the next


def sweep(portions: Portions, sweeping: Sweeping) -> dict[str, int]:
    """Runs before cases are closed without an answer. A report that cannot be handed in holds up no other."""
    done = 0
    for agency in sweeping.directory.ids():
        with portions.database.reading() as session:
            ids = list(session.scalars(_left(agency, sweeping.now)))
        for report_id in ids:
            with portions.writing() as session:
                done += _try(session, sweeping.directory, report_id, sweeping.now)
    return {"answers handed in that were left": done} if done else {}


def _left(agency: str, now: datetime) -> Select[str]:
    """Ids of reports with an answer that came after the officer asked, and nothing since; by the index of agency, state and time."""
    newest = select(func.max(ReportAnswer.id)).where(ReportAnswer.report_id == Report.id).scalar_subquery()
    silent = Report.updated_at <= now - timedelta(days=life().answers_left.complete_days)
    waits_too_long = select(Case.id).where(Case.id == Report.case_id, _expires(now)).exists()
    mine = (Report.agency == agency, Report.state == "reopened", newest > func.coalesce(Report.wanted_after, 0))
    return select(Report.id).where(*mine, or_(silent, waits_too_long)).order_by(Report.updated_at).limit(_AT_ONCE)


def _expires(now: datetime) -> ColumnElement[bool]:
    return and_(Case.stage == "more_wanted", Case.updated_at < now - timedelta(days=life().answer_within_days))


def _try(session: Session, directory: Agencies, report_id: str, now: datetime) -> int:
    """Hands one report in, whole or not at all; where its case takes no more messages it does not come again."""
    try:
        with session.begin_nested():
            return _hand_in(session, directory, report_id, now)
    except Refused as refused:
        log.error("answers that were left could not be handed in", extra={"error": type(refused).__name__})
        if isinstance(refused, (Conflict, TooLarge)):
            _let_be(session, report_id, now)
        return 0


def _let_be(session: Session, report_id: str, now: datetime) -> None:
    """Of a case that has ended: the answers stay with the report, and nothing tries to write them again."""
    report = held(session, report_id)
    case = changes.held(session, report.case_id or 0)
    if case.closed_at is not None:
        report.state, report.asking, report.updated_at = "submitted", None, now


def _hand_in(session: Session, directory: Agencies, report_id: str, now: datetime) -> int:
    report = held(session, report_id)
    if report.state != "reopened" or report.case_id is None:  # handed in meanwhile
        return 0
    case = changes.held(session, report.case_id)
    try:
        now_at = open_report(session, directory, report)
    except Conflict:  # the agency has taken the form away
        return 0
    expires = session.scalar(select(Case.id).where(Case.id == case.id, _expires(now))) is not None
    partial = now_at.step.state == "ask" and not expires
    if partial and report.updated_at > now - timedelta(days=life().answers_left.partial_days):
        return 0
    if not _is_there(session, report):
        late.keep(session, now_at, now, by=SYSTEM)
    report.state, report.asking, report.updated_at = "submitted", None, now
    return 1


def _is_there(session: Session, report: Report) -> bool:
    """Whether the answers are with the case already: whoever answers after it has gone on brings all of theirs with each answer."""
    if not is_late(session, report):
        return False
    asked = select(func.max(StatusEvent.id)).where(
        StatusEvent.case_id == report.case_id, StatusEvent.stage == "more_wanted"
    )
    went_on = session.scalar(
        select(func.min(StatusEvent.at)).where(
            StatusEvent.case_id == report.case_id, StatusEvent.id > asked.scalar_subquery()
        )
    )
    newest = session.scalar(select(func.max(ReportAnswer.at)).where(ReportAnswer.report_id == report.id))
    return went_on is not None and newest is not None and newest > went_on


RETENTION = Retention((), sweep)
