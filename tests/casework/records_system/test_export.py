"""The file of cases: with NIBRS's names, of what changed since, and written down."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from agencies import load_agency
from casework.records_system import export
from casework.records_system.nibrs_form import incident_number
from casework.trail.actors import Actor
from casework.trail.tables import AuditEntry
from tests.casework.console import NOW

DENVER = load_agency("denver")
SUPERVISOR = Actor("chief-1", "supervisor")


async def test_the_file_has_a_line_a_case_with_nibrs_names(console) -> None:
    console.file(
        answers={"what_happened": "=HYPERLINK(1)", "items": [{"value": 850}, {"value": 40}]},
        when=datetime(2026, 11, 21, 2, 30, tzinfo=UTC),
    )
    console.file(need="lost_property", when=None)
    lines = (await console.get("/export", role="supervisor")).text.splitlines()
    first, second = (json.loads(line) for line in lines)
    assert {name: first[name] for name in export.FIELDS[:6]} == {
        "incident_number": None,
        "incident_date": "2026-11-20",
        "incident_hour": "19",
        "ucr_offense_code": "23H",
        "attempted_completed": "C",
        "property_value": 890,
    }
    assert (second["ucr_offense_code"], second["incident_date"]) == (None, None)
    table = list(csv.DictReader(io.StringIO((await console.get("/export", role="supervisor", format="csv")).text)))
    assert [row["need"] for row in table] == ["theft_cold", "lost_property"]
    assert table[0]["narrative"] == "'=HYPERLINK(1)"


async def test_the_file_of_what_changed_since_is_written_down(console) -> None:
    console.file(at=NOW - timedelta(days=9))
    console.file(at=NOW)
    since = (NOW - timedelta(days=1)).isoformat()
    assert len((await console.get("/export", role="records_system", since=since)).text.splitlines()) == 1
    assert (await console.get("/export", role="officer")).status_code == 403
    with console.casework.services.database.reading() as session:
        entry = session.scalar(select(AuditEntry).where(AuditEntry.action == "export"))
        assert (entry.actor_role, entry.case_id, entry.details["since"]) == ("records_system", None, since)


@pytest.mark.parametrize(
    ("number", "sent"), [("2026-417702", "2026-417702"), ("GO-2026-12345", "GO202612345"), (None, None)]
)
def test_a_number_longer_than_nibrs_takes_loses_its_separators(number: str | None, sent: str | None) -> None:
    assert incident_number(number) == sent
