"""Tries at a PIN only guard the rest: they live a day. Sessions and keys of citizens go when they are over."""

from __future__ import annotations

from datetime import timedelta

from casework.access.tables import Attempt, ClientCredential, PersonKey, PersonSession
from casework.sweeping import Portions, Retention, Sweeping


def sweep(portions: Portions, sweeping: Sweeping) -> dict[str, int]:
    return {
        "attempts": portions.gone(Attempt, Attempt.last_at < sweeping.now - timedelta(days=1)),
        "person_sessions": portions.gone(PersonSession, PersonSession.expires_at < sweeping.now),
        "person_keys": portions.gone(PersonKey, PersonKey.expires_at < sweeping.now - timedelta(days=1)),
    }


RETENTION = Retention((Attempt, PersonSession, PersonKey), sweep, of_nobody=(ClientCredential,))
