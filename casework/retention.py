"""Deletes what is older than its agency keeps it: cases after they close, everything else after it happened. What belongs to an
agency without a folder is kept, until that is put back or the operator lets the agency go (CIVICLINE_AGENCIES_LET_GO).

ROOMS says who deletes what; a test holds that every table that tells of a person is in it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import UniqueConstraint

from casework.access.retention import RETENTION as ACCESS
from casework.base import Base
from casework.bot_models.retention import RETENTION as BOT_MODELS
from casework.call_backs.retention import RETENTION as CALL_BACKS
from casework.calls.retention import RETENTION as CALLS
from casework.cases import words
from casework.cases.retention import RETENTION as CASES
from casework.cases.retention import expired
from casework.database import Database
from casework.directory.directory import Directory
from casework.idempotency import IdempotencyKey
from casework.intake.left_answers import RETENTION as LEFT_ANSWERS
from casework.intake.retention import RETENTION as INTAKE
from casework.notifications.retention import RETENTION as NOTIFICATIONS
from casework.quality.retention import RETENTION as QUALITY
from casework.records_system.retention import RETENTION as RECORDS_SYSTEM
from casework.reviews.retention import RETENTION as REVIEWS
from casework.rights.retention import RETENTION as RIGHTS
from casework.staff_accounts.retention import RETENTION as STAFF_ACCOUNTS
from casework.stores.base import FileStore
from casework.sweeping import Portions, Retention, Sweeping, agencies_in
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
    BOT_MODELS,
    ACCESS,
    Retention((IdempotencyKey,), _keys),
    CALL_BACKS,
    WEBHOOKS,
    LEFT_ANSWERS,  # before cases are closed for want of them
    CASES,
    TRAIL,
    INTAKE,
    NOTIFICATIONS,
    RECORDS_SYSTEM,
    STAFF_ACCOUNTS,
    RIGHTS,
)


def delete_expired(
    database: Database,
    directory: Directory,
    now: datetime,
    var: Path = Path("var"),
    store: FileStore | None = None,
    let_go: frozenset[str] = frozenset(),
) -> dict[str, int]:
    """Deletes and counts by table, a room after the other."""
    sweeping = Sweeping(directory, now, var, store, let_go)
    portions = Portions(database, gate_open)
    counts = {"cases": expired(database, sweeping)}
    for sweep in [room.sweep for room in ROOMS if room.sweep]:
        counts |= sweep(portions, sweeping)
    with database.reading() as session:
        for room in ROOMS:
            counts |= room.files(session, sweeping) if room.files else {}
    words.tidy(database)
    return counts


def without_folder(database: Database, directory: Directory, let_go: frozenset[str] = frozenset()) -> list[str]:
    """Agencies whose rows nobody deletes: they have no folder, and were not let go."""
    of_an_agency = [table for room in ROOMS for table in room.tables if _by_agency(table)]
    with database.reading() as session:
        found = {agency for table in of_an_agency for agency in agencies_in(session, table)}
    return sorted(agency for agency in found - let_go if not directory.has(agency))


def _by_agency(table: type[Base]) -> bool:
    """Whether its agencies are found without reading the whole table."""
    of = table.__table__
    keys = [*of.indexes, *(one for one in of.constraints if isinstance(one, UniqueConstraint))]  # type: ignore[attr-defined]
    return any([column.name for column in key.columns][:1] == ["agency"] for key in keys)
