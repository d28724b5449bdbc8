"""The agencies in memory, read again when their files change; a broken edit is logged and the last good state stays."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from threading import Lock

from agencies import Agency, BrokenAgencyFile, UnknownAgency, load_agency
from agencies.line.queues import FILE as QUEUES_FILE
from agencies.loader import AGENCIES, FILES, agency_ids
from agencies.reports.files import report_files
from casework.errors import NotFound

log = logging.getLogger(__name__)
Stamp = tuple[tuple[int, int], ...]
_LOOK_AGAIN_S = 2.0


class Directory:
    """Agencies by id. Looking for changes costs some twenty file look-ups, at most every two seconds."""

    def __init__(self, root: Path = AGENCIES) -> None:
        self._root = root
        self._lock = Lock()
        self._known: dict[str, tuple[Agency, Stamp, float]] = {}

    def load_all(self) -> None:
        """Loads every agency; raises BrokenAgencyFile, so that a service does not start with a wrong directory."""
        for agency_id in agency_ids(self._root):
            self._known[agency_id] = (load_agency(agency_id, self._root), self._stamp(agency_id), time.monotonic())

    def ids(self) -> list[str]:
        return sorted(self._known)

    def get(self, agency_id: str) -> Agency:
        """The agency as its files stand; raises NotFound."""
        known = self._known.get(agency_id)
        if known and time.monotonic() - known[2] < _LOOK_AGAIN_S:
            return known[0]
        with self._lock:
            return self._refreshed(agency_id)

    def _refreshed(self, agency_id: str) -> Agency:
        known = self._known.get(agency_id)
        stamp = self._stamp(agency_id)
        unchanged = known is not None and known[1] == stamp
        last_good = known[0] if known else None
        agency = last_good if unchanged and last_good else self._load(agency_id, last_good)
        self._known[agency_id] = (agency, stamp, time.monotonic())
        return agency

    def _load(self, agency_id: str, last_good: Agency | None) -> Agency:
        try:
            return load_agency(agency_id, self._root)
        except UnknownAgency:
            raise NotFound("There is no such agency; its id is the name of its folder in agencies/.") from None
        except BrokenAgencyFile as broken:
            if last_good is None:
                raise
            log.error("an agency's files are broken; the last good ones stay in use", extra={"faults": str(broken)})
            return last_good

    def _stamp(self, agency_id: str) -> Stamp:
        if agency_id not in agency_ids(self._root):
            return ()
        folder = self._root / agency_id
        return tuple(
            _mark(path) for path in (*(folder / name for name in (*FILES, QUEUES_FILE)), *report_files(folder))
        )


def _mark(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)
