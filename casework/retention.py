"""Deletes what is older than its agency keeps it: cases after they close, everything else after it happened.

ROOMS says who deletes what; a test holds that every table that tells of a person is in it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from casework.access.retention import RETENTION as ACCESS
from casework.call_backs.retention import RETENTION as CALL_BACKS
from casework.calls.retention import RETENTION as CALLS
from casework.cases import words
from casework.cases.retention import RETENTION as CASES
from casework.cases.retention import expired
from casework.database import Database
from casework.directory.directory import Directory
from casework.idempotency import IdempotencyKey
from casework.intake.retention import RETENTION as INTAKE
from casework.notifications.retention import RETENTION as NOTIFICATIONS
from casework.quality.retention import RETENTION as QUALITY
from casework.records_system.retention import RETENTION as RECORDS_SYSTEM
from casework.reviews.retention import RETENTION as REVIEWS
from casework.rights.retention import RETENTION as RIGHTS
from casework.staff_accounts.retention import RETENTION as STAFF_ACCOUNTS
from casework.stores.base import FileStore
from casework.sweeping import Portions, Retention, Sweeping
from casework.trail.guard import gate_open
from casework.trail.retention import RETENTION as TRAIL
from casework.webhooks.retention import RETENTION as WEBHOOKS


def _keys(portions: Portions, sweeping: Sweeping) -> dict[str, int]:
    """What guards writes against being done twice lives a day."""
    return {
        "idempotency_keys": portions.gone(IdempotencyKey, IdempotencyKey.created_at < sweeping.now - timedelta(days=1))
    }


# in the order in which they run; a room that is missing here deletes nothing
ROOMS: tuple[Retention, ...] = (
    CALLS,
    REVIEWS,
    QUALITY,
    ACCESS,
    Retention((IdempotencyKey,), _keys),
    CALL_BACKS,
    WEBHOOKS,
    CASES,
    TRAIL,
    INTAKE,
    NOTIFICATIONS,
    RECORDS_SYSTEM,
    STAFF_ACCOUNTS,
    RIGHTS,
)


def delete_expired(
    database: Database, directory: Directory, now: datetime, var: Path = Path("var"), store: FileStore | None = None
) -> dict[str, int]:
    """Deletes and counts by table, a room after the other. Rows of an agency without a folder are kept for 30 days."""
    sweeping = Sweeping(directory, now, var, store)
    portions = Portions(database, gate_open)
    counts = {"cases": expired(database, sweeping)}
    for sweep in [room.sweep for room in ROOMS if room.sweep]:
        counts |= sweep(portions, sweeping)
    with database.reading() as session:
        for room in ROOMS:
            counts |= room.files(session, sweeping) if room.files else {}
    words.tidy(database)
    return counts
