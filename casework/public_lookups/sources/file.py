"""A table that the agency's own system writes anew every few minutes: var/lookups/<agency>/<file>.csv, the key in its first column."""

from __future__ import annotations

import csv
import time
from dataclasses import dataclass
from pathlib import Path

from casework.public_lookups.keys import one_way
from casework.public_lookups.sources.base import SourceDown

OLDEST_S = 24 * 3600.0  # a table that nobody wrote for a day says nothing about today


@dataclass(frozen=True)
class FileSource:
    path: Path
    oldest_s: float = OLDEST_S

    def row(self, key: str) -> dict[str, str] | None:
        try:
            if time.time() - self.path.stat().st_mtime > self.oldest_s:
                raise SourceDown("the table is old")
            with self.path.open(encoding="utf-8-sig", newline="") as file:
                rows = csv.DictReader(file)
                first = (rows.fieldnames or [""])[0]
                found = next((row for row in rows if one_way(row.get(first) or "") == key), None)
        except (OSError, UnicodeError, csv.Error) as error:
            raise SourceDown(type(error).__name__) from error
        return {name: (value or "").strip() for name, value in found.items() if name} if found else None
