"""File locks beside the models: one keeper, and one that changes what answers callers, be it the keeper or a command."""

from __future__ import annotations

import fcntl
import socket
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

from retraining.models import Refused

KEEPER, CHANGE = ".keeper", ".change"


def keeper_of(folder: Path) -> str:
    """How the keeper of a folder of models calls itself: casework lets one of an agency tell and do at a time."""
    return f"{socket.gethostname()}:{folder.resolve()}"[:500]


@contextmanager
def only_one(lock: Path, who: str) -> Iterator[None]:
    """Until the block ends, or the process. Raises Refused, which names who holds it. `who`: what is said to the next one."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise Refused(f"Not now: {file.read().strip() or 'another one'} is at work on {lock.parent}.") from None
        file.truncate(0)
        file.write(who)
        file.flush()
        yield
