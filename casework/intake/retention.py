"""Retention of reports: drafts (their people are told before), codes of cases long closed, files that no row knows."""

from __future__ import annotations

import time
from datetime import timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from casework.cases.tables import Case
from casework.errors import Conflict
from casework.intake import codes, evidence
from casework.intake.contact import tell_expiring
from casework.intake.step import form_state
from casework.intake.store import form_of, state_of
from casework.intake.tables import Evidence, Report, ReportAnswer
from casework.notifications.tables import NotificationEvent
from casework.sweeping import PAUSE_S, Portions, Retention, Sweeping

_WARNED, _WARNED_AT_ONCE = 500, 25  # a run; a transaction: much is written for each


def sweep(portions: Portions, sweeping: Sweeping) -> dict[str, int]:
    """Reports that became a case go with it (retention deletes cases); drafts go after the agency's `draft_days`."""
    drafts = freed = 0
    draft = (Report.state == "draft", Report.case_id.is_(None))
    ids = sweeping.directory.ids()
    for agency in ids:
        settings = sweeping.directory.get(agency).info.reports
        old = Report.updated_at < sweeping.now - timedelta(days=settings.draft_days)
        drafts += portions.gone(Report, *draft, Report.agency == agency, old)
        _warn(portions, sweeping, agency, settings.draft_days, min(settings.warn_days, settings.draft_days // 2))
        freed += _freed(portions, codes.of_closed(agency, sweeping.now, settings.code_days_after_closing))
        with portions.database.reading() as session:
            codes.share_in_use(session, agency)
    for agency in sweeping.gone:
        drafts += portions.gone(Report, *draft, Report.agency == agency, Report.updated_at < sweeping.gone_kept_since)
    return {"reports": drafts, "access_codes": freed}


def _freed(portions: Portions, closed: tuple[ColumnElement[bool], ...]) -> int:
    count = 0
    for found in portions.found(select(Case.id).where(*closed)):
        with portions.writing() as session:
            freed = codes.free(session, [one.id for one in found], closed)
        count += freed
        if not freed:  # another process frees them
            break
    return count


def _warn(portions: Portions, sweeping: Sweeping, agency: str, draft_days: int, warn_days: int) -> None:
    """Tells the people of drafts that will be deleted within `warn_days`; what is too much for one run comes in the next."""
    old = Report.updated_at < sweeping.now - timedelta(days=draft_days - warn_days)
    told = select(NotificationEvent.id).where(
        NotificationEvent.report_id == Report.id,
        NotificationEvent.event == "report_expiring",
        NotificationEvent.at >= Report.updated_at,
    )
    lying = select(Report).where(
        Report.agency == agency, Report.state == "draft", Report.contact_id.is_not(None), old, ~told.exists()
    )
    with portions.database.reading() as session:
        found = list(session.scalars(lying.order_by(Report.updated_at).limit(_WARNED).with_only_columns(Report.id)))
    for first in range(0, len(found), _WARNED_AT_ONCE):
        with portions.writing() as session:
            some = lying.where(Report.id.in_(found[first : first + _WARNED_AT_ONCE])).order_by(Report.updated_at)
            _warn_some(session, sweeping, list(session.scalars(some)), draft_days)
        time.sleep(PAUSE_S)


def _warn_some(session: Session, sweeping: Sweeping, reports: list[Report], draft_days: int) -> None:
    for report in reports:
        try:
            _, form, common = form_of(sweeping.directory, report)
        except Conflict:  # the agency has taken the form away
            continue
        left = draft_days - (sweeping.now - report.updated_at).days
        state = form_state(form, common, state_of(session, report, form))
        tell_expiring(session, report, state, form.need, max(1, left), sweeping.now)


RETENTION = Retention((Report, ReportAnswer, Evidence), sweep, evidence.sweep_files)
