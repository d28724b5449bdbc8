"""What the handlers of every room use; a room that needs more names it beside its routes. The app has it all (app.py)."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from casework.database import Database
from casework.directory.directory import Directory
from casework.stores.base import FileStore


class Services(Protocol):
    """`var`: our folder; `store`: files that people sent; `warm`: nothing that a first request would wait for is still being loaded."""

    @property
    def warm(self) -> bool: ...

    @property
    def database(self) -> Database: ...

    @property
    def directory(self) -> Directory: ...

    @property
    def var(self) -> Path: ...

    @property
    def store(self) -> FileStore: ...
