"""The golden table: what callers say -> need -> who takes it, when nothing makes it worse. Shared by everybody.

Every row is a call of its own over the running bot. The caller answers each question calmly: no, nobody is hurt; no, I
have no number. A danger that was asked about is confirmed where the row expects 911. When the bot decides differently,
the table as it is now is written beside the old one (needs.new.csv): look at every row before you take it over.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx
import pytest
import yaml

from tests.dialogues.line import ROOT, Caller, Reply

TABLE = ROOT / "tests" / "golden" / "needs.csv"
NEW_TABLE = TABLE.with_suffix(".new.csv")
NEEDS = yaml.safe_load((ROOT / "agencies" / "denver" / "needs.yml").read_text(encoding="utf-8"))["needs"]
MOST_QUESTIONS = 4


@dataclass(frozen=True)
class Row:
    utterance: str
    need: str
    destination: str
    disposition: str


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return [Row(**row) for row in csv.DictReader(stream)]


def write(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(asdict(rows[0])), lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)


def decided(http: httpx.Client, row: Row) -> Row:
    """The row as the bot decides it today."""
    caller = Caller(http)
    reply = caller.turn(row.utterance)
    for _ in range(MOST_QUESTIONS):
        calm = which_of_two(reply, row.need) or calm_answer(reply, row.disposition == "911")
        if "disposition" in reply.decision or calm is None:
            break
        reply = caller.turn(calm)
    found = reply.decision
    destination = found.get("destination", {}).get("id", "")
    return Row(row.utterance, found.get("need", ""), destination, found.get("disposition", ""))


def which_of_two(reply: Reply, need: str) -> str | None:
    """The answer to "is it about this, or about that?" where the wanted need is one of them: the directory is what is tested here."""
    if reply.decision.get("ask", {}).get("slot") != "which_need":
        return None
    return "the first one" if reply.decision.get("need") == need else "the second one"


def calm_answer(reply: Reply, in_danger: bool) -> str | None:
    """What a caller for whom nothing is worse than it sounds says to the open question."""
    ask = reply.decision.get("ask", {})
    if ask.get("slot") == "danger":
        return "yes" if in_danger else "no"
    if ask.get("slot") == "did_you_mean":
        return None  # the golden needs are understood at once
    return {"yes_no": "no", "number": "i don't have it"}.get(ask.get("kind", ""))


def test_the_golden_table_has_three_different_rows_for_each_need() -> None:
    rows = read(TABLE)
    counts = Counter(row.need for row in rows)
    assert {need: counts[need] for need in NEEDS if counts[need] < 3} == {}
    assert set(counts) == set(NEEDS)
    assert len({row.utterance.lower() for row in rows}) == len(rows)


@pytest.mark.slow
def test_the_golden_table_is_decided_as_it_stands(http: httpx.Client) -> None:
    wanted = read(TABLE)
    found = [decided(http, row) for row in wanted]
    different = [(was, now) for was, now in zip(wanted, found) if was != now]
    if not different:
        NEW_TABLE.unlink(missing_ok=True)
        return
    write(NEW_TABLE, found)
    lines = [
        f"{was.utterance!r}: {now.need} {now.destination} {now.disposition}, not {was.need} "
        f"{was.destination} {was.disposition}"
        for was, now in different
    ]
    pytest.fail(f"{len(different)} rows differ, see {NEW_TABLE.relative_to(ROOT)}:\n" + "\n".join(lines))
