"""What the life of cases forgets beside the cases themselves, whose rows take theirs along."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework import retention
from casework.cases import attachments, changes
from casework.cases.machine import SYSTEM, life
from casework.cases.tables import AgencyFlag, AuditEntry, ImportedUpdate, WebhookDelivery
from casework.models import Case

_DELIVERED_DAYS = 7
_FORGOTTEN_AGENCY_DAYS = 30
_CLOSED_AT_ONCE = 200


def sweep(session: Session, sweeping: retention.Sweeping) -> dict[str, int]:
    """Deliveries a week after they arrived; flags that ran out; entries about no case after the agency's retention."""
    old = sweeping.now - timedelta(days=_DELIVERED_DAYS)
    done = session.execute(
        delete(WebhookDelivery).where(WebhookDelivery.state == "delivered", WebhookDelivery.created_at < old)
    )
    ran_out = session.execute(delete(AgencyFlag).where(AgencyFlag.until < sweeping.now))
    unanswered = _close_unanswered(session, sweeping)
    trail = 0
    for agency in sweeping.directory.ids():
        days = sweeping.directory.get(agency).info.retention_days
        trail += _trail(session, sweeping, AuditEntry.agency == agency, days)
    trail += _trail(session, sweeping, AuditEntry.agency.not_in(sweeping.directory.ids()), _FORGOTTEN_AGENCY_DAYS)
    counts = {"webhook_deliveries": done, "agency_flags": ran_out}
    gone = {**{name: result.rowcount for name, result in counts.items()}, "audit_entries": trail}  # type: ignore[attr-defined]
    return gone | ({"cases closed without an answer": unanswered} if unanswered else {})


def _close_unanswered(session: Session, sweeping: retention.Sweeping) -> int:
    """Ends the wait for answers that did not come; the person is told, and can file again. The rest at the next run."""
    since = sweeping.now - timedelta(days=life().answer_within_days)
    waiting = select(Case).where(
        Case.agency.in_(sweeping.directory.ids()), Case.stage == "more_wanted", Case.updated_at < since
    )
    cases = session.scalars(waiting.order_by(Case.id).limit(_CLOSED_AT_ONCE).with_for_update(skip_locked=True)).all()
    for case in cases:
        changes.move(session, case, SYSTEM, "expire", sweeping.now)
    return len(cases)


def _trail(session: Session, sweeping: retention.Sweeping, agency, days: int) -> int:  # type: ignore[no-untyped-def]
    """Entries about no case. Those of a case go with it."""
    old = AuditEntry.at < sweeping.now - timedelta(days=days)
    gone = session.execute(delete(AuditEntry).where(AuditEntry.case_id.is_(None), agency, old))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def files(session: Session, sweeping: retention.Sweeping) -> dict[str, int]:
    """Attachments whose case is gone."""
    return {"attachment files": attachments.sweep(session, sweeping.var / "attachments")}


retention.register(
    "life",
    sweep,
    "audit_entries",
    "agency_flags",
    "webhook_deliveries",
    *("retention_gate", "number_series", "webhooks"),  # tell of nobody
    *("case_messages", "case_attachments", "thrive_assessments", ImportedUpdate.__tablename__),  # go with their case
    files=files,
)
