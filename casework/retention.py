"""Deletes what is older than its agency keeps it: cases after they close, everything else after it happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import and_, delete, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework.cases.guards import gate_open
from casework.database import Database
from casework.directory.directory import Directory
from casework.models import Attempt, Base, CallRecord, Case, Handover, IdempotencyKey

# rows of an agency: the table, and the time from which retention counts
_BY_AGENCY: tuple[tuple[type[Base], InstrumentedAttribute[str], InstrumentedAttribute[Any]], ...] = (
    (Handover, Handover.agency, Handover.created_at),
    (CallRecord, CallRecord.agency, CallRecord.ended_at),
)
# rows that only guard the others live a day
_SHORT_LIVED: tuple[tuple[type[Base], InstrumentedAttribute[Any]], ...] = (
    (Attempt, Attempt.last_at),
    (IdempotencyKey, IdempotencyKey.created_at),
)
_FORGOTTEN_AGENCY_DAYS = 30
_CASES_AT_ONCE = 500


@dataclass(frozen=True)
class Sweeping:
    """What a room needs to forget: who keeps what for how long, the time (UTC), and the folder of stored files."""

    directory: Directory
    now: datetime
    var: Path


Sweep = Callable[[Session, Sweeping], dict[str, int]]
_SWEEPS: dict[str, Sweep] = {}
_AFTERWARDS: dict[str, Sweep] = {}
COVERED: set[str] = {"cases", "status_events"}  # tables whose rows go with another's


def register(room: str, sweep: Sweep, *tables: str, files: Sweep | None = None) -> None:
    """Adds a room's own deleting to every retention run.

    `sweep` runs in the transaction of the run, `files` after it: it deletes files that no row knows any more. Both give
    counts by name. `tables`: what the room deletes from, or what goes with a row of another table.
    """
    _SWEEPS[room] = sweep
    if files:
        _AFTERWARDS[room] = files
    COVERED.update(tables)


def delete_expired(database: Database, directory: Directory, now: datetime, var: Path = Path("var")) -> dict[str, int]:
    """Deletes and counts by table. Rows of an agency without a folder are kept for 30 days."""
    counts: dict[str, int] = {}
    sweeping = Sweeping(directory, now, var)
    _expired_cases(database, directory, now, counts)
    with database.writing() as session, gate_open(session):
        for agency in directory.ids():
            days = directory.get(agency).info.retention_days
            for table, owner, since in _BY_AGENCY:
                _delete(session, table, counts, owner == agency, since < now - timedelta(days=days))
        for table, owner, since in _BY_AGENCY:
            forgotten = now - timedelta(days=_FORGOTTEN_AGENCY_DAYS)
            _delete(session, table, counts, owner.not_in(directory.ids()), since < forgotten)
        for table, since in _SHORT_LIVED:
            _delete(session, table, counts, since < now - timedelta(days=1))
        for sweep in _SWEEPS.values():
            counts.update(sweep(session, sweeping))
    with database.reading() as session:
        for sweep in _AFTERWARDS.values():
            counts.update(sweep(session, sweeping))
    return counts


def _expired_cases(database: Database, directory: Directory, now: datetime, counts: dict[str, int]) -> None:
    """Cases take much along (trail, messages, stages): a few hundred a transaction, so that nobody waits for them long."""
    kept = {agency: directory.get(agency).info.retention_days for agency in directory.ids()}
    expired = [
        and_(Case.agency == agency, Case.closed_at < now - timedelta(days=days)) for agency, days in kept.items()
    ]
    forgotten = Case.closed_at < now - timedelta(days=_FORGOTTEN_AGENCY_DAYS)
    expired.append(and_(Case.agency.not_in(list(kept)), forgotten))
    for where in expired:
        while True:
            before = counts.get("cases", 0)
            with database.writing() as session, gate_open(session):
                some = select(Case.id).where(where).limit(_CASES_AT_ONCE).scalar_subquery()
                _delete(session, Case, counts, Case.id.in_(some))
            if counts["cases"] - before < _CASES_AT_ONCE:
                break


def _delete(session: Session, table: type[Base], counts: dict[str, int], *where) -> None:  # type: ignore[no-untyped-def]
    gone = session.execute(delete(table).where(*where).execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
    counts[table.__tablename__] = counts.get(table.__tablename__, 0) + gone
