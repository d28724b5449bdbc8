"""Files that lie with a case, given out and let out of quarantine: who may, and an entry of the trail before anybody has one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, Protocol, TypeVar

from sqlalchemy.orm import Session

from casework.cases import changes, need_to_know
from casework.cases.tables import Case
from casework.database import Database
from casework.scanning import quarantine
from casework.stores.base import FileStore
from casework.trail.actors import Actor


class Lies(quarantine.Sent, Protocol):
    @property
    def id(self) -> int | str: ...


Row = TypeVar("Row", bound=Lies)


@dataclass(frozen=True)
class FilesOf(Generic[Row]):
    """`name`: of one of them, in the trail. `find`: the row of this id that belongs to the case; raises NotFound."""

    name: str
    find: Callable[[Session, Case, str], Row]
    load: Callable[[FileStore, Row], bytes]


@dataclass(frozen=True)
class Wanted:
    """Which file of which case, who wants it, and why."""

    agency: str
    case: int
    file: str
    actor: Actor
    why: str | None


def take(database: Database, store: FileStore, files: FilesOf[Row], wanted: Wanted) -> tuple[Row, bytes]:
    """Nobody waits for a disk or a bucket while the database is held."""
    with database.reading() as session:
        case = changes.there(session, wanted.case, wanted.agency)
        need_to_know.may_open(case, wanted.actor, wanted.why)
        row = files.find(session, case, wanted.file)
        session.expunge(row)
    data = files.load(store, row)
    with database.writing() as session:
        _wrote(session, changes.held(session, wanted.case, wanted.agency), "take", files, row, wanted)
    return row, data


def release(session: Session, files: FilesOf[Row], wanted: Wanted) -> None:
    """By a person, who answers for it."""
    case = changes.held(session, wanted.case, wanted.agency)
    row = files.find(session, case, wanted.file)
    quarantine.release(row)
    _wrote(session, case, "release", files, row, wanted)


def _wrote(session: Session, case: Case, act: str, files: FilesOf[Row], row: Row, wanted: Wanted) -> None:
    at, details = datetime.now(UTC), {files.name: row.id}
    changes.wrote(session, case, wanted.actor, f"{act}_{files.name}", at, why=wanted.why, details=details)
