"""Entries of the audit trail: who did what, who looked at what, who changed which list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import column, select, table
from sqlalchemy.orm import Session

from casework.trail.actors import Actor
from casework.trail.tables import AuditEntry

_CASES = table("cases", column("id"))  # only whether it is there: cases themselves are no matter of this room


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
        case_id = session.scalar(select(_CASES.c.id).where(_CASES.c.id == case_id))
    session.add(AuditEntry(**fields(agency, actor, action, at, details, case_id)))


def fields(
    agency: str, actor: Actor, action: str, at: datetime, details: dict[str, Any] | None, case_id: int | None
) -> dict[str, Any]:
    """The row of an entry."""
    return {
        "agency": agency,
        "case_id": case_id,
        "at": at,
        "actor_id": actor.id,
        "actor_role": actor.role,
        "action": action,
        "details": details or {},
    }
