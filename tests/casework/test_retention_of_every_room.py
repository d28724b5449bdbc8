"""What is older than its agency keeps it is gone; what is younger stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

import casework
from casework import schema
from casework.access.tables import Attempt
from casework.app import _look_for_folders
from casework.base import Base
from casework.call_backs.tables import CallBack
from casework.calls.tables import CallRecord, CallSurvey, Handover
from casework.cases.tables import Case, StatusEvent
from casework.idempotency import IdempotencyKey
from casework.notifications.tables import Contact
from casework.retention import ROOMS, delete_expired, without_folder
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
        CallSurvey(call_id=tag, agency=agency, at=at, helped=False),
        Attempt(key=tag, failures=1, last_at=short),
        IdempotencyKey(key=tag, request_digest="x", response={}, created_at=short),
    ]


async def test_every_table_forgets_at_its_hour(casework) -> None:
    database = casework.services.database
    with database.writing() as session:
        session.add_all(rows_of(KEPT, FRESH, "kept") + rows_of(GONE, STALE, "gone"))
    counts = delete_expired(database, casework.services.directory, NOW)
    expected = {"cases": 1, "handovers": 1, "call_records": 1, "call_surveys": 1, "attempts": 1, "idempotency_keys": 1}
    assert {table: count for table, count in counts.items() if count} == expected
    with database.reading() as session:
        for table in (Base.metadata.tables[name] for name in (*expected, "status_events")):
            assert len(session.execute(select(table)).all()) == 1, table.name


async def test_an_open_case_is_kept_however_old(casework) -> None:
    casework.add_case(opened_at=NOW - timedelta(days=4000), updated_at=NOW - timedelta(days=3000))
    assert delete_expired(casework.services.database, casework.services.directory, NOW)["cases"] == 0


async def test_rows_of_an_agency_without_a_folder_are_kept_however_old_and_it_is_named(casework) -> None:
    services = casework.services
    with services.database.writing() as session:
        session.add_all(rows_of(NOW - timedelta(days=4000), FRESH, "old", "atlantis"))
    counts = delete_expired(services.database, services.directory, NOW)
    assert [count for count in counts.values() if count] == []
    assert without_folder(services.database, services.directory) == ["atlantis"]


async def test_a_folder_that_is_away_for_a_run_costs_that_agency_nothing_and_holds_up_no_other(
    casework, second_agency: str
) -> None:
    """Both keep for ninety days; the folder goes while casework runs, and comes back."""
    services = casework.services
    services.directory.get(second_agency)
    folder, away = casework.root / second_agency, casework.root.parent / "away"
    with services.database.writing() as session:
        for agency in ("denver", second_agency):
            session.add_all(rows_of(GONE, FRESH, f"g-{agency}", agency) + rows_of(KEPT, FRESH, f"k-{agency}", agency))
    folder.rename(away)
    assert delete_expired(services.database, services.directory, NOW)["cases"] == 1, "Denver's own"
    assert without_folder(services.database, services.directory) == [second_agency]
    away.rename(folder)
    counts = delete_expired(services.database, services.directory, NOW)
    assert (counts["cases"], counts["handovers"], counts["call_records"]) == (1, 1, 1), "by its own ninety days"
    assert without_folder(services.database, services.directory) == []


async def test_that_a_folder_is_missing_is_said_once_in_the_log_and_stands_at_readyz(
    casework, caplog: pytest.LogCaptureFixture
) -> None:
    services = casework.services
    with services.database.writing() as session:
        session.add_all(rows_of(datetime.now(UTC), datetime.now(UTC), "row", "atlantis"))
    for _ in range(2):
        await _look_for_folders(services)
    said = [one.__dict__["agency"] for one in caplog.records if "no folder" in one.message]
    assert said == ["atlantis"]
    assert (await casework.client.get("/readyz")).json()["without_folder"] == ["atlantis"]
    (casework.root / "atlantis").mkdir()
    (casework.root / "atlantis" / "agency.yml").write_text("id: atlantis", encoding="utf-8")
    await _look_for_folders(services)
    assert "without_folder" not in (await casework.client.get("/readyz")).json()


async def test_nobodys_telephone_number_outlives_an_agency_that_was_let_go(casework) -> None:
    old, new = NOW - timedelta(days=31), NOW - timedelta(days=29)
    services = casework.services
    with services.database.writing() as session:
        session.add_all(rows_of(old, FRESH, "old", "atlantis") + rows_of(new, FRESH, "new", "atlantis"))
        for at, phone in ((old, "+13035550101"), (new, "+13035550102")):
            reached: dict[str, Any] = {"wants": ["sms"], "frequency": "all", "language": "en", "created_at": at}
            session.add(Contact(agency="atlantis", phone=phone, updated_at=at, **reached))
            called = {"call_id": "c", "best_time": "any", "created_at": at}
            session.add(CallBack(id=phone, agency="atlantis", number=phone, **called))
    counts = delete_expired(services.database, services.directory, NOW, let_go=frozenset({"atlantis", "denver"}))
    assert (counts["cases"], counts["handovers"], counts["call_records"]) == (1, 1, 1)
    assert without_folder(services.database, services.directory, frozenset({"atlantis"})) == []
    with services.database.reading() as session:
        left = [*session.scalars(select(Contact.phone)), *session.scalars(select(CallBack.number))]
    assert left == ["+13035550102", "+13035550102"]


async def test_an_agency_that_was_let_go_and_has_its_folder_keeps_as_that_says(casework) -> None:
    services = casework.services
    with services.database.writing() as session:
        session.add_all(rows_of(KEPT, FRESH, "kept"))
    assert delete_expired(services.database, services.directory, NOW, let_go=frozenset({"denver"}))["cases"] == 0


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
