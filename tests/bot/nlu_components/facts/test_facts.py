"""The golden table, and what no text may do to the extractor. A failing run writes the new table beside the old."""

from __future__ import annotations

import time
from typing import Any, Dict

import pytest
import yaml

from nlu_components.facts.facts import FactFinder
from tests.bot.nlu_components.facts.golden import NOW, ROOT, TABLE, Row, agency_finder, found, rows

HOSTILE = {
    "a megabyte of one word": "colfax and " * 95_000,
    "a megabyte of cues": "he's gone " * 100_000,
    "a megabyte of digits": "7" * 1_000_000,
    "a megabyte of letters": "a " * 500_000,
    "a megabyte of apostrophes": "'" * 1_000_000,
    "nul characters": "\x00" * 1000,
    "right-to-left marks and emoji": "\u202e\u200f😀🚓" * 1000,
    "yaml": "{a: &a [*a, *a]}",
    "markup": "<script>alert(1)</script>" * 50,
    "a lone surrogate": "\ud800 pearl street",
    "letters that grow in lower case": "İ" * 500,
    "combining marks": "e\u0301" * 500,
}
ASKING = [None, "where", "city", "case_reference", "pin", "plate", "phone", "when", "injured", "", "no such slot"]


@pytest.fixture(scope="module")
def finder() -> FactFinder:
    return agency_finder()


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.asking or ''}:{row.text}"[:70])
def test_a_turn_tells_exactly_what_the_golden_table_says(finder: FactFinder, row: Row) -> None:
    assert found(finder, row) == row.facts


def test_the_golden_table_is_large_and_has_no_row_twice(finder: FactFinder) -> None:
    table = rows()
    assert len(table) >= 150
    assert len({(row.text, row.asking) for row in table}) == len(table)
    _write_new_table_if_different(finder, table)


def test_rasa_is_told_of_every_kind_of_fact_that_is_words() -> None:
    """Else it warns at every such turn that the domain lacks the entity."""
    kinds = {name for row in rows() for name, value in row.facts.items() if isinstance(value, str)}
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    assert kinds <= set(domain["entities"])


def _write_new_table_if_different(finder: FactFinder, table: list) -> None:
    new = [_entry(row, found(finder, row)) for row in table]
    if any(entry["facts"] != row.facts for entry, row in zip(new, table)):
        TABLE.with_suffix(".new.yml").write_text(yaml.safe_dump(new, sort_keys=False, width=200), encoding="utf-8")


def _entry(row: Row, facts: Dict[str, Any]) -> Dict[str, Any]:
    return {"text": row.text, **({"asking": row.asking} if row.asking else {}), "facts": facts}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_read_in_no_time_and_does_no_harm(finder: FactFinder, text: str) -> None:
    begun = time.process_time()
    for asking in ASKING:
        finder.found(text, asking, NOW)
    assert time.process_time() - begun < 5.0  # eleven readings; what grows with the square would take minutes


def test_words_of_a_fact_are_found_again_in_the_callers_text(finder: FactFinder) -> None:
    text = "Ms. Peña here —  the  Crash was at COLFAX & York,\tlast night; nobody's hurt"
    spans = {fact.name: text[fact.start : fact.end] for fact in finder.found(text, None, NOW)}
    assert spans["where"] == "COLFAX & York"
    assert spans["when"] == "last night"
    assert spans["injured"] == "nobody's hurt"


def test_what_is_said_in_curly_quotes_and_accents_is_understood(finder: FactFinder) -> None:
    facts = {fact.name: fact.value for fact in finder.found("nobody’s hurt, we’re on peña", "where", NOW)}
    assert facts == {"injured": False, "where": "Peña Blvd"}


def test_a_name_is_only_looked_for_when_it_was_asked_for(finder: FactFinder) -> None:
    assert finder.found("my name is maria gonzalez", None, NOW) == []


def test_a_reference_number_is_no_address(finder: FactFinder) -> None:
    facts = {fact.name for fact in finder.found("case 2026 417702 pin 0317 pearl", None, NOW)}
    assert facts == {"case_number", "pin"}
