"""What happened to cases, by cursor: a receiver that was off asks from where it was and misses nothing.

The cursor is the place in the audit trail. What is younger than some seconds waits: two transactions may end in another order than
they began, and a cursor that has passed a number never comes back to it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
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
    "sign_in",
    "see_own",
    "invite",
    *LOOKS,
)


def events(session: Session, agency: str, after: int, limit: int, now: datetime) -> shapes.EventPage:
    """The events after the cursor, oldest first. `next` is what to ask with the next time, also when nothing came."""
    trail = (
        select(AuditEntry, Case)
        .join(Case, Case.id == AuditEntry.case_id)
        .where(AuditEntry.agency == agency, AuditEntry.id > after, AuditEntry.action.not_in(_LOOKING))
        .where(AuditEntry.at <= now - timedelta(seconds=SETTLED_S))
        .order_by(AuditEntry.id)
        .limit(limit)
    )
    found = [
        shapes.Event(cursor=one.id, case=case.id, number=case.number, event=one.action, stage=one.to_stage, at=one.at)
        for one, case in session.execute(trail)
    ]
    return shapes.EventPage(events=found, next=found[-1].cursor if found else after)
