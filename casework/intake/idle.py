"""Drafts whose person went silent (hung up, the call died, the page was closed): they are told how to go on, as if they had
said that they stop.

A channel that can say so ends with `leave`; a telephone that was put down says nothing. A draft that nobody touched for ten
minutes counts as left. Older than a day (the service was away): it is not told any more, the notice before deletion comes.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.database import Database
from casework.directory.directory import Directory
from casework.errors import CaseworkError, Conflict
from casework.intake.contact import tell_saved
from casework.intake.step import form_state
from casework.intake.store import form_of, state_of
from casework.intake.tables import Report

log = logging.getLogger(__name__)
SILENT = "went_silent"
EVERY_S = 60.0
_AFTER, _BEFORE = timedelta(minutes=10), timedelta(days=1)
_AT_ONCE = 100


async def keep_telling(database: Database, directory: Directory) -> None:
    """Until cancelled."""
    while True:
        try:
            await database.run(tell_idle, database, directory, datetime.now(UTC))
        except CaseworkError as error:
            log.error("drafts that were left could not be looked for", extra={"error": type(error).__name__})
        await asyncio.sleep(EVERY_S)


def tell_idle(database: Database, directory: Directory, now: datetime) -> int:
    """Looks at each draft once for every time that it was left; counts them. What is too much for one run comes in the next."""
    done = 0
    for agency in directory.ids():
        with database.reading() as session:
            ids = session.scalars(_left(agency, now)).all()
        for report_id in ids:
            with database.writing() as session:
                done += _leave(session, directory, agency, report_id, now)
    return done


def _left(agency: str, now: datetime):  # type: ignore[no-untyped-def]
    """Ids of drafts of people who can be reached, by the index of agency, state and time."""
    silent = Report.updated_at.between(now - _BEFORE, now - _AFTER)
    mine = (Report.agency == agency, Report.state == "draft", silent)
    can_be_told = (Report.contact_id.is_not(None), Report.left_because.is_(None), Report.pin_hash.is_not(None))
    return select(Report.id).where(*mine, *can_be_told).order_by(Report.updated_at).limit(_AT_ONCE)


def _leave(session: Session, directory: Directory, agency: str, report_id: str, now: datetime) -> int:
    """Unless the person came back meanwhile; two processes that do this at once tell once."""
    still = _left(agency, now).where(Report.id == report_id).with_only_columns(Report)
    report = session.scalar(still.with_for_update())
    if report is None:
        return 0
    report.left_because = SILENT
    try:
        found, form, common = form_of(directory, report)
    except Conflict:  # the agency has taken the form away
        return 0
    state = form_state(form, common, state_of(session, report, form))
    tell_saved(session, report, state, form.need, found.info.reports.draft_days, now)
    return 1
