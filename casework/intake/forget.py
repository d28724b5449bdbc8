"""Retention of reports: drafts that nobody went on with, codes of cases long closed, files that no row knows."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from casework import retention
from casework.intake import codes, evidence
from casework.intake.tables import Report
from casework.retention import Sweeping

_FORGOTTEN_AGENCY_DAYS = 30


def sweep(session: Session, sweeping: Sweeping) -> dict[str, int]:
    """Reports that became a case go with it (retention deletes cases); drafts go after the agency's `draft_days`."""
    drafts = freed = 0
    ids = sweeping.directory.ids()
    for agency in ids:
        settings = sweeping.directory.get(agency).info.reports
        old = Report.updated_at < sweeping.now - timedelta(days=settings.draft_days)
        drafts += _delete(session, Report.agency == agency, old)
        freed += codes.free_closed(session, agency, sweeping.now, settings.code_days_after_closing)
        codes.share_in_use(session, agency)
    forgotten = sweeping.now - timedelta(days=_FORGOTTEN_AGENCY_DAYS)
    drafts += _delete(session, Report.agency.not_in(ids), Report.updated_at < forgotten)
    return {"reports": drafts, "access_codes": freed}


def _delete(session: Session, *where: object) -> int:
    gone = delete(Report).where(Report.state == "draft", Report.case_id.is_(None), *where)  # type: ignore[arg-type]
    return int(session.execute(gone.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]


retention.register("reports", sweep, "reports", "report_answers", "report_evidence", files=evidence.sweep_files)
