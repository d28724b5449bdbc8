"""What the life of cases forgets beside the cases themselves, whose rows take theirs along."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from casework import retention
from casework.life import attachments
from casework.life.tables import AgencyFlag, AuditEntry, ImportedUpdate, WebhookDelivery

_DELIVERED_DAYS = 7
_FORGOTTEN_AGENCY_DAYS = 30


def sweep(session: Session, sweeping: retention.Sweeping) -> dict[str, int]:
    """Deliveries a week after they arrived; flags that ran out; entries about no case after the agency's retention."""
    old = sweeping.now - timedelta(days=_DELIVERED_DAYS)
    done = session.execute(
        delete(WebhookDelivery).where(WebhookDelivery.state == "delivered", WebhookDelivery.created_at < old)
    )
    ran_out = session.execute(delete(AgencyFlag).where(AgencyFlag.until < sweeping.now))
    trail = 0
    for agency in sweeping.directory.ids():
        days = sweeping.directory.get(agency).info.retention_days
        trail += _trail(session, sweeping, AuditEntry.agency == agency, days)
    trail += _trail(session, sweeping, AuditEntry.agency.not_in(sweeping.directory.ids()), _FORGOTTEN_AGENCY_DAYS)
    counts = {"webhook_deliveries": done, "agency_flags": ran_out}
    return {**{name: result.rowcount for name, result in counts.items()}, "audit_entries": trail}  # type: ignore[attr-defined]


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
