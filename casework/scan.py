"""Looks, now and then, at the files that wait in quarantine: pictures are written anew, the rest goes to the agency's scanner."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases import attachments
from casework.cases.tables import CaseAttachment
from casework.database import Database
from casework.errors import CaseworkError
from casework.intake import evidence
from casework.intake.tables import Evidence
from casework.scanning import quarantine
from casework.scanning.base import CannotScan, Scanner
from casework.stores.base import FileStore

log = logging.getLogger(__name__)
EVERY_S = 20.0
_AT_ONCE = 50


async def keep_scanning(database: Database, store: FileStore, scanner: Scanner | None) -> None:
    """Until cancelled."""
    while True:
        try:
            await database.run(scan_waiting, database, store, scanner)
        except (CaseworkError, OSError) as error:
            log.error("files in quarantine could not be looked at", extra={"error": type(error).__name__})
        await asyncio.sleep(EVERY_S)


def scan_waiting(database: Database, store: FileStore, scanner: Scanner | None) -> int:
    """How many files left quarantine. One that cannot be looked at stays, and hinders no other."""
    with database.reading() as session:
        waiting = list(_waiting(session))
    done = 0
    for table, row_id, name in waiting:
        try:
            done += _look(database, store, scanner, table, row_id, name)
        except CannotScan as error:
            log.error(
                "the scanner of files does not answer",
                extra={"scanner": scanner.name if scanner else "", "error": str(error)},
            )
            break
        except OSError as error:
            log.error("a file in quarantine cannot be read", extra={"error": type(error).__name__})
    return done


def _waiting(session: Session) -> Iterator[tuple[type[Any], Any, str]]:
    """Table, key, and the file's name in the store."""
    for table, place in ((Evidence, Evidence.file), (CaseAttachment, CaseAttachment.stored_as)):
        folder = evidence.FOLDER if table is Evidence else attachments.FOLDER
        rows = select(table.id, place).where(table.state == "quarantined").limit(_AT_ONCE)
        for row_id, name in session.execute(rows):
            yield table, row_id, f"{folder}/{name}"


def _look(
    database: Database, store: FileStore, scanner: Scanner | None, table: type[Any], row_id: Any, name: str
) -> bool:
    """Nobody waits for the scanner while the database is held."""
    body, found = store.read(name), None
    if scanner:
        with store.on_disk(name) as path:
            found = scanner.infected(path)
    with database.writing() as session:
        row = session.get(table, row_id, with_for_update=True)
        if row is None or row.state != "quarantined":
            return False
        if found:
            row.state, row.found = "infected", found
            log.error("something harmful was found in a file", extra={"kind": row.media_type, "found": found})
            return True
        quarantine.admit(row, store, name, body)
        if scanner and row.state == "quarantined":
            row.state = "clean"
        return bool(row.state == "clean")
