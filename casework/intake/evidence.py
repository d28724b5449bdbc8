"""Files that people put to a report on the web: what is taken, where it lies, and that nothing lies there without a row."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import files
from casework.cases import changes
from casework.cases.opening import CITIZEN
from casework.errors import Conflict, NotThatKind, TooLarge
from casework.intake.store import held
from casework.intake.tables import Evidence, Report
from casework.sweeping import Sweeping

FOLDER = "evidence"
MOST_FILES = 20
# what a file begins with decides what it is; the name that came with it decides nothing
_BEGINNINGS: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(start, re.S), kind)
    for start, kind in (
        (rb"\xff\xd8\xff", "image/jpeg"),
        (rb"\x89PNG\r\n\x1a\n", "image/png"),
        (rb"GIF8[79]a", "image/gif"),
        (rb"RIFF....WEBP", "image/webp"),
        (rb"....ftyp(?:heic|heix|mif1|msf1)", "image/heic"),
        (rb"....ftyp(?:isom|iso2|mp41|mp42|avc1|3gp|M4V |qt  )", "video/mp4"),
        (rb"....ftypM4A ", "audio/mp4"),
        (rb"RIFF....WAVE", "audio/wav"),
        (rb"ID3|\xff[\xfb\xf3\xf2]", "audio/mpeg"),
        (rb"%PDF-", "application/pdf"),
    )
)


@dataclass(frozen=True)
class Upload:
    name: str
    body: bytes


def media_type_of(body: bytes) -> str:
    """Raises NotThatKind for anything that a browser could run, or that nobody here can open."""
    for start, kind in _BEGINNINGS:
        if start.match(body):
            return kind
    raise NotThatKind("That kind of file is not taken; send a picture, a PDF, or a short recording.")


def put(session: Session, var: Path, report_id: str, upload: Upload, now: datetime) -> Evidence:
    """Keeps the file; the same bytes again are the same file. The file lies on the disk before its row says so."""
    report = held(session, report_id)
    if len(upload.body) > files.LARGEST:
        raise TooLarge("The file is larger than 10 MB; send a smaller one.")
    media_type, digest = media_type_of(upload.body), files.digest(upload.body)
    there = session.scalar(select(Evidence).where(Evidence.report_id == report_id, Evidence.sha256 == digest))
    if there is not None:
        return there
    if report.case_id is not None and changes.held(session, report.case_id).closed_at is not None:
        raise Conflict("The case has ended, so no files are added to it; let a person take them.")
    if (session.scalar(select(func.count()).where(Evidence.report_id == report_id)) or 0) >= MOST_FILES:
        raise Conflict(f"The report has {MOST_FILES} files already; let a person take the rest.")
    row = Evidence(
        id=secrets.token_urlsafe(12),
        report_id=report_id,
        name=files.shown_name(upload.name),
        media_type=media_type,
        size=len(upload.body),
        sha256=digest,
        file=f"{report_id}/{secrets.token_hex(12)}",
        at=now,
    )
    files.keep(var / FOLDER / row.file, upload.body)
    session.add(row)
    report.updated_at = now
    session.flush()
    _to_case(session, report, row, now)
    return row


def load(var: Path, row: Evidence) -> bytes:
    """The bytes; raises NotFound when they are gone or not what they were."""
    return files.load(var / FOLDER / row.file, row.sha256)


def _to_case(session: Session, report: Report, row: Evidence, now: datetime) -> None:
    """A file that comes after filing: it stands in the case's trail, and the agency's systems hear of it."""
    if report.case_id is None:
        return
    case = changes.held(session, report.case_id)
    entry = changes.wrote(session, case, CITIZEN, "add_evidence", now, details={"evidence": row.id})
    changes.announce(session, case, None, now, entry)


def sweep_files(session: Session, sweeping: Sweeping) -> dict[str, int]:
    """Deletes the files that no row knows: their report is gone, or a write was cut off more than an hour ago."""
    root = sweeping.var / FOLDER
    known = set(session.scalars(select(Evidence.file)))
    gone = 0
    for path in list(root.glob("*/*")):
        young = sweeping.now.timestamp() - path.stat().st_mtime < 3600
        if f"{path.parent.name}/{path.name}" not in known and not (young and _report_lives(session, path)):
            path.unlink(missing_ok=True)
            gone += 1
    for folder in root.glob("*"):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    return {"evidence_files": gone}


def _report_lives(session: Session, path: Path) -> bool:
    return session.get(Report, path.parent.name) is not None
