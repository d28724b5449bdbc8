"""The trail has a time of its own (`trail_days`): entries about a case go with it to those that outlive it, and stay that long."""

from __future__ import annotations

from casework.sweeping import Portions, Retention, Sweeping
from casework.trail.tables import AuditEntry, AuditLeaf, AuditSeal, OutlivingEntry, RetentionGate


def sweep(portions: Portions, sweeping: Sweeping) -> dict[str, int]:
    about_none, ids, count = AuditEntry.case_id.is_(None), sweeping.directory.ids(), 0
    for agency in ids:
        since = sweeping.trail_kept_since(agency)
        count += portions.gone(AuditEntry, about_none, AuditEntry.agency == agency, AuditEntry.at < since)
        count += portions.gone(OutlivingEntry, OutlivingEntry.agency == agency, OutlivingEntry.at < since)
    since = sweeping.forgotten_since
    for agency in portions.forgotten(AuditEntry, sweeping):
        count += portions.gone(AuditEntry, about_none, AuditEntry.agency == agency, AuditEntry.at < since)
    for agency in portions.forgotten(OutlivingEntry, sweeping):
        count += portions.gone(OutlivingEntry, OutlivingEntry.agency == agency, OutlivingEntry.at < since)
    return {"audit_entries": count}


RETENTION = Retention((AuditEntry, OutlivingEntry), sweep, of_nobody=(RetentionGate, AuditSeal, AuditLeaf))
