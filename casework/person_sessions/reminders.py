"""For who has lost the access code too: the codes of what they have running here go to the telephone or e-mail on record.

Nobody learns from an answer whether somebody has a case: what is known goes to the contact itself, in its own language and over its own
channels, and to nobody at risk. A code opens nothing without the PIN, or a one-time code (codes.py).
"""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.tables import Case
from casework.errors import BadRequest
from casework.intake.tables import Report
from casework.notifications.contacts import written_email, written_phone
from casework.notifications.outbox import Happened, tell
from casework.notifications.tables import Contact
from casework.trail.actors import Actor
from casework.trail.entries import noted

EVENT = "code_issued"
MOST = 3  # the newest; whoever has more speaks with a person
_SOMEBODY = Actor("somebody", "citizen")


def written(phone: str | None, email: str | None, country: str) -> str:
    """The address as contacts have it, a number as it is written in the agency's `country`; what is none fits nobody."""
    try:
        return written_phone(phone, country) if phone is not None else written_email(email or "")
    except BadRequest:
        return phone or email or ""


def send(session: Session, agency: str, address: str, now: datetime) -> None:
    """One message for each case that is open, and each draft that has a PIN."""
    theirs = select(Contact.id).where(
        Contact.agency == agency, Contact.email == address if "@" in address else Contact.phone == address
    )
    contacts = list(session.scalars(theirs))
    cases = select(Case).where(Case.contact_id.in_(contacts), Case.closed_at.is_(None), Case.access_code.is_not(None))
    drafts = select(Report).where(
        Report.contact_id.in_(contacts), Report.case_id.is_(None), Report.access_code.is_not(None),
        Report.pin_hash.is_not(None),
    )  # fmt: skip
    for case in session.scalars(cases.order_by(Case.opened_at.desc()).limit(MOST)):
        noted(session, agency, _SOMEBODY, "remind_code", now, {}, case.id)
        tell(session, _happened(case, now, case.id, case.report_id))
    for draft in session.scalars(drafts.order_by(Report.created_at.desc()).limit(MOST)):
        noted(session, agency, _SOMEBODY, "remind_code", now, {"kind": draft.kind})
        tell(session, _happened(draft, now, None, draft.id))


def _happened(thing: Case | Report, now: datetime, case: int | None, report: str | None) -> Happened:
    return Happened(
        key=f"{EVENT} again\0{secrets.token_hex(12)}",
        agency=thing.agency,
        event=EVENT,
        contact_id=thing.contact_id,
        case_id=case,
        report_id=report,
        need=thing.need if isinstance(thing, Case) else None,
        values={"code": thing.access_code or ""},
        at=now,
    )
