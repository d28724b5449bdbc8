"""The golden table of moves: what a turn is while a question of a report is open. Facts are found by the real extractor.

When a row is decided differently, the table as it is now is written beside the old one (report_moves.new.tsv).
"""

from __future__ import annotations

import csv
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Dict, List

import pytest

from actions.report.moves import move_of
from actions.report.questions import ask_of
from actions.report.state import Report
from actions.turn import Turn
from nlu_components.facts.facts import FactFinder, as_dict
from tests.bot.nlu_components.facts.golden import NOW, agency_finder

TABLE = Path(__file__).with_name("report_moves.tsv")
NEW_TABLE = TABLE.with_suffix(".new.tsv")
IDS = {"place": "where", "money": "items.1.value", "text": "what_happened", "choice": "contact_by", "yes_no": "video"}
CHOICES = [{"value": "sms", "spoken": "by text message"}, {"value": "email", "spoken": "by email"}]


@dataclass(frozen=True)
class Row:
    asked: str
    last: str
    text: str
    intent: str
    confidence: str
    move: str
    detail: str


def read(path: Path) -> List[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return [Row(**row) for row in csv.DictReader(stream, delimiter="\t")]


@pytest.fixture(scope="module")
def finder() -> FactFinder:
    return agency_finder()


def ask(kind: str) -> Dict[str, Any]:
    question = {"id": IDS.get(kind, kind), "kind": kind, "prompt": "?", "optional": True, "unknown_allowed": True}
    return ask_of({**question, "choices": CHOICES if kind == "choice" else None})


def decided(finder: FactFinder, row: Row) -> Row:
    """The row as it is decided today."""
    asked = ask(row.asked)
    found = finder.found(row.text, asked["slot"], NOW)
    spans = tuple((fact.name, fact.start, fact.end) for fact in found)
    facts = {name: value for name, value in as_dict(found).items() if name not in ("pin", "access_code", "case_number")}
    turn = Turn("c", row.text, row.intent, float(row.confidence), (), facts, {}, "", {}, False, spans=spans)
    question, _, kind = row.last.partition(":")
    report = Report(
        "ask", id="R1", kind="theft", need="theft_cold", last={"question": question, "kind": kind} if question else None
    )
    move = move_of(turn, asked, report)
    detail: Any = move.target if move.target else move.text if move.kind == "correct_last" else ""
    if move.kind == "answer":
        detail = move.value
    return Row(row.asked, row.last, row.text, row.intent, row.confidence, move.kind, str(detail))


def test_every_turn_is_the_move_that_the_table_says(finder: FactFinder) -> None:
    wanted = read(TABLE)
    found = [decided(finder, row) for row in wanted]
    different = [(was, now) for was, now in zip(wanted, found) if was != now]
    if not different:
        NEW_TABLE.unlink(missing_ok=True)
        return
    with NEW_TABLE.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(asdict(wanted[0])), delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in found)
    lines = [
        f"{was.asked}: {was.text!r}: {now.move} {now.detail}, not {was.move} {was.detail}" for was, now in different
    ]
    pytest.fail(f"{len(different)} rows differ, see {NEW_TABLE.name}:\n" + "\n".join(lines))


def test_the_table_has_every_move_and_no_row_twice() -> None:
    rows = read(TABLE)
    assert len({(row.asked, row.last, row.text) for row in rows}) == len(rows) >= 90
    moves = {row.move for row in rows}
    assert moves >= {"answer", "unknown", "skip", "back", "stop", "bye", "code", "send_code", "how_long", "why"}
    assert moves >= {"correct", "correct_last", "digress", "person", "rude", "missed"}


@pytest.mark.parametrize(
    "words", ["anonymous", "I'd rather not give my name", "no name", "i don't want to give my name"]
)
def test_whoever_gives_no_name_stays_anonymous(words: str) -> None:
    turn = Turn("c", words, "skip_question", 0.9, (), {}, {}, "", {}, False)
    asked = {"id": "anonymous", "kind": "yes_no", "fact": "anonymous", "prompt": "Would you like to stay anonymous?"}
    at_first = move_of(turn, ask_of(asked), Report("ask", id="R1"))
    assert (at_first.kind, at_first.value) == ("answer", True)
    at_the_name = move_of(
        turn, ask_of({"id": "name", "kind": "name", "prompt": "What is your name?"}), Report("ask", id="R1")
    )
    assert (at_the_name.kind, at_the_name.target) == ("correct", "anonymous")
