"""The messages of every agency in memory, read again when their files change; a broken edit is logged and the last good stay."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from agencies import BrokenAgencyFile
from agencies.loader import AGENCIES, agency_ids
from agencies.messages.files import Messages, has_messages, load_messages
from casework.errors import NotFound

log = logging.getLogger(__name__)
Stamp = tuple[tuple[str, int, int], ...]
_LOOK_AGAIN_S = 5.0


@dataclass
class Catalogue:
    """Messages by agency. An agency without a messages folder tells nobody anything."""

    root: Path = AGENCIES
    _known: dict[str, tuple[Messages, Stamp, float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def load_all(self) -> None:
        """Raises BrokenAgencyFile, so that a service does not start with wrong messages."""
        for agency in agency_ids(self.root):
            if has_messages(self.root / agency):
                self._known[agency] = (load_messages(agency, self.root), self._stamp(agency), time.monotonic())
            else:
                log.warning("an agency has no messages; nobody is told anything", extra={"agency": agency})

    def ids(self) -> list[str]:
        return sorted(self._known)

    def get(self, agency: str) -> Messages:
        """The agency's messages as their files stand; raises NotFound."""
        known = self._known.get(agency)
        if known and time.monotonic() - known[2] < _LOOK_AGAIN_S:
            return known[0]
        with self._lock:
            return self._refreshed(agency)

    def _refreshed(self, agency: str) -> Messages:
        known = self._known.get(agency)
        if agency not in agency_ids(self.root) or not has_messages(self.root / agency):
            raise NotFound("There are no messages of such an agency; agencies/denver/messages shows their shape.")
        stamp = self._stamp(agency)
        messages = known[0] if known and known[1] == stamp else self._load(agency, known[0] if known else None)
        self._known[agency] = (messages, stamp, time.monotonic())
        return messages

    def _load(self, agency: str, last_good: Messages | None) -> Messages:
        try:
            return load_messages(agency, self.root)
        except BrokenAgencyFile as broken:
            if last_good is None:
                raise
            log.error("an agency's messages are broken; the last good ones stay in use", extra={"faults": str(broken)})
            return last_good

    def _stamp(self, agency: str) -> Stamp:
        files = sorted((self.root / agency / "messages").rglob("*.yml"))
        return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)
