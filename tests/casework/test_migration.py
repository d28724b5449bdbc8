"""The database of an agency that is already at work keeps everything through the change, forwards and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select, text

from casework.calls.tables import Handover
from casework.database import Database
from casework.migrate import downgrade, is_newest, upgrade
from casework.settings import Settings

OLD = ("received", "assigned", "investigating", "information_needed", "suspect_identified", "sent_to_prosecutor",
       "closed_no_leads", "closed_resolved", "closed_insurance")  # fmt: skip
NEW = ("recorded", "allocated", "under_investigation", "more_wanted", *OLD[4:])
_CASE = """INSERT INTO cases (id, agency, number, access_code, pin_hash, need, stage, place, opened_at, updated_at, is_sample)
VALUES (:id, 'denver', :number, :code, 'hash', 'theft_cold', :stage, 'Pearl', :at, :at, :sample)"""
_EVENT = "INSERT INTO status_events (case_id, stage, at) VALUES (:id, :stage, :at)"


@pytest.fixture(params=["sqlite", "postgresql"])
def at_work(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of the first version, with a case in each of its stages."""
    url = f"sqlite:///{tmp_path / 'old.db'}"
    if request.param == "postgresql":
        url = Settings(service_token="x" * 16, database_url=request.getfixturevalue("postgres_url")).url
    database = Database(url)
    upgrade(database.engine, "0001")
    rows = [
        {"id": n, "number": f"2026-00000{n}", "code": f"4041{n}", "stage": stage, "at": "2026-11-20 18:00:00+00:00"}
        for n, stage in enumerate(OLD, 1)
    ]
    with database.writing() as session:
        for row in rows:
            session.execute(text(_CASE), row | {"sample": row["id"] % 2 == 0})
            session.execute(text(_EVENT), row)
    yield database
    downgrade(database.engine, "base")
    database.close()


def stages(database: Database, table: str) -> list[Any]:
    with database.reading() as session:
        return list(session.scalars(text(f"SELECT stage FROM {table} ORDER BY id")))


def test_every_case_and_all_that_happened_to_it_is_kept_and_renamed(at_work: Database) -> None:
    upgrade(at_work.engine)
    assert stages(at_work, "cases") == list(NEW)
    assert stages(at_work, "status_events") == list(NEW)
    with at_work.reading() as session:
        row = session.execute(text("SELECT number, access_code, queue, answers, flags FROM cases WHERE id = 1")).one()
    assert tuple(row[:3]) == ("2026-000001", "40411", "reports")
    assert [str(value) for value in row[3:]] == ["{}", "[]"]


def test_going_back_gives_the_old_names_and_loses_no_case(at_work: Database) -> None:
    upgrade(at_work.engine)
    with at_work.writing() as session:
        session.execute(text("UPDATE cases SET number = NULL, access_code = NULL, stage = 'under_review' WHERE id = 1"))
        session.execute(text("UPDATE cases SET stage = 'court' WHERE id = 2"))
        session.execute(text("UPDATE cases SET merged_into = 4, stage = 'closed_duplicate' WHERE id = 3"))
    downgrade(at_work.engine, "0003")
    assert stages(at_work, "cases") == ["received", "sent_to_prosecutor", "closed_no_leads", *OLD[3:]]
    assert len(stages(at_work, "status_events")) == 9
    upgrade(at_work.engine)
    assert len(stages(at_work, "cases")) == 9


def test_of_several_open_wishes_for_models_the_oldest_stays_open(at_work: Database) -> None:
    upgrade(at_work.engine, "0024")
    wish = "INSERT INTO model_wishes (agency, at, by, role, what, state) VALUES (:agency, :at, 'sam', 'supervisor', 'roll_back', :state)"
    given = [("denver", "done"), ("denver", "asked"), ("denver", "doing"), ("springfield", "asked")]
    with at_work.writing() as session:
        for agency, state in given:
            session.execute(text(wish), {"agency": agency, "at": "2026-11-20 18:00:00+00:00", "state": state})
    upgrade(at_work.engine)
    with at_work.reading() as session:
        assert list(session.scalars(text("SELECT state FROM model_wishes ORDER BY id"))) == [
            "done", "asked", "refused", "asked",
        ]  # fmt: skip


def test_who_left_before_anybody_came_is_known_of_hand_overs_from_before(at_work: Database) -> None:
    upgrade(at_work.engine, "0025")
    handover = """INSERT INTO handovers (ticket, agency, call_id, channel, reason, facts, transcript, created_at, ended_at)
    VALUES (:name, 'denver', :name, :channel, 'routed', '{}', '[]', :at, :ended)"""
    record = """INSERT INTO call_records (call_id, agency, channel, started_at, ended_at, record)
    VALUES (:name, :agency, :channel, :at, :over, :record)"""
    at, over = "2026-11-20 18:00:00+00:00", "2026-11-20 18:05:00+00:00"
    given = {  # name: (channel, transfer, is it closed)
        "chat": ("web", None, None), "hung up": ("voice", "not_answered", None), "put through": ("voice", "connected", None),
        "closed": ("web", None, over),
    }  # fmt: skip
    with at_work.writing() as session:
        for name, (channel, outcome, ended) in given.items():
            row = {"name": name, "channel": channel, "at": at, "ended": ended, "over": over, "agency": "denver"}
            told = {"transfer": {"outcome": outcome}} if outcome else {}
            session.execute(text(handover), row)
            session.execute(text(record), row | {"record": json.dumps(told)})
        session.execute(text(handover), {"name": "still there", "channel": "web", "at": at, "ended": None})
    upgrade(at_work.engine)
    with at_work.reading() as session:
        gone = session.scalars(select(Handover.ticket).where(Handover.gone_at.is_not(None)))
        assert set(gone) == {"chat", "hung up"}


def test_foreign_keys_are_on_again_after_the_change(at_work: Database) -> None:
    upgrade(at_work.engine)
    with at_work.writing() as session:
        session.execute(text("DELETE FROM cases WHERE id = 5"))
    assert len(stages(at_work, "status_events")) == 8


def test_a_database_that_is_the_newest_already_is_left_alone_at_a_start(migrated_database: Database) -> None:
    """Checking every row that refers to another takes half a minute at a million cases: only a change wants it."""
    asked: list[str] = []
    event.listen(migrated_database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    upgrade(migrated_database.engine)
    assert not [one for one in asked if "foreign_key_check" in one or "INSERT" in one or "advisory" in one]
    downgrade(migrated_database.engine, "-1")
    assert not is_newest(migrated_database.engine)
    upgrade(migrated_database.engine)
    assert is_newest(migrated_database.engine)
