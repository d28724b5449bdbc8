"""The trail of a case that goes: its entries are kept for the trail's own time (`trail_days` of an agency), as they were."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from casework.trail.tables import AuditEntry, OutlivingEntry

_COLUMNS = (
    "agency", "case_id", "at", "actor_id", "actor_role", "action", "from_stage", "to_stage", "why", "details",
)  # fmt: skip


def outlive(session: Session, cases: Sequence[int]) -> None:
    """Before these cases are deleted, in the same transaction."""
    if not cases:
        return
    entries = AuditEntry.__table__.c
    rows = select(entries.id, *(entries[name] for name in _COLUMNS)).where(entries.case_id.in_(cases))
    session.execute(insert(OutlivingEntry).from_select(["entry_id", *_COLUMNS], rows))
