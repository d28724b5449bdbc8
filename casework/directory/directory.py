"""The agencies in memory, as their files stand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from agencies import Agency, load_agency
from agencies.line.queues import FILE as QUEUES_FILE
from agencies.loader import FILES
from agencies.reports.files import report_files
from agencies.status.files import status_files
from casework.rereading import Rereading


class Directory(Rereading[Agency]):
    """Agencies by id."""

    absent = "There is no such agency; its id is the name of its folder in agencies/."

    def read(self, agency: str) -> Agency:
        return load_agency(agency, self.root)

    def files(self, folder: Path) -> Iterable[Path]:
        return (*(folder / name for name in (*FILES, QUEUES_FILE)), *report_files(folder), *status_files(folder))
