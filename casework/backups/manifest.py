"""What a backup says of itself: what is in it, so that nothing can be missing without being noticed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from casework import files
from casework.errors import BadSetting
from casework.schema import METADATA

NAME = "manifest.json"
STORED = {"report_evidence": ("evidence", "file"), "case_attachments": ("attachments", "stored_as")}
SHOWN = ".shown"
_KEY_ID = re.compile(r",keyid=([A-Za-z0-9+/]{8})\$")


class StoredFile(BaseModel):
    """`path` within var/."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str
    sha256: str


class Manifest(BaseModel):
    """`kind`: sqlite or postgresql. `database`: the digest of the copy. `rows`: by table. `deleted_meanwhile`: files whose rows
    were deleted while the files were copied. `pin_keys`: the ids of the keys without which PINs do not fit; never the keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = 1
    made_at: datetime
    kind: str
    revision: str
    database: str
    rows: dict[str, int]
    files: list[StoredFile]
    deleted_meanwhile: list[str]
    pin_keys: list[str]
    newest_seal: str | None


def read(folder: Path) -> Manifest:
    """Raises BadSetting for a folder that is no whole backup."""
    try:
        return Manifest.model_validate_json((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValidationError):
        raise BadSetting(f"{folder} is no backup: its {NAME} is missing or cannot be read.") from None


def write(folder: Path, manifest: Manifest) -> None:
    files.keep(folder / NAME, (manifest.model_dump_json(indent=1) + "\n").encode())


def rows(connection: Connection) -> dict[str, int]:
    """How many rows each table has, in this connection's moment."""
    return {
        name: int(connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one())  # noqa: S608  # names of ours
        for name in sorted(METADATA.tables)
    }


def stored(connection: Connection) -> Iterator[StoredFile]:
    """The files that rows stand for: what was sent, and the copy of a picture that is shown."""
    for table, (folder, column) in STORED.items():
        found = connection.execute(text(f"SELECT {column}, sha256, shown_sha256 FROM {table}"))  # noqa: S608  # ours
        for name, sent, shown in found:
            yield StoredFile(path=f"{folder}/{name}", sha256=sent)
            if shown:
                yield StoredFile(path=f"{folder}/{name}{SHOWN}", sha256=shown)


def pin_keys(connection: Connection) -> list[str]:
    """The ids of the keys of all PINs."""
    found = set()
    for table in ("cases", "reports"):
        hashes = text(f"SELECT pin_hash FROM {table} WHERE pin_hash IS NOT NULL")  # noqa: S608  # ours
        for (pin_hash,) in connection.execution_options(yield_per=5_000).execute(hashes):
            found |= set(_KEY_ID.findall(pin_hash))
    return sorted(found)


def revision(connection: Connection) -> str:
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def newest_seal(connection: Connection) -> str | None:
    return connection.execute(text("SELECT digest FROM audit_seals ORDER BY id DESC LIMIT 1")).scalar_one_or_none()


def is_empty(connection: Connection) -> bool:
    """No table of casework is there."""
    try:
        connection.execute(text("SELECT 1 FROM alembic_version"))
    except SQLAlchemyError:
        connection.rollback()
        return True
    return False
