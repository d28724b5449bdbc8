"""The newcomer's key for PINs: made once beside the database whose hashes need it, readable by this user only."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

VARIABLE = "CIVICLINE_PIN_KEYS"
NOTE = "pin-key"


def for_casework(var: Path) -> dict[str, str]:
    """What casework gets: the operator's keys, else the one kept in `var`. To a database that an operator named belongs a
    key that he keeps: for that none is made, and casework says what to set."""
    if os.environ.get(VARIABLE):
        return {VARIABLE: os.environ[VARIABLE]}
    return {} if os.environ.get("CIVICLINE_DATABASE_URL") else {VARIABLE: kept(var / NOTE)}


def kept(note: Path) -> str:
    """The key in the file; it is made first when there is none. Of two that start at once both take the one that is there."""
    if not note.exists():
        note.parent.mkdir(parents=True, exist_ok=True)
        fresh = note.with_name(f"{note.name}.{secrets.token_hex(4)}")
        with open(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_urlsafe(48))
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(fresh, note)
        fresh.unlink()
    return note.read_text().strip()
