"""Drafts: reports that were begun and not filed, deleted at their person's wish."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.errors import BadRequest, Conflict, NotFound
from casework.intake.store import held
from casework.intake.tables import Report
from casework.trail.actors import Actor
from casework.trail.entries import noted


def of(session: Session, agency: str, report: str | None, code: str | None) -> Report:
    """The agency's, by its id or by its access code; raises BadRequest or NotFound."""
    if (report is None) == (code is None):
        raise BadRequest("Say which draft is meant: by its id or by its code.")
    if report is None:
        mine = select(Report.id).where(Report.agency == agency, Report.access_code == code, Report.case_id.is_(None))
        report = session.scalar(mine)
    found = held(session, report) if report else None
    if found is None or found.agency != agency:
        raise NotFound("There is no such draft in this agency.")
    return found


def delete(session: Session, draft: Report, actor: Actor, now: datetime, why: str | None = None) -> str:
    """It is gone with its answers; gives its kind. Raises Conflict for a report that was filed."""
    if draft.case_id is not None:
        raise Conflict("The report has been filed; it can be taken back, not deleted.")
    kind = draft.kind
    noted(session, draft.agency, actor, "delete_draft", now, {"kind": kind} | ({"why": why} if why else {}))
    session.delete(draft)
    return kind
