"""What a store of files is. Names are ours (evidence/<report>/<hex>), never a sender's; a file never changes once it lies there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from casework import files
from casework.errors import NotFound


@dataclass(frozen=True)
class Stored:
    """`changed_at` is UTC."""

    name: str
    changed_at: datetime


class FileStore(Protocol):
    """Reading and listing raise OSError where the store does not answer; FileNotFoundError where the file is not there."""

    def keep(self, name: str, data: bytes) -> None:
        """Whole or not at all, and safe when this returns. Raises NoRoom."""
        ...

    def read(self, name: str) -> bytes: ...

    def remove(self, name: str) -> None:
        """Also when it is gone already."""
        ...

    def there(self, name: str) -> bool: ...

    def listed(self, folder: str) -> Iterator[Stored]:
        """All files whose name begins with `folder`/; those gone meanwhile may be among them."""
        ...

    def on_disk(self, name: str) -> AbstractContextManager[Path]:
        """The file where a program of this machine (a scanner) can open it, while the context lasts."""
        ...


def load(store: FileStore, name: str, sha256: str) -> bytes:
    """The bytes; raises NotFound when they are gone or not what they were."""
    try:
        data = store.read(name)
    except OSError:
        raise NotFound("The file is not there any more; restore it from a backup.") from None
    if files.digest(data) != sha256:
        raise NotFound("The file is not what was stored; restore it from a backup.")
    return data
