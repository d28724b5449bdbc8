"""Files that people send: kept whole or not at all under names of ours, shown by harmless names; where they lie: stores/."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
from pathlib import Path

from casework.errors import NoRoom

LARGEST = 10 * 1024 * 1024


def keep(path: Path, data: bytes) -> None:
    """Writes it so that nobody ever sees half of it, for this user only; it is on the disk when this returns. Raises NoRoom."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoRoom from error
        raise


def private_file(path: Path) -> Path:
    """A file that a library will open (a database): there, and this user's only. A folder that is there is left as it is."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    path.chmod(0o600)
    for beside in path.parent.glob(
        f"{path.name}-*"
    ):  # SQLite gives its -wal and -shm the same rights when it makes them
        with contextlib.suppress(FileNotFoundError):  # another process has just closed the database
            beside.chmod(0o600)
    return path


def private_folder(folder: Path) -> Path:
    """A folder of our own (var/), also one that a version before left open. Never for one that others share."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    return folder


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def shown_name(name: str) -> str:
    """The sender's name for it, to recognise it by: no path, no control characters, no quotes, at most 120 characters."""
    plain = re.sub(r"[^\w .()\-]", "_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    stem, dot, end = plain.rpartition(".")
    return (f"{stem[:100]}.{end[:15]}" if dot and stem else plain[:120]) or "file"


def has_room(folder: Path) -> bool:
    """Whether it can be written to and has room for more than the next file; a folder that cannot be asked has none."""
    try:
        disk = os.statvfs(folder)
    except OSError:
        return False
    return not disk.f_flag & os.ST_RDONLY and disk.f_bavail * disk.f_frsize >= LARGEST
