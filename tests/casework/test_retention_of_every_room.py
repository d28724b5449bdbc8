"""What is older than its agency keeps it is gone; what is younger stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

import casework
from casework import schema
from casework.access.tables import Attempt
from casework.base import Base
from casework.calls.tables import CallRecord, Handover
from casework.cases.tables import Case, StatusEvent
from casework.idempotency import IdempotencyKey
from casework.retention import ROOMS, delete_expired
from casework.schema import METADATA

NOW = datetime.now(UTC) + timedelta(
    days=400
)  # so late that the service's own pass at its start, by today's clock, deletes nothing of it
KEPT, GONE = NOW - timedelta(days=90), NOW - timedelta(days=90, seconds=1)
FRESH, STALE = NOW - timedelta(days=1), NOW - timedelta(days=1, seconds=1)


def rows_of(at: datetime, short: datetime, tag: str, agency: str = "denver") -> list[Base]:
    case = Case(
        agency=agency,
        number=f"2026-{tag}",
        access_code=tag,
        pin_hash="x",
        need="theft_cold",
        stage="closed_resolved",
        opened_at=at,
        updated_at=at,
        closed_at=at,
        events=[StatusEvent(stage="closed_resolved", at=at)],
    )
    return [
        case,
        Handover(
            ticket=tag,
            agency=agency,
            call_id="c",
            channel="voice",
            reason="emergency",
            facts={},
            transcript=[],
            created_at=at,
        ),
        CallRecord(call_id=tag, agency=agency, channel="voice", started_at=at, ended_at=at, record={}),
        Attempt(key=tag, failures=1, last_at=short),
        IdempotencyKey(key=tag, request_digest="x", response={}, created_at=short),
    ]


async def test_every_table_forgets_at_its_hour(casework) -> None:
    database = casework.services.database
    with database.writing() as session:
        session.add_all(rows_of(KEPT, FRESH, "kept") + rows_of(GONE, STALE, "gone"))
    counts = delete_expired(database, casework.services.directory, NOW)
    expected = {"cases": 1, "handovers": 1, "call_records": 1, "attempts": 1, "idempotency_keys": 1}
    assert {table: count for table, count in counts.items() if count} == expected
    with database.reading() as session:
        for table in (Base.metadata.tables[name] for name in (*expected, "status_events")):
            assert len(session.execute(select(table)).all()) == 1, table.name


async def test_an_open_case_is_kept_however_old(casework) -> None:
    casework.add_case(opened_at=NOW - timedelta(days=4000), updated_at=NOW - timedelta(days=3000))
    assert delete_expired(casework.services.database, casework.services.directory, NOW)["cases"] == 0


async def test_rows_of_an_agency_that_is_gone_do_not_stay_for_ever(casework) -> None:
    with casework.services.database.writing() as session:
        session.add_all(
            rows_of(NOW - timedelta(days=31), FRESH, "old", "atlantis")
            + rows_of(NOW - timedelta(days=29), FRESH, "new", "atlantis")
        )
    counts = delete_expired(casework.services.database, casework.services.directory, NOW)
    assert (counts["cases"], counts["handovers"], counts["call_records"]) == (1, 1, 1)


def test_every_table_is_deleted_from_or_tells_of_nobody() -> None:
    covered = [table for room in ROOMS for table in (*room.tables, *room.of_nobody)]
    assert sorted(table.__tablename__ for table in covered) == sorted(METADATA.tables), "each once, none forgotten"


def test_a_table_with_a_person_in_it_is_never_said_to_tell_of_nobody() -> None:
    """Whom a row tells of is seen by its columns: what people said, how they are reached, who did what with their case."""
    telling = {
        "case_id",
        "contact_id",
        "report_id",
        "call_id",
        "phone",
        "email",
        "number",
        "text",
        "record",
        "actor_id",
    }
    nobodys = [table for room in ROOMS for table in room.of_nobody]
    assert not {table.__tablename__ for table in nobodys if telling & set(table.__table__.c.keys())}


def test_every_room_with_tables_is_in_the_schema() -> None:
    rooms = {path.parent.name for path in Path(casework.__path__[0]).glob("*/tables.py")} | {"idempotency"}
    listed = {room.__name__.removeprefix("casework.").removesuffix(".tables") for room in schema.ROOMS}
    assert listed == rooms
    assert {table.__tablename__ for table in schema.TABLES} == set(METADATA.tables)
