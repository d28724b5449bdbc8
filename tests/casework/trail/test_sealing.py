"""The audit trail's chain: it is whole while nobody touches it, and shows whoever does. On both databases."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DatabaseError

from casework.cases.tables import Case
from casework.database import Database
from casework.directory.directory import Directory
from casework.sweeping import Portions, Sweeping
from casework.trail import sealing
from casework.trail.actors import Actor
from casework.trail.entries import noted
from casework.trail.guard import gate_open
from casework.trail.outliving import outlive
from casework.trail.retention import sweep
from casework.trail.sealing import keep_sealing, seal, verify
from casework.trail.tables import AuditEntry, AuditLeaf, OutlivingEntry
from tests.casework.console import NOW as FILED

NOW = datetime.now(UTC)
BEFORE = NOW - timedelta(minutes=10)
OFFICER = Actor("officer-7", "officer")


@pytest.fixture
def sealed(database: Database) -> Database:
    """Three entries in two seals."""
    for action in ("see", "move"):
        write(database, action)
    assert seal(database, NOW) is not None
    write(database, "close")
    assert seal(database, NOW) is not None
    return database


def write(database: Database, action: str, at: datetime = BEFORE) -> None:
    with database.writing() as session:
        noted(session, "denver", OFFICER, action, at, {"über": ["ü"]})


def test_a_backlog_is_sealed_in_steps_and_others_write_between_them(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "MOST_AT_ONCE", 2)
    between: list[int] = []

    def paused(_: float) -> None:
        write(database, "meanwhile", NOW)  # too young to be sealed
        with database.reading() as session:
            between.append(session.scalar(select(func.count()).select_from(AuditLeaf)) or 0)

    monkeypatch.setattr(sealing.time, "sleep", paused)
    for number in range(5):
        write(database, f"act_{number}")
    keep_sealing(database, None, NOW)
    assert between == [2, 4]
    with database.reading() as session:
        found = verify(session, [], NOW)
    assert (found.seals, found.entries, found.faults) == (3, 5, [])


@pytest.mark.parametrize("what", ["somebody writes", "another process seals", "retention deletes one"])
def test_what_happens_while_the_leaves_are_reckoned_waits_for_nothing_and_is_not_sealed_wrongly(
    database: Database, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    for action in ("see", "move", "close"):
        write(database, action)
    reckoned, times = sealing.chained, iter(range(2))

    def meanwhile(before: str, leaves: list[str]) -> str:
        if next(times, None) == 0:
            with ThreadPoolExecutor(1) as elsewhere:
                elsewhere.submit(_happens, database, what).result(60)
        return reckoned(before, leaves)

    monkeypatch.setattr(sealing, "chained", meanwhile)
    keep_sealing(database, None, NOW)
    monkeypatch.setattr(sealing, "chained", reckoned)
    with database.reading() as session:
        found = verify(session, [], NOW)
    assert (found.entries, found.faults) == ({"retention deletes one": 2}.get(what, 3), [])


def _happens(database: Database, what: str) -> None:
    if what == "somebody writes":
        write(database, "see", NOW)  # too young to be sealed
    elif what == "another process seals":
        assert seal(database, NOW) is not None
    else:
        with database.writing() as session, gate_open(session):
            session.execute(delete(AuditEntry).where(AuditEntry.action == "move"))


def faults(database: Database, anchors: list[dict[str, object]] | None = None) -> list[str]:
    with database.reading() as session:
        return verify(session, anchors or [], NOW).faults


def tamper(database: Database, *statements: str) -> None:
    """As somebody does who owns the database: the triggers are out of the way."""
    with database.engine.connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        else:
            names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
            for name in names:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(text(statement))
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = DEFAULT"))


def test_an_untouched_trail_is_whole(sealed: Database) -> None:
    assert faults(sealed) == []
    with sealed.reading() as session:
        found = verify(session, [], NOW)
    assert (found.seals, found.entries, found.not_sealed_yet) == (2, 3, 0)


def test_what_has_just_been_written_waits_until_its_neighbours_are_kept_too(sealed: Database) -> None:
    write(sealed, "see", at=NOW)
    assert seal(sealed, NOW) is None
    assert seal(sealed, NOW + timedelta(minutes=2)) is not None


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (
            "UPDATE audit_entries SET actor_id = 'somebody-else' WHERE action = 'move'",
            "was changed after it was sealed",
        ),
        ("DELETE FROM audit_entries WHERE action = 'move'", "is gone, and retention did not delete it"),
        ("UPDATE audit_leaves SET digest = 'x' WHERE entry_id = 1", "does not fit its leaves"),
        ("UPDATE audit_seals SET digest = 'x' WHERE id = 1", "seal 1 does not fit"),
    ],
)
def test_whoever_owns_the_database_and_changes_the_trail_is_seen(sealed: Database, statement: str, fault: str) -> None:
    tamper(sealed, statement)
    assert any(fault in one for one in faults(sealed)), faults(sealed)


def test_who_reckons_the_whole_chain_anew_is_seen_by_what_was_told_outside(database: Database, tmp_path: Path) -> None:
    write(database, "see")
    keep_sealing(database, tmp_path / "anchor", NOW)
    anchors = [json.loads(line) for line in (tmp_path / "anchor").read_text().splitlines()]
    assert faults(database, anchors) == []
    tamper(
        database,
        "DELETE FROM audit_leaves",
        "DELETE FROM audit_seals",
        "UPDATE audit_entries SET actor_id = 'somebody-else'",
    )
    keep_sealing(database, None, NOW)
    assert faults(database) == []
    assert any("another one than what was told outside" in one for one in faults(database, anchors))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET actor_id = 'x'",
        "DELETE FROM audit_entries",
        "UPDATE audit_leaves SET digest = 'x'",
        "UPDATE audit_leaves SET gone_at = NULL",
        "DELETE FROM audit_leaves",
        "UPDATE audit_seals SET digest = 'x'",
        "DELETE FROM audit_seals",
        "REPLACE INTO audit_entries (id, agency, at, actor_id, actor_role, action, details) VALUES (1, 'x', '', '', '', '', '')",
        "REPLACE INTO audit_seals SELECT id, 'forged', entries, last_entry, at FROM audit_seals WHERE id = 1",
        "REPLACE INTO audit_leaves SELECT id, entry_id, 'forged', seal_id, gone_at FROM audit_leaves WHERE id = 1",
    ],
)
def test_the_database_refuses_it_with_the_rights_that_casework_has(sealed: Database, statement: str) -> None:
    if "REPLACE" in statement and sealed.engine.dialect.name == "postgresql":
        pytest.skip("PostgreSQL has no REPLACE")
    with pytest.raises(DatabaseError, match="audit trail"), sealed.writing() as session:
        session.execute(text(statement))
    assert faults(sealed) == []


def test_retention_deletes_and_the_chain_says_so(sealed: Database, file_report: Callable[..., int]) -> None:
    case = file_report()
    assert seal(sealed, datetime.now(UTC) + timedelta(minutes=2)) is not None
    with sealed.writing() as session, gate_open(session):
        session.execute(delete(Case).where(Case.id == case))
    with sealed.reading() as session:
        found = verify(session, [], NOW)
    assert found.faults == []
    assert found.deleted_by_retention > 0


def test_a_trail_that_outlives_its_case_is_checked_like_any_other(
    database: Database, file_report: Callable[..., int]
) -> None:
    case = file_report()
    seal(database, datetime.now(UTC) + timedelta(hours=1))
    with database.writing() as session, gate_open(session):
        outlive(session, [case])
        session.execute(delete(Case).where(Case.id == case))
    with database.reading() as session:
        [entry] = session.scalars(select(OutlivingEntry)).all()
    assert (entry.case_id, entry.action) == (case, "submit")
    assert faults(database) == []
    with pytest.raises(DatabaseError), database.writing() as session:
        session.execute(update(OutlivingEntry).values(actor_id="somebody-else"))
    with pytest.raises(DatabaseError), database.writing() as session:
        session.execute(delete(OutlivingEntry))
    tamper(database, "UPDATE audit_outliving SET actor_id = 'somebody-else'")
    assert faults(database) == [f"entry {entry.entry_id}, whose case is gone, was changed after it was sealed"]


def test_a_trail_goes_when_its_own_time_is_over(database: Database, file_report: Callable[..., int]) -> None:
    case = file_report()
    with database.writing() as session, gate_open(session):
        outlive(session, [case])
        session.execute(delete(Case).where(Case.id == case))
    directory = Directory()
    directory.load_all()
    days = directory.get("denver").info.trail_days
    assert days >= 365
    for later, left in ((days - 1, 1), (days + 1, 0)):
        sweep(Portions(database, gate_open), Sweeping(directory, FILED + timedelta(days=later), Path("var")))
        with database.reading() as session:
            assert session.scalar(select(func.count()).select_from(OutlivingEntry)) == left
