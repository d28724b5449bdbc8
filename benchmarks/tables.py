"""Markdown tables of a benchmark, and the table of an earlier run that is kept beside them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    return "\n".join([*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows)])


def before(name: str, results: Path = RESULTS) -> str:
    """The tables of results/<name>_before.json (a record of run_all) with when and of what they are; "" without one."""
    file = results / f"{name}_before.json"
    if not file.exists():
        return ""
    record = json.loads(file.read_text(encoding="utf-8"))
    tables = [table(list(rows[0]), [list(row.values()) for row in rows]) for rows in record["tables"] if rows]
    return "\n\n".join([f"Before, at {record['commit']} ({record['taken_at']}):", *tables])
