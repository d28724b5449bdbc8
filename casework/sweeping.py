"""How a room says what it deletes and when; casework/retention.py lists the rooms and runs them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select, delete, func, inspect, select, tuple_
from sqlalchemy.orm import Session

from agencies import Agency
from casework.base import Base
from casework.database import Database
from casework.stores.base import FileStore
from casework.stores.on_disk import OnDisk

LET_GO_DAYS = 30  # rows of an agency without a folder that its operator has let go
PORTION = 500  # rows a transaction: nobody who wants to write waits longer than these take
PAUSE_S = 0.05  # between two portions, so that whoever waits for the database has it


class Agencies(Protocol):
    """Casework's directory, as far as retention asks it."""

    def ids(self) -> list[str]: ...

    def has(self, agency: str) -> bool: ...

    def get(self, agency_id: str) -> Agency: ...


@dataclass(frozen=True)
class Sweeping:
    """One run: who keeps what for how long, the time (UTC), our folder, and where files that people sent lie (None: there).

    An agency without a folder says no time, and its rows are kept: a folder may be missing by a slip. `let_go`: agencies that
    the operator has named as gone for good.
    """

    directory: Agencies
    now: datetime
    var: Path
    files: FileStore | None = None
    let_go: frozenset[str] = frozenset()

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
    def gone(self) -> list[str]:
        """The agencies that were let go; one whose folder is there counts by its folder."""
        return sorted(agency for agency in self.let_go if not self.directory.has(agency))

    @property
    def gone_kept_since(self) -> datetime:
        """The same for their rows."""
        return self.now - timedelta(days=LET_GO_DAYS)


Gate = Callable[[Session], AbstractContextManager[None]]


@dataclass(frozen=True)
class Portions:
    """How a room deletes: some hundred rows a transaction, looked for while others write. `gate`: opens the trail's (trail/guard.py)."""

    database: Database
    gate: Gate

    def gone(self, table: type[Base], *where: ColumnElement[bool]) -> int:
        """Deletes and counts."""
        key = inspect(table).primary_key
        count = 0
        for found in self.found(select(*key).where(*where)):
            named = key[0].in_([one[0] for one in found]) if len(key) == 1 else tuple_(*key).in_(map(tuple, found))
            with self.writing() as session:
                deleted = gone(session, table, named, *where)
            count += deleted
            if not deleted:  # another process takes them
                break
        return count

    def aged(
        self, table: Any, at: ColumnElement[datetime] | Any, sweeping: Sweeping, *where: ColumnElement[bool]
    ) -> int:
        """Deletes and counts what is older, by its column `at`, than its agency keeps it."""
        since = {agency: sweeping.kept_since(agency) for agency in sweeping.directory.ids()}
        since |= dict.fromkeys(sweeping.gone, sweeping.gone_kept_since)
        return sum(self.gone(table, table.agency == agency, at < before, *where) for agency, before in since.items())

    def found(self, keys: Select[Any], at_once: int = PORTION) -> Iterator[list[Any]]:
        """Portions of what is asked for, until there are no more; whoever asks takes each away before the next is looked for."""
        while True:
            with self.database.reading() as session:
                found = list(session.execute(keys.limit(at_once)))
            if found:
                yield found
            if len(found) < at_once:
                return
            time.sleep(PAUSE_S)

    def writing(self) -> AbstractContextManager[Session]:
        """One transaction, with the gate open."""
        return _through(self.database, self.gate)


@contextmanager
def _through(database: Database, gate: Gate) -> Iterator[Session]:
    with database.writing() as session, gate(session):
        yield session


Sweep = Callable[[Portions, Sweeping], dict[str, int]]
SweepFiles = Callable[[Session, Sweeping], dict[str, int]]


@dataclass(frozen=True)
class Retention:
    """What a room deletes. Both functions give counts by name.

    `sweep` deletes in portions, each a transaction of its own; `files` runs after them all: it deletes files that no row knows any more.
    `tables`: those that the sweep deletes from, and those whose rows go with another table's. `of_nobody`: tables that
    tell of no person.
    """

    tables: tuple[type[Base], ...]
    sweep: Sweep | None = None
    files: SweepFiles | None = None
    of_nobody: tuple[type[Base], ...] = ()


def agencies_in(session: Session, table: Any) -> Iterator[str]:
    """Agencies that have rows in a table, from one to the next by the index that begins with `agency`."""
    at = ""
    while (at := session.scalar(select(func.min(table.agency)).where(table.agency > at)) or "") != "":
        yield at


def gone(session: Session, table: type[Base], *where: ColumnElement[bool]) -> int:
    """Deletes and counts."""
    done = session.execute(delete(table).where(*where).execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]
