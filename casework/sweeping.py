"""How a room says what it deletes and when; casework/retention.py lists the rooms and runs them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from agencies import Agency
from casework.base import Base
from casework.stores.base import FileStore
from casework.stores.on_disk import OnDisk

FORGOTTEN_AGENCY_DAYS = 30  # rows of an agency whose folder is gone


class Agencies(Protocol):
    """Casework's directory, as far as retention asks it."""

    def ids(self) -> list[str]: ...

    def get(self, agency_id: str) -> Agency: ...


@dataclass(frozen=True)
class Sweeping:
    """One run: who keeps what for how long, the time (UTC), our folder, and where files that people sent lie (None: there)."""

    directory: Agencies
    now: datetime
    var: Path
    files: FileStore | None = None

    @property
    def store(self) -> FileStore:
        return self.files or OnDisk(self.var)

    def kept_since(self, agency: str) -> datetime:
        """What is older than this is deleted."""
        return self.now - timedelta(days=self.directory.get(agency).info.retention_days)

    def trail_kept_since(self, agency: str) -> datetime:
        """The same for the audit trail."""
        return self.now - timedelta(days=self.directory.get(agency).info.trail_days)

    def cases_kept_since(self, agency: str) -> dict[str | None, datetime]:
        """The same for closed cases, by need; None: of every other need."""
        info = self.directory.get(agency).info
        found: dict[str | None, datetime] = {None: self.kept_since(agency)}
        found.update({need: self.now - timedelta(days=days) for need, days in info.case_days.items()})
        return found

    @property
    def forgotten_since(self) -> datetime:
        """The same for rows of agencies that are not there any more."""
        return self.now - timedelta(days=FORGOTTEN_AGENCY_DAYS)


Sweep = Callable[[Session, Sweeping], dict[str, int]]


@dataclass(frozen=True)
class Retention:
    """What a room deletes. Both functions give counts by name.

    `sweep` runs in a transaction of its own; `files` after them all: it deletes files that no row knows any more.
    `tables`: those that the sweep deletes from, and those whose rows go with another table's. `of_nobody`: tables that
    tell of no person.
    """

    tables: tuple[type[Base], ...]
    sweep: Sweep | None = None
    files: Sweep | None = None
    of_nobody: tuple[type[Base], ...] = ()


def forgotten(session: Session, table: Any, sweeping: Sweeping) -> list[str]:
    """Agencies that have rows in a table and no folder any more, from one to the next by the index that begins with `agency`.

    `agency NOT IN (...)` reads the whole table, while nobody else can write.
    """
    known, found, at = set(sweeping.directory.ids()), list[str](), ""
    while (at := session.scalar(select(func.min(table.agency)).where(table.agency > at)) or "") != "":
        if at not in known:
            found.append(at)
    return found


def gone(session: Session, table: type[Base], *where: ColumnElement[bool]) -> int:
    """Deletes and counts."""
    done = session.execute(delete(table).where(*where).execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]
