"""The messages of every agency in memory, as their files stand. An agency without a messages folder tells nobody anything."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

from agencies.loader import agency_ids
from agencies.messages.files import Messages, has_messages, load_messages
from casework.rereading import Rereading

log = logging.getLogger(__name__)


class Catalogue(Rereading[Messages]):
    """Messages by agency."""

    absent = "There are no messages of such an agency; agencies/denver/messages shows their shape."

    def read(self, agency: str) -> Messages:
        return load_messages(agency, self.root)

    def files(self, folder: Path) -> Iterable[Path]:
        return sorted((folder / "messages").rglob("*.yml"))

    def has(self, agency: str) -> bool:
        return super().has(agency) and has_messages(self.root / agency)

    def load_all(self) -> None:
        super().load_all()
        for agency in set(agency_ids(self.root)) - set(self.ids()):
            log.warning("an agency has no messages; nobody is told anything", extra={"agency": agency})
