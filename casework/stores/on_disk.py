"""Files in a folder of this machine, this user's only."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from casework import files
from casework.stores.base import Stored


class OnDisk:
    """`root`: var/."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def keep(self, name: str, data: bytes) -> None:
        files.keep(self._root / name, data)

    def read(self, name: str) -> bytes:
        return (self._root / name).read_bytes()

    def remove(self, name: str) -> None:
        """The folder goes with its last file."""
        path = self._root / name
        path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # not empty, or another process has just put a file there
            path.parent.rmdir()

    def there(self, name: str) -> bool:
        return (self._root / name).exists()

    def listed(self, folder: str) -> Iterator[Stored]:
        for path in sorted((self._root / folder).rglob("*")):
            with contextlib.suppress(FileNotFoundError):
                if path.is_file():
                    changed_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                    yield Stored(path.relative_to(self._root).as_posix(), changed_at)

    @contextlib.contextmanager
    def on_disk(self, name: str) -> Iterator[Path]:
        yield self._root / name
