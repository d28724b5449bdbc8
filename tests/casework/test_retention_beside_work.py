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
from sqlalchemy import event, func, insert, select, text
from sqlalchemy.exc import ProgrammingError

from casework import app
from casework.calls.tables import CallRecord
from casework.cases.tables import Case
from casework.database import Database
from casework.directory.directory import Directory
from casework.idempotency import IdempotencyKey
from casework.intake import codes
from casework.intake.retention import _freed
from casework.intake.tables import Report
from casework.notifications.tables import Contact
from casework.quality.tables import Correction, Transcript
from casework.retention import delete_expired
from casework.sweeping import Portions
from casework.trail.guard import gate_open
from casework.trail.tables import AuditEntry

NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(days=400)
_WHOLE = re.compile(r"\bSCAN (?!(?:\d+ )?CONSTANT ROW)(?!\()(\w+)")


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
        for rows in old_rows(3):
            session.execute(insert(type(rows[0])), [_values(row) for row in rows])
    with asked(database) as statements:
        assert delete_expired(database, directory, NOW, tmp_path)["cases"] == 1
    for table in ("contacts", "quality_corrections", "audit_entries"):
        assert any(one.startswith(f"DELETE FROM {table}") for one in statements), table
    with database.reading() as session:
        plans = {one: explained(session, one, given) for one, (given, _) in statements.items()}
    whole = {one for one, plan in plans.items() if statements[one][1] and _WHOLE.search(plan)}
    assert whole == set()
    [codes] = [plan for one, plan in plans.items() if one.startswith("SELECT cases.id") and "access_code IS NOT" in one]
    assert "access_code" in codes, "codes are few; the cases that closed long ago are nearly all"


def test_no_transaction_takes_more_than_a_portion_however_much_is_old(
    database: Database, directory: Directory, tmp_path: Path
) -> None:
    """1,100 rows of everything that can be old, and as many codes of closed cases."""
    with database.writing() as session:
        for rows in old_rows(1_100):
            session.execute(insert(type(rows[0])), [_values(row) for row in rows])
    with taken(database) as transactions:
        counts = delete_expired(database, directory, NOW, tmp_path)
        freed = _freed(Portions(database, gate_open), codes.of_closed("denver", NOW, 30))
    named = ("idempotency_keys", "audit_entries", "quality_corrections", "call_records", "contacts", "reports")
    assert {name: counts[name] for name in named} == dict.fromkeys(named, 1_100)
    assert freed == 1_100
    assert max(transactions) == 500
    assert sum(transactions) >= 7 * 1_100


def test_whoever_wants_to_write_has_a_turn_between_two_portions(
    database: Database, directory: Directory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two portions no transaction is open: somebody else's write is done at once, from the pause itself."""
    with database.writing() as session:
        session.execute(insert(IdempotencyKey), [_values(row) for row in next(old_rows(1_100))])
    left: list[int] = []

    def somebody_writes(_pause_s: float) -> None:
        contact(database, f"{len(left)}@example.org")
        with database.reading() as session:
            left.append(session.scalar(select(func.count()).select_from(IdempotencyKey)) or 0)

    monkeypatch.setattr("casework.sweeping.time.sleep", somebody_writes)
    assert delete_expired(database, directory, NOW, tmp_path)["idempotency_keys"] == 1_100
    assert left == [600, 100]


def old_rows(count: int) -> Iterator[list[Any]]:
    """Lists of rows that are older than anybody keeps them, each of one table."""
    each, base = range(count), {"agency": "denver"}
    yield [IdempotencyKey(key=f"k{n}", request_digest="d", response={}, created_at=LONG_AGO) for n in each]
    wrote = {"actor_id": "a", "actor_role": "officer", "action": "see", "details": {}}
    ages = NOW - timedelta(days=4000)
    yield [AuditEntry(id=10_000 + n, at=ages, **base, **wrote) for n in each]
    yield [
        Correction(contact_id=f"c{n}", item="i", rule_said="no", met="yes", by="s", at=LONG_AGO, **base) for n in each
    ]
    call = {"channel": "voice", "started_at": LONG_AGO, "ended_at": LONG_AGO, "record": {}}
    yield [CallRecord(call_id=f"c{n}", **base, **call) for n in each]
    wants = {"language": "en", "wants": ["email"], "frequency": "every_change"}
    yield [Contact(email=f"{n}@x.org", created_at=LONG_AGO, updated_at=LONG_AGO, **base, **wants) for n in each]
    begun = {
        "kind": "theft",
        "channel": "web",
        "call_id": "c",
        "state": "draft",
        "created_at": LONG_AGO,
        "updated_at": LONG_AGO,
    }
    yield [Report(id=f"r{n}", access_code=f"{50_000 + n}", pin_hash="", **base, **begun) for n in each]
    closed = {"need": "theft_cold", "stage": "closed", "pin_hash": "", "opened_at": NOW, "updated_at": NOW}
    lately = NOW - timedelta(days=89)
    yield [Case(access_code=f"{70_000 + n}", closed_at=lately, **base, **closed) for n in each]


def _values(row: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}


@contextmanager
def taken(database: Database) -> Iterator[list[int]]:
    """How many rows each transaction that writes deleted or changed."""
    transactions: list[int] = []

    def begins(connection: Any) -> None:
        transactions.append(0)

    def done(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(("DELETE", "UPDATE")) and "retention_gate" not in statement:
            transactions[-1] += max(0, cursor.rowcount)

    event.listen(database.engine, "begin", begins)
    event.listen(database.engine, "after_cursor_execute", done)
    try:
        yield transactions
    finally:
        event.remove(database.engine, "begin", begins)
        event.remove(database.engine, "after_cursor_execute", done)


@contextmanager
def asked(database: Database) -> Iterator[dict[str, tuple[Any, bool]]]:
    """What is asked, with its values, and whether inside a transaction that writes."""
    statements: dict[str, tuple[Any, bool]] = {}

    def ask(connection: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
        if statement.startswith(("SELECT", "DELETE", "UPDATE", "INSERT")):
            statements.setdefault(statement, (given, bool(connection.get_execution_options().get("civicline_write"))))

    event.listen(database.engine, "before_cursor_execute", ask)
    try:
        yield statements
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
    services: Any = SimpleNamespace(
        database=SimpleNamespace(run=run), directory=None, var=None, store=None, let_go=frozenset()
    )
    task = asyncio.create_task(app._keep_retention(services, 1e-9))
    try:
        await asyncio.wait_for(twice.wait(), 60)
    finally:
        task.cancel()
