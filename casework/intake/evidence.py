"""Files that people put to a report on the web: what is taken, where it lies, and that nothing lies there without a row."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import files
from casework.cases import changes, late, messages
from casework.cases.opening import CITIZEN
from casework.errors import Conflict, NotThatKind, TooLarge
from casework.file_kinds import kind_of, named
from casework.intake.store import held
from casework.intake.tables import Evidence, Report
from casework.scanning import quarantine
from casework.stores.base import FileStore
from casework.sweeping import Sweeping

FOLDER = "evidence"
MOST_FILES = 20


@dataclass(frozen=True)
class Upload:
    name: str
    body: bytes


def media_type_of(body: bytes) -> str:
    """Raises NotThatKind for anything that a browser could run, or that nobody here can open."""
    kind = kind_of(body)
    if kind:
        return kind.media_type
    raise NotThatKind("That kind of file is not taken; send a picture, a PDF, or a short recording.")


def put(session: Session, store: FileStore, report_id: str, upload: Upload, now: datetime) -> Evidence:
    """Keeps the file; the same bytes again are the same file. The file is stored before its row says so."""
    report = held(session, report_id)
    if len(upload.body) > files.LARGEST:
        raise TooLarge("The file is larger than 10 MB; send a smaller one.")
    media_type, digest = media_type_of(upload.body), files.digest(upload.body)
    there = session.scalar(select(Evidence).where(Evidence.report_id == report_id, Evidence.sha256 == digest))
    if there is not None:
        return there
    if (session.scalar(select(func.count()).where(Evidence.report_id == report_id)) or 0) >= MOST_FILES:
        raise Conflict(f"The report has {MOST_FILES} files already; let a person take the rest.")
    row = Evidence(
        id=secrets.token_urlsafe(12),
        report_id=report_id,
        name=named(files.shown_name(upload.name), media_type),
        media_type=media_type,
        size=len(upload.body),
        sha256=digest,
        file=f"{report_id}/{secrets.token_hex(12)}",
        at=now,
    )
    store.keep(name_of(row), upload.body)
    quarantine.admit(row, store, name_of(row), upload.body)
    session.add(row)
    report.updated_at = now
    session.flush()
    _to_case(session, report, row, now)
    return row


def name_of(row: Evidence) -> str:
    """Its name in the store."""
    return f"{FOLDER}/{row.file}"


def load(store: FileStore, row: Evidence) -> bytes:
    """What may be given out; raises Conflict while it waits in quarantine, NotFound when it is gone or not what it was."""
    return quarantine.given_out(row, store, name_of(row))


def _to_case(session: Session, report: Report, row: Evidence, now: datetime) -> None:
    """A file that comes after filing: it stands in the case's trail, and the agency's systems hear of it.

    Nobody looks at a case that has ended, so there a message says that it came.
    """
    if report.case_id is None:
        return
    case = changes.held(session, report.case_id)
    entry = changes.wrote(
        session, case, CITIZEN, "add_evidence", now, details={"evidence": row.id, **late.details(case)}
    )
    changes.announce(session, case, None, now, entry)
    if case.closed_at is not None:
        messages.write(session, case, CITIZEN, f"(a file) {row.name}", f"evidence {row.id}", now)


def sweep_files(session: Session, sweeping: Sweeping) -> dict[str, int]:
    """Deletes the files that no row knows: their report is gone, or a write was cut off more than an hour ago."""
    known = set(session.scalars(select(Evidence.file)))
    gone = 0
    for stored in list(sweeping.store.listed(FOLDER)):
        file = stored.name.removeprefix(f"{FOLDER}/")
        young = sweeping.now - stored.changed_at < timedelta(hours=1)
        if file.removesuffix(quarantine.SHOWN) not in known and not (
            young and session.get(Report, file.partition("/")[0]) is not None
        ):
            sweeping.store.remove(stored.name)
            gone += 1
    return {"evidence_files": gone}
