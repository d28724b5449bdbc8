"""The states of a file that somebody sent, and what may be given out of it.

quarantined -> clean (a picture written anew, a scanner's word, or a person's) or infected. A picture that was written anew is given
out in that copy; what was sent stays beside it, untouched, as evidence.
"""

from __future__ import annotations

from typing import Literal, Protocol

from casework import files
from casework.errors import Conflict
from casework.file_kinds import written_anew
from casework.stores.base import FileStore, load

State = Literal["quarantined", "clean", "infected"]
SHOWN = ".shown"


class Sent(Protocol):
    """A row that stands for a file."""

    media_type: str
    sha256: str
    state: str
    shown_sha256: str | None


def admit(row: Sent, store: FileStore, name: str, body: bytes) -> None:
    """A picture is written anew beside what was sent, and is clean by that; everything else waits."""
    shown = written_anew(body, row.media_type)
    row.state, row.shown_sha256 = ("clean", files.digest(shown)) if shown else ("quarantined", None)
    if shown:
        store.keep(name + SHOWN, shown)


def given_out(row: Sent, store: FileStore, name: str) -> bytes:
    """What may be given out: the copy where there is one. Raises Conflict while it waits or is infected, NotFound."""
    if row.state == "infected":
        raise Conflict("Something harmful was found in this file; it is not given out.")
    if row.state != "clean":
        raise Conflict("This file waits until it has been looked at; a supervisor can let it out.")
    if row.shown_sha256:
        return load(store, name + SHOWN, row.shown_sha256)
    return load(store, name, row.sha256)


def release(row: Sent) -> None:
    """Out of quarantine by a person's word. Raises Conflict for one that is out, or in which something was found."""
    if row.state != "quarantined":
        raise Conflict(f"The file is {row.state}; only one that waits can be let out.")
    row.state = "clean"
