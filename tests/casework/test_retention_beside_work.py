"""Retention runs while people are served: on both databases, without reading a table whole while nobody else can write."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import ProgrammingError

from casework import app
from casework.cases.tables import Case
from casework.database import Database
from casework.directory.directory import Directory
from casework.notifications.tables import Contact
from casework.quality.tables import Transcript
from casework.retention import delete_expired

NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(days=400)
_WHOLE = re.compile(r"\bSCAN (?!CONSTANT ROW)(?!\()(\w+)")


@pytest.fixture
def directory() -> Directory:
    found = Directory()
    found.load_all()
    return found


def contact(database: Database, email: str) -> int:
    with database.writing() as session:
        wants = {"language": "en", "wants": ["email"], "frequency": "every_change"}
        row = Contact(agency="denver", email=email, created_at=LONG_AGO, updated_at=LONG_AGO, **wants)
        session.add(row)
        session.flush()
        return row.id


def test_contacts_that_nothing_leads_to_go_and_those_of_cases_stay(
    database: Database, directory: Directory, file_report: Callable[..., int], tmp_path: Path
) -> None:
    needed, unused = contact(database, "ada@example.org"), contact(database, "adam@example.org")
    case = file_report()
    with database.writing() as session:
        session.get_one(Case, case).contact_id = needed
        call = {"contact_id": str(unused), "staff": "s-1", "channel": "voice", "turns": []}
        session.add(Transcript(agency="denver", at=NOW, **call))
    delete_expired(database, directory, NOW, tmp_path)
    with database.reading() as session:
        left = set(session.scalars(select(Contact.id)))
    assert needed in left
    assert unused not in left


def test_no_table_is_read_whole_while_nobody_else_can_write(
    database: Database, directory: Directory, file_report: Callable[..., int], tmp_path: Path
) -> None:
    if database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL locks rows, not the database")
    case = file_report()
    with database.writing() as session:
        session.get_one(Case, case).closed_at = LONG_AGO
    with written(database) as statements:
        assert delete_expired(database, directory, NOW, tmp_path)["cases"] == 1
    assert any(one.startswith("DELETE FROM contacts") for one in statements)
    with database.reading() as session:
        plans = {one: explained(session, one, given) for one, given in statements.items()}
    assert {one: plan for one, plan in plans.items() if _WHOLE.search(plan)} == {}
    [codes] = [plan for one, plan in plans.items() if one.startswith("UPDATE cases SET access_code")]
    assert "access_code" in codes, "codes are few; the cases that closed long ago are nearly all"


@contextmanager
def written(database: Database) -> Iterator[dict[str, Any]]:
    """What is asked inside transactions that write, with its values."""
    asked: dict[str, Any] = {}

    def ask(connection: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
        if connection.get_execution_options().get("civicline_write") and not statement.startswith("BEGIN"):
            asked.setdefault(statement, given)

    event.listen(database.engine, "before_cursor_execute", ask)
    try:
        yield asked
    finally:
        event.remove(database.engine, "before_cursor_execute", ask)


def explained(session: Any, statement: str, given: Any) -> str:
    one = given[0] if isinstance(given, list) else given
    return "\n".join(row[3] for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", one))


def test_the_leaf_of_an_entry_is_found_by_an_index(database: Database) -> None:
    """A trigger's plan is not told with its statement's."""
    if database.engine.dialect.name != "sqlite":
        pytest.skip("SQLite's words for a plan")
    update = "EXPLAIN QUERY PLAN UPDATE audit_leaves SET gone_at = 'x' WHERE entry_id = 7 AND gone_at IS NULL"
    with database.reading() as session:
        [plan] = session.execute(text(update)).all()
    assert "ix_audit_leaves_entry_id" in plan[3]


async def test_a_run_that_fails_in_the_database_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []
    twice = asyncio.Event()

    def fails(*_: Any) -> dict[str, int]:
        runs.append(1)
        if len(runs) == 2:
            twice.set()
        raise ProgrammingError("DELETE", {}, Exception("no such operator"))

    async def run(work: Callable[..., Any], *given: Any) -> Any:
        return work(*given)

    monkeypatch.setattr(app, "delete_expired", fails)
    services: Any = SimpleNamespace(database=SimpleNamespace(run=run), directory=None, var=None, store=None)
    task = asyncio.create_task(app._keep_retention(services, 1e-9))
    try:
        await asyncio.wait_for(twice.wait(), 60)
    finally:
        task.cancel()
