"""What is made of agencies' files, in memory: read again when they change; a broken edit is logged and the last good state stays."""

from __future__ import annotations

import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from agencies import BrokenAgencyFile
from agencies.loader import AGENCIES, agency_ids
from casework.errors import NotFound

log = logging.getLogger(__name__)
LOOK_AGAIN_S = 2.0
T = TypeVar("T")
Stamp = tuple[tuple[str, int, int], ...]


class Rereading(ABC, Generic[T]):
    """By agency. Looking for changes costs some twenty file look-ups, at most every two seconds."""

    absent: str  # the sentence for an agency that has none

    def __init__(self, root: Path = AGENCIES) -> None:
        self.root = root
        self._lock = Lock()
        self._known: dict[str, tuple[T, Stamp, float]] = {}

    @abstractmethod
    def read(self, agency: str) -> T:
        """Raises BrokenAgencyFile."""

    @abstractmethod
    def files(self, folder: Path) -> Iterable[Path]:
        """Those whose change means reading again, whether they are there or not."""

    def has(self, agency: str) -> bool:
        return agency in agency_ids(self.root)

    def load_all(self) -> None:
        """Raises BrokenAgencyFile, so that a service does not start with what is wrong."""
        for agency in agency_ids(self.root):
            if self.has(agency):
                self._known[agency] = (self.read(agency), self._stamp(agency), time.monotonic())

    def ids(self) -> list[str]:
        """Those that were read and whose folder is there now."""
        return sorted(set(self._known) & set(agency_ids(self.root)))

    def get(self, agency: str) -> T:
        """As the files stand; raises NotFound, and BrokenAgencyFile for what never was good."""
        known = self._known.get(agency)
        if known and time.monotonic() - known[2] < LOOK_AGAIN_S:
            return known[0]
        with self._lock:
            return self._refreshed(agency)

    def _refreshed(self, agency: str) -> T:
        known = self._known.get(agency)
        if not self.has(agency):
            raise NotFound(self.absent)
        stamp = self._stamp(agency)
        value = known[0] if known and known[1] == stamp else self._read_anew(agency, known[0] if known else None)
        self._known[agency] = (value, stamp, time.monotonic())
        return value

    def _read_anew(self, agency: str, last_good: T | None) -> T:
        try:
            return self.read(agency)
        except BrokenAgencyFile as broken:
            if last_good is None:
                raise
            log.error("an agency's files are broken; the last good ones stay in use", extra={"faults": str(broken)})
            return last_good

    def _stamp(self, agency: str) -> Stamp:
        return tuple((str(path), *_mark(path)) for path in self.files(self.root / agency))


def _mark(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)
