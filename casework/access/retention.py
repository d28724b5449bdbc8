"""Tries at a PIN only guard the rest: they live a day."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from casework.access.tables import Attempt
from casework.sweeping import Retention, Sweeping, gone


def sweep(session: Session, sweeping: Sweeping) -> dict[str, int]:
    return {"attempts": gone(session, Attempt, Attempt.last_at < sweeping.now - timedelta(days=1))}


RETENTION = Retention((Attempt,), sweep)
