"""Entries of the audit trail beside the changes of cases: who looked at what, who changed which list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.machine import Actor
from casework.cases.tables import AuditEntry
from casework.models import Case


def noted(
    session: Session,
    agency: str,
    actor: Actor,
    action: str,
    at: datetime,
    details: dict[str, Any] | None = None,
    case_id: int | None = None,
) -> None:
    """Written in the transaction of what it tells of, so that nothing happens without its entry.

    It stands with its case when there is one, and the case has not been deleted since.
    """
    if case_id is not None:
        case_id = session.scalar(select(Case.id).where(Case.id == case_id))
    who = {"actor_id": actor.id, "actor_role": actor.role}
    session.add(AuditEntry(agency=agency, case_id=case_id, at=at, action=action, details=details or {}, **who))
