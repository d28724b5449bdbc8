"""The golden table: need, facts, time -> what happens. A failing run writes the new table beside the old."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from agencies import Agency, Ask, route

TABLE = Path(__file__).parent / "golden_routes.tsv"
TIMES = {"": datetime(2026, 11, 20, 19, tzinfo=UTC), "night": datetime(2026, 11, 21, 9, tzinfo=UTC)}


def test_every_row_of_the_golden_table_still_holds(denver: Agency) -> None:
    old = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line]
    new = [line if line.startswith("#") else _again(denver, line) for line in old]
    if new != old:
        TABLE.with_suffix(".new.tsv").write_text("\n".join(new) + "\n", encoding="utf-8")
    assert new == old, "compare golden_routes.new.tsv with golden_routes.tsv"
    assert len(new) > 60


def _again(denver: Agency, line: str) -> str:
    need, facts, asked, at, _ = line.split("\t")
    decision = route(denver, need, _facts(facts), asked.split(), TIMES[at])
    if isinstance(decision, Ask):
        result = f"ask {decision.question.slot}"
    else:
        result = f"{decision.need} {decision.disposition} {decision.destination} {decision.rule}"
    return "\t".join((need, facts, asked, at, result))


def _facts(written: str) -> dict[str, bool | str]:
    """'injured=true city=the city of Lakewood': a word without = belongs to the value before it."""
    facts: dict[str, bool | str] = {}
    name = ""
    for word in written.split():
        if "=" in word:
            name, _, value = word.partition("=")
            facts[name] = {"true": True, "false": False}.get(value, value)
        else:
            facts[name] = f"{facts[name]} {word}"
    return facts
