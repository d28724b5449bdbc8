"""The golden tables of spoken words (tests/golden/spoken*.tsv), shared by their tests and their benchmark."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, List
from zoneinfo import ZoneInfo

TABLE = Path(__file__).resolve().parents[1] / "tests" / "golden" / "spoken.tsv"
UNSEEN = TABLE.with_name("spoken_unseen.tsv")  # only measured, never mended by
ZONE = ZoneInfo("America/Denver")


@dataclass(frozen=True)
class Row:
    """`kind` as in "when", `variant` what stands behind a slash ("GB": the country, or what is said: "money")."""

    line: int
    kind: str
    variant: str
    words: str
    now: datetime
    meaning: Any
    note: str

    def __str__(self) -> str:
        return f"{self.kind}{'/' if self.variant else ''}{self.variant}: {self.words}"


def rows(table: Path = TABLE) -> List[Row]:
    out = []
    for number, line in enumerate(table.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            cells = line.split("\t")
            kind, _, variant = cells[0].partition("/")
            now = datetime.fromisoformat(cells[2]).replace(tzinfo=ZONE)
            out.append(Row(number, kind, variant, cells[1], now, json.loads(cells[3]), "".join(cells[4:])))
    return out
