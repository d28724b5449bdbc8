"""Entries about a case go with it; those about none go with the agency's retention."""

from __future__ import annotations

from sqlalchemy.orm import Session

from casework.sweeping import Retention, Sweeping, gone
from casework.trail.tables import AuditEntry, AuditLeaf, AuditSeal, RetentionGate


def sweep(session: Session, sweeping: Sweeping) -> dict[str, int]:
    about_none, ids = AuditEntry.case_id.is_(None), sweeping.directory.ids()
    old = [
        gone(session, AuditEntry, about_none, AuditEntry.agency == agency, AuditEntry.at < sweeping.kept_since(agency))
        for agency in ids
    ]
    old.append(
        gone(session, AuditEntry, about_none, AuditEntry.agency.not_in(ids), AuditEntry.at < sweeping.forgotten_since)
    )
    return {"audit_entries": sum(old)}


RETENTION = Retention((AuditEntry,), sweep, of_nobody=(RetentionGate, AuditSeal, AuditLeaf))
