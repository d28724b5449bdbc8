"""Tries at a PIN only guard the rest: they live a day. Sessions and keys of citizens go when they are over."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from casework.access.tables import Attempt, ClientCredential, PersonKey, PersonSession
from casework.sweeping import Retention, Sweeping, gone


def sweep(session: Session, sweeping: Sweeping) -> dict[str, int]:
    return {
        "attempts": gone(session, Attempt, Attempt.last_at < sweeping.now - timedelta(days=1)),
        "person_sessions": gone(session, PersonSession, PersonSession.expires_at < sweeping.now),
        "person_keys": gone(session, PersonKey, PersonKey.expires_at < sweeping.now - timedelta(days=1)),
    }


RETENTION = Retention((Attempt, PersonSession, PersonKey), sweep, of_nobody=(ClientCredential,))
