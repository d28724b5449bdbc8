"""A file lock: two commands started side by side do not install or train on top of each other."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

from launcher.progress import say


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Waits until no other process holds `lock`, and says so when it has to wait."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("  waiting for another make that does the same")
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield
