"""Entries of the audit trail that are about no case: who looked at what, who changed which list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.life.machine import Actor
from casework.life.tables import AuditEntry


def noted(
    session: Session, agency: str, actor: Actor, action: str, at: datetime, details: dict[str, Any] | None = None
) -> None:
    """Written in the transaction of what it tells of, so that nothing happens without its entry."""
    entry = AuditEntry(
        agency=agency, at=at, actor_id=actor.id, actor_role=actor.role, action=action, details=details or {}
    )
    session.add(entry)
