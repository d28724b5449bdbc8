"""The trail has a time of its own (`trail_days`): entries about a case go with it to those that outlive it, and stay that long."""

from __future__ import annotations

from casework.sweeping import Portions, Retention, Sweeping
from casework.trail.tables import AuditEntry, AuditLeaf, AuditSeal, OutlivingEntry, RetentionGate


def sweep(portions: Portions, sweeping: Sweeping) -> dict[str, int]:
    about_none, count = AuditEntry.case_id.is_(None), 0
    kept_since = {agency: sweeping.trail_kept_since(agency) for agency in sweeping.directory.ids()}
    kept_since |= dict.fromkeys(sweeping.gone, sweeping.gone_kept_since)
    for agency, since in kept_since.items():
        count += portions.gone(AuditEntry, about_none, AuditEntry.agency == agency, AuditEntry.at < since)
        count += portions.gone(OutlivingEntry, OutlivingEntry.agency == agency, OutlivingEntry.at < since)
    return {"audit_entries": count}


RETENTION = Retention((AuditEntry, OutlivingEntry), sweep, of_nobody=(RetentionGate, AuditSeal, AuditLeaf))
