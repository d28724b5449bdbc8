"""The trail's seals: every few minutes the new entries are hashed into a chain, so that a changed or vanished entry shows.

A leaf is the digest of one entry; a seal is the digest of the seal before and its leaves, in order. The newest seal goes to
the log, and to a file if one is set (an anchor): whoever changes the database afterwards cannot change what stands there.
Retention may delete an entry, or move it to those that outlive their case: its leaf stays and says so, which is why the chain goes
on being checkable.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Select, exists, func, insert, select
from sqlalchemy.orm import Session

from casework.database import Database
from casework.trail.tables import AuditEntry, AuditLeaf, AuditSeal, OutlivingEntry

log = logging.getLogger(__name__)
SETTLED = timedelta(seconds=60)  # entries of transactions that began together have been kept by then
MOST_AT_ONCE = 500  # whoever writes meanwhile waits for one step at most
PAUSE_S = 0.2  # between two steps, so that whoever waits for the database has it
LOOKS_BACK = 100_000
_FIRST = "0" * 64
_FIELDS = (
    "id", "agency", "case_id", "actor_id", "actor_role", "action", "from_stage", "to_stage", "why", "details",
)  # fmt: skip


@dataclass(frozen=True)
class Seal:
    """As it is told outside."""

    number: int
    digest: str
    entries: int
    at: datetime
    last_entry: int = 0


@dataclass
class Found:
    """What a check found. `faults`: each one sentence; empty: the trail is whole."""

    seals: int = 0
    entries: int = 0
    deleted_by_retention: int = 0
    not_sealed_yet: int = 0
    faults: list[str] = field(default_factory=list)


def seal(database: Database, now: datetime, after: int = 0) -> Seal | None:
    """Seals what is new behind this entry; None when nothing is.

    What is new is looked for and reckoned while others write: among millions that takes long.
    """
    for _ in range(3):
        with database.reading() as session:
            last = _newest(session)  # first: whatever another process seals from now on is noticed
            new = _unsealed(session, now).where(AuditEntry.id > after).limit(MOST_AT_ONCE)
            leaves = {row.id: leaf_of(row) for row in session.scalars(new)}
        if not leaves:
            return None
        digest = chained(last[1], list(leaves.values()))
        made = Seal(last[0] + 1, digest, len(leaves), now, max(leaves))
        with database.writing() as session:
            if _as_it_was(session, last, list(leaves)):
                _keep(session, made, leaves)
                return made
    return None


def _newest(session: Session) -> tuple[int, str]:
    """(number, digest) of the newest seal."""
    row = session.execute(select(AuditSeal.id, AuditSeal.digest).order_by(AuditSeal.id.desc()).limit(1)).first()
    return (row.id, row.digest) if row else (0, _FIRST)


def _as_it_was(session: Session, last: tuple[int, str], ids: list[int]) -> bool:
    """Whether nobody has sealed since, and retention has taken none of these entries away."""
    there = select(func.count()).select_from(AuditEntry).where(AuditEntry.id.in_(ids))
    return _newest(session) == last and session.scalar(there) == len(ids)


def _keep(session: Session, made: Seal, leaves: dict[int, str]) -> None:
    session.add(
        AuditSeal(id=made.number, digest=made.digest, entries=made.entries, last_entry=made.last_entry, at=made.at)
    )
    session.flush()
    of_it = [{"entry_id": entry, "digest": leaf, "seal_id": made.number} for entry, leaf in leaves.items()]
    session.execute(insert(AuditLeaf), of_it)


def keep_sealing(database: Database, anchor: Path | None, now: datetime) -> None:
    """Seals all that is new, and tells each seal outside: a line of the log, and of the file."""
    last = 0
    while (made := seal(database, now, last)) is not None:
        last = made.last_entry
        said = {"seal": made.number, "digest": made.digest, "entries": made.entries, "at": made.at.isoformat()}
        log.info("the audit trail was sealed", extra=said)
        if anchor is not None:
            with anchor.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(said) + "\n")
        if made.entries == MOST_AT_ONCE:
            time.sleep(PAUSE_S)


def verify(session: Session, anchors: list[dict[str, object]], now: datetime) -> Found:
    """Reckons the whole chain anew, and compares it with what was told outside."""
    found, before, by_number = Found(), _FIRST, {}
    for one in session.scalars(select(AuditSeal).order_by(AuditSeal.id)):
        leaves = list(session.scalars(select(AuditLeaf).where(AuditLeaf.seal_id == one.id).order_by(AuditLeaf.id)))
        found.seals += 1
        if one.id != found.seals:
            found.faults.append(f"seal {found.seals} is missing")
            found.seals = one.id
        if len(leaves) != one.entries or chained(before, [leaf.digest for leaf in leaves]) != one.digest:
            found.faults.append(f"seal {one.id} does not fit its leaves or the seal before")
        found.faults += _changed(session, leaves, found)
        before, by_number[one.id] = one.digest, one.digest
    for told in anchors:
        if by_number.get(int(str(told["seal"]))) != told["digest"]:
            found.faults.append(f"seal {told['seal']} is another one than what was told outside at {told['at']}")
    waiting = session.scalars(_unsealed(session, now - timedelta(hours=1), whole=True)).all()
    found.not_sealed_yet = len(waiting)
    return found


def leaf_of(entry: AuditEntry | OutlivingEntry) -> str:
    """The digest of an entry: all of it, in one way of writing."""
    number = entry.entry_id if isinstance(entry, OutlivingEntry) else entry.id
    told = {name: getattr(entry, name) for name in _FIELDS} | {"id": number, "at": entry.at.astimezone(UTC).isoformat()}
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def chained(before: str, leaves: list[str]) -> str:
    return hashlib.sha256("\n".join((before, *leaves)).encode()).hexdigest()


def _changed(session: Session, leaves: list[AuditLeaf], found: Found) -> Iterator[str]:
    """Entries that are not what was sealed, or are gone without retention having said so."""
    ids = [one.entry_id for one in leaves]
    there = {row.id: row for row in session.scalars(select(AuditEntry).where(AuditEntry.id.in_(ids)))}
    outliving: dict[int, set[str]] = {}
    for row in session.scalars(select(OutlivingEntry).where(OutlivingEntry.entry_id.in_(ids))):
        outliving.setdefault(row.entry_id, set()).add(leaf_of(row))
    for leaf in leaves:
        entry = there.get(leaf.entry_id)
        if leaf.gone_at is not None and leaf.entry_id not in outliving:
            found.deleted_by_retention += 1
        elif leaf.gone_at is not None and leaf.digest in outliving[leaf.entry_id]:
            found.entries += 1
        elif leaf.gone_at is not None:
            yield f"entry {leaf.entry_id}, whose case is gone, was changed after it was sealed"
        elif entry is None:
            yield f"entry {leaf.entry_id} is gone, and retention did not delete it"
        elif leaf_of(entry) != leaf.digest:
            yield f"entry {leaf.entry_id} was changed after it was sealed"
        else:
            found.entries += 1


def _unsealed(session: Session, now: datetime, *, whole: bool = False) -> Select[AuditEntry]:
    """Entries without a leaf. PostgreSQL gives no id twice, so that there the newest are enough."""
    leaf = exists().where(AuditLeaf.entry_id == AuditEntry.id, AuditLeaf.gone_at.is_(None))
    new = select(AuditEntry).where(AuditEntry.at <= now - SETTLED, ~leaf).order_by(AuditEntry.id)
    if whole or session.get_bind().dialect.name != "postgresql":
        return new
    last = session.scalar(select(AuditSeal.last_entry).order_by(AuditSeal.id.desc()).limit(1)) or 0
    return new.where(AuditEntry.id > last - LOOKS_BACK)
