"""The held-out sets: where they lie and how their lines are read. Needs no Rasa."""

from __future__ import annotations

import csv
from pathlib import Path

SETS = {
    "first set": Path("benchmarks/heldout"),
    "second set": Path("benchmarks/heldout2"),
    "third set": Path("benchmarks/heldout3"),
    "calls": Path("benchmarks/heldout_calls"),  # what reviewers kept apart; there once somebody did
}
HEARD = Path(
    "benchmarks/heldout_heard/heard.tsv"
)  # lines of them as the recogniser hears them (benchmarks/heard_lines.py)


def lines(folder: Path, name: str = "*.txt") -> list[tuple[str, str]]:
    files = sorted(folder.glob(name))
    return [(f.stem, line.strip()) for f in files for line in f.read_text("utf-8").splitlines() if line.strip()]


def table(path: Path, column: str) -> list[tuple[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [(row[column], row["text"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
