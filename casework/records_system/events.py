"""What happened to cases, by cursor: a receiver that was off asks from where it was and misses nothing.

The cursor is the place in the audit trail. What is younger than some seconds waits: two transactions may end in another order than
they began, and a cursor that has passed a number never comes back to it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.cases.tables import Case
from casework.records_system import shapes
from casework.trail.looking import ACTIONS as LOOKS
from casework.trail.tables import AuditEntry

SETTLED_S = 10
# what changes nothing of a case: somebody looked
_LOOKING = (
    "see",
    "take_evidence",
    "take_attachment",
    "see_contact",
    "read",
    "export",
    "take_over",
    "wrong_pin",
    "right_pin",
    "sign_in",
    "see_own",
    "invite",
    *LOOKS,
)


def events(session: Session, agency: str, after: int, limit: int, now: datetime) -> shapes.EventPage:
    """The events after the cursor, oldest first. `next` is what to ask with the next time, also when nothing came."""
    trail = (
        select(AuditEntry, Case)
        .outerjoin(Case, Case.id == AuditEntry.case_id)
        .where(AuditEntry.agency == agency, AuditEntry.id > after, AuditEntry.action.not_in(_LOOKING))
        .where(or_(AuditEntry.case_id.is_not(None), AuditEntry.action == "erase"))
        .where(AuditEntry.at <= now - timedelta(seconds=SETTLED_S))
        .order_by(AuditEntry.id)
        .limit(limit)
    )
    entries = session.execute(trail).all()
    found = [event for one, case in entries for event in _events(one, case)]
    return shapes.EventPage(events=found, next=entries[-1][0].id if entries else after)


def _events(entry: AuditEntry, case: Case | None) -> list[shapes.Event]:
    """One; of an erasure one for each case that went, of which nothing but its id is known any more."""
    if case is None:
        gone = entry.details.get("erased", ())
        return [shapes.Event(cursor=entry.id, case=one, event="erase", at=entry.at) for one in gone]
    stage = entry.to_stage
    return [
        shapes.Event(cursor=entry.id, case=case.id, number=case.number, event=entry.action, stage=stage, at=entry.at)
    ]
