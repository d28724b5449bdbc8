"""A person takes their report back, as long as nobody works on it and nobody else told of the same matter."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases import changes
from casework.cases.tables import Case
from casework.errors import MoveRefused
from casework.trail.actors import Actor


def withdraw(session: Session, case: Case, actor: Actor, at: datetime, why: str | None, change: str) -> str:
    """Closes the case at its person's wish and gives the stage; raises MoveRefused."""
    joined = select(Case.id).where(Case.merged_into == case.id).limit(1)
    if session.scalar(joined) is not None:
        raise MoveRefused("Somebody else reported the same matter; a person of the agency decides what becomes of it.")
    return changes.move(session, case, actor, "withdraw", at, why=why, change=change)
