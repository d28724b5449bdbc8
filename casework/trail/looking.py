"""Lists and searches in the trail: who looked at which list, and what for. A page that asks again and again is one entry.

What was typed is not kept, but its digest: whether somebody looked for a certain name or number can be checked, and the name of
an erased person does not stay behind in the trail.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.database import Database
from casework.trail.actors import Actor
from casework.trail.entries import noted
from casework.trail.tables import AuditEntry

AGAIN = timedelta(minutes=10)  # the same look of the same person within this is no new entry
ACTIONS = (
    "list_cases", "search", "list_unread", "list_handovers", "list_drafts", "list_calls", "see_messages", "see_evidence",
    "see_duplicates", "see_trail", "list_notifications", "list_untold", "list_call_backs",
)  # fmt: skip


async def looked(
    database: Database, agency: str, actor: Actor, action: str, details: dict[str, Any], case_id: int | None = None,
    why: str | None = None,
) -> None:  # fmt: skip
    """Writes it down before anything is shown; `details`: JSON values that say which list it was; `why`: the reason that opened it."""
    now, details = datetime.now(UTC), details | ({"why": why} if why else {})

    def write(session: Session) -> None:
        noted(session, agency, actor, action, now, details, case_id)

    if not await database.read(_was_noted, agency, actor, action, details, case_id, now):
        await database.write(write)


def digest_of(agency: str, typed: str) -> str:
    """The same for the same words, however they are spaced or written large."""
    return hashlib.sha256(f"{agency}\0{' '.join(typed.casefold().split())}".encode()).hexdigest()[:32]


def _was_noted(
    session: Session,
    agency: str,
    actor: Actor,
    action: str,
    details: dict[str, Any],
    case_id: int | None,
    now: datetime,
) -> bool:
    mine = select(AuditEntry.details, AuditEntry.case_id).where(
        AuditEntry.agency == agency, AuditEntry.at > now - AGAIN, AuditEntry.action == action,
        AuditEntry.actor_id == actor.id, AuditEntry.actor_role == actor.role,
    )  # fmt: skip
    return any(row.details == details and row.case_id == case_id for row in session.execute(mine))
