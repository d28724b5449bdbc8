"""Cases go after they closed, with all that tells of them; flags when they run out; a wait for answers ends."""

from __future__ import annotations

import time
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, column, select, table
from sqlalchemy.orm import Session

from casework.cases import attachments, changes
from casework.cases.machine import life
from casework.cases.tables import (
    AgencyFlag,
    Case,
    CaseAttachment,
    CaseMessage,
    CaseWords,
    NumberSeries,
    StatusEvent,
    ThriveAssessment,
)
from casework.database import Database
from casework.sweeping import PAUSE_S, PORTION, Portions, Retention, Sweeping, gone
from casework.trail.actors import SYSTEM
from casework.trail.guard import gate_open
from casework.trail.outliving import outlive

_CLOSED_AT_ONCE = 20  # much is written for each
_HELD = table("legal_holds", column("case_id"))  # that there is one: whose and why is no matter of this room


def expired(database: Database, sweeping: Sweeping) -> int:
    """Cases take much along (messages, stages): a few hundred a transaction, so that nobody waits for them long.

    They are looked for while others write.
    """
    old = [of for agency in sweeping.directory.ids() for of in _old(agency, sweeping)]
    old += [and_(Case.agency == agency, Case.closed_at < sweeping.gone_kept_since) for agency in sweeping.gone]
    return sum(_expired(database, where) for where in old)


def _expired(database: Database, where: ColumnElement[bool]) -> int:
    count, some = 0, select(Case.id).where(where, Case.id.not_in(select(_HELD.c.case_id))).limit(PORTION)
    while True:
        with database.reading() as session:
            found = list(session.scalars(some))
        if not found:
            return count
        with database.writing() as session, gate_open(session):
            going = list(session.scalars(some.where(Case.id.in_(found))))
            outlive(session, going)
            deleted = gone(session, Case, Case.id.in_(going))
        count += deleted
        if len(found) < PORTION or not deleted:
            return count
        time.sleep(PAUSE_S)


def _old(agency: str, sweeping: Sweeping) -> list[ColumnElement[bool]]:
    """An agency keeps cases by need (case_days in agency.yml), the others as long as everything."""
    by_need = sweeping.cases_kept_since(agency)
    named = [need for need in by_need if need is not None]
    found = [and_(Case.agency == agency, Case.need == need, Case.closed_at < by_need[need]) for need in named]
    return [*found, and_(Case.agency == agency, Case.need.not_in(named), Case.closed_at < by_need[None])]


def sweep(portions: Portions, sweeping: Sweeping) -> dict[str, int]:
    counts = {"agency_flags": portions.gone(AgencyFlag, AgencyFlag.until < sweeping.now)}
    unanswered = _close_unanswered(portions, sweeping)
    return counts | ({"cases closed without an answer": unanswered} if unanswered else {})


def _close_unanswered(portions: Portions, sweeping: Sweeping) -> int:
    """Ends the wait for answers that did not come; the person is told, and can file again."""
    since = sweeping.now - timedelta(days=life().answer_within_days)
    waiting = (
        Case.agency.in_(sweeping.directory.ids()),
        Case.stage == "more_wanted",
        Case.updated_at < since,
    )
    count = 0
    for found in portions.found(select(Case.id).where(*waiting).order_by(Case.id), _CLOSED_AT_ONCE):
        still = select(Case).where(Case.id.in_([one.id for one in found]), *waiting)
        with portions.writing() as session:
            cases = session.scalars(still.order_by(Case.id).with_for_update(skip_locked=True)).all()
            for case in cases:
                changes.move(session, case, SYSTEM, "expire", sweeping.now)
        count += len(cases)
        if not cases:  # another process has them
            break
    return count


def files(session: Session, sweeping: Sweeping) -> dict[str, int]:
    """Attachments whose case is gone."""
    return {"attachment files": attachments.sweep(session, sweeping.store)}


# what expires with the cases themselves comes first, in transactions of its own: see casework/retention.py
RETENTION = Retention(
    (Case, CaseWords, StatusEvent, CaseMessage, CaseAttachment, ThriveAssessment, AgencyFlag),
    sweep,
    files,
    of_nobody=(NumberSeries,),
)
