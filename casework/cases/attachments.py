"""Files that go with a message: few, small, of known kinds by their first bytes, stored apart under names of our own."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import files
from casework.cases.tables import Case, CaseAttachment, CaseMessage
from casework.errors import BadRequest, TooLarge
from casework.file_kinds import kind_of, named
from casework.scanning import quarantine
from casework.stores.base import FileStore

FOLDER = "attachments"
MOST_OF_A_MESSAGE, MOST_OF_A_CASE = 5, 50
_YOUNG = timedelta(hours=1)  # a file may be written just before its row is


def name_of(stored_as: str) -> str:
    """Its name in the store."""
    return f"{FOLDER}/{stored_as}"


def media_type(data: bytes) -> str:
    """What the bytes are, whatever the sender calls them; raises BadRequest for what is not taken."""
    kind = kind_of(data)
    if kind:
        return kind.media_type
    raise BadRequest("This kind of file is not taken; send a photo (JPEG, PNG, HEIC, WebP), a PDF, an MP4 or a WAV.")


def check_size(size: int) -> None:
    if not 0 < size <= files.LARGEST:
        raise TooLarge(f"A file has at most {files.LARGEST // 1024 // 1024} MB and is not empty.")


def keep(store: FileStore, data: bytes) -> str:
    """Writes the file whole or not at all, and gives the name it is stored under, which says nothing."""
    stored_as = f"{secrets.token_hex(1)}/{secrets.token_hex(16)}"
    store.keep(name_of(stored_as), data)
    return stored_as


def add(
    session: Session, case: Case, message: CaseMessage, name: str, data: bytes, stored_as: str, store: FileStore
) -> CaseAttachment:
    """The row of a stored file; the same bytes with the same message again give the row that is there."""
    found = files.digest(data)
    mine = select(CaseAttachment).where(CaseAttachment.message_id == message.id)
    there = session.scalar(mine.where(CaseAttachment.sha256 == found))
    if there is not None:
        return there
    of_message = session.scalar(select(func.count()).where(CaseAttachment.message_id == message.id)) or 0
    of_case = session.scalar(select(func.count()).where(CaseAttachment.case_id == case.id)) or 0
    if of_message >= MOST_OF_A_MESSAGE or of_case >= MOST_OF_A_CASE:
        raise TooLarge(f"A message has at most {MOST_OF_A_MESSAGE} files, and a case {MOST_OF_A_CASE}.")
    row = CaseAttachment(
        case_id=case.id,
        message_id=message.id,
        name=named(files.shown_name(name), media_type(data)),
        media_type=media_type(data),
        size=len(data),
        sha256=found,
        stored_as=stored_as,
        at=message.at,
    )
    quarantine.admit(row, store, name_of(stored_as), data)
    session.add(row)
    session.flush()
    return row


def load(store: FileStore, row: CaseAttachment) -> bytes:
    """What may be given out; raises Conflict while it waits in quarantine, NotFound when it is gone or not what it was."""
    return quarantine.given_out(row, store, name_of(row.stored_as))


def drop(store: FileStore, stored_as: str) -> None:
    """What was stored for a message that did not take it."""
    for one in (stored_as, stored_as + quarantine.SHOWN):
        store.remove(name_of(one))


def sweep(session: Session, store: FileStore) -> int:
    """Deletes files that no row knows (their case is gone, or the process died in between), and counts them."""
    gone = 0
    for stored in list(store.listed(FOLDER)):
        if stored.changed_at > datetime.now(UTC) - _YOUNG:
            continue
        name = stored.name.removeprefix(f"{FOLDER}/").removesuffix(quarantine.SHOWN)
        if session.scalar(select(CaseAttachment.id).where(CaseAttachment.stored_as == name)) is None:
            store.remove(stored.name)
            gone += 1
    return gone
