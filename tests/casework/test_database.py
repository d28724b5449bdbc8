"""Migrations up and down, SQLite's settings, and the same look-ups on PostgreSQL where its programs are installed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from casework.base import Base
from casework.cases.tables import StatusEvent
from casework.database import Database
from casework.errors import BadSetting, DatabaseDown
from casework.migrate import downgrade, upgrade
from launcher.temporary import free_port
from tests.patience import DATABASE_WAIT_S


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path, make_settings: Callable) -> Iterator[Database]:
    if request.param == "sqlite":
        url = make_settings().url
    else:
        from casework.settings import Settings

        url = Settings(service_token="x" * 16, database_url=request.getfixturevalue("postgres_url")).url
    found = Database(url)
    yield found
    downgrade(found.engine, "base")
    found.close()


def test_migrations_build_what_the_models_say_and_go_back_to_nothing(database: Database) -> None:
    upgrade(database.engine)
    upgrade(database.engine)
    with database.engine.connect() as connection:
        ours = MigrationContext.configure(connection, opts={"include_object": _is_ours})
        assert compare_metadata(ours, Base.metadata) == []
    downgrade(database.engine, "base")
    assert _tables(database) <= {"alembic_version"}
    upgrade(database.engine)
    assert _tables(database) == {*Base.metadata.tables, "alembic_version"}


# indexes of one database only, by its own words for order; the models cannot say them for both
OF_ONE_DATABASE = {"ix_contacts_name", "ix_cases_place", "ix_case_words"}
NOT_OF_THE_MODELS = (
    "huey_",
    "case_words_index",
)  # the task queue's own tables; SQLite's index of words and what it keeps beside it


def _is_ours(thing: Any, name: str | None, kind: str, *_: object) -> bool:
    if kind == "index" and name in OF_ONE_DATABASE:
        return False
    table = name if kind == "table" else thing.table.name
    return not str(table).startswith(NOT_OF_THE_MODELS)


def _tables(database: Database) -> set[str]:
    return {name for name in inspect(database.engine).get_table_names() if not name.startswith(NOT_OF_THE_MODELS)}


def test_foreign_keys_hold(database: Database) -> None:
    from datetime import UTC, datetime

    upgrade(database.engine)
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(StatusEvent(case_id=404, stage="recorded", at=datetime.now(UTC)))


async def test_guesses_at_once_are_counted_one_by_one(database: Database) -> None:
    from datetime import UTC, datetime

    from casework.access.attempts import Locked, TryLimit

    upgrade(database.engine)
    limit = TryLimit(3, 15)

    def take(number: int) -> bool:
        with database.writing() as session:
            return isinstance(limit.take(session, [f"call-{number}", "reference"], datetime.now(UTC)), Locked)

    locked = await asyncio.gather(*(database.run(take, number) for number in range(24)))
    assert locked.count(False) == 3


async def test_right_pins_at_once_use_up_no_tries(database: Database) -> None:
    """Opposite orders of locking would make two of them wait for each other, and one would fail."""
    from datetime import UTC, datetime

    from casework.access.attempts import Taken, TryLimit

    upgrade(database.engine)
    limit = TryLimit(3, 15)

    def open_it(number: int) -> Taken:
        others, reference = [f"call-{number}", "everybody"], f"case-{number % 2}"
        with database.writing() as session:
            taken = limit.take(session, [f"call-{number}", f"a-{reference}"], datetime.now(UTC))
        with database.writing() as session:
            limit.give_back(session, f"a-{reference}", others)
        assert isinstance(taken, Taken)
        return taken

    for round_of_two in range(0, 40, 2):
        await asyncio.gather(*(database.run(open_it, number) for number in (round_of_two, round_of_two + 1)))
    with database.reading() as session:
        left = session.execute(text("SELECT count(*), sum(failures) FROM attempts")).one()
    assert tuple(left) == (42, 0)


async def test_writers_of_one_process_wait_outside_of_sqlite_which_would_make_them_sleep(
    make_settings: Callable,
) -> None:
    database = Database(make_settings().url)
    upgrade(database.engine)
    inside: list[int] = []

    def write() -> None:
        with database.writing() as session:
            session.execute(text("UPDATE cases SET stage = stage"))
            inside.append(database.engine.pool.checkedout())

    await asyncio.gather(*(database.run(write) for _ in range(24)))
    assert inside == [1] * 24
    database.close()


async def test_sample_data_is_the_same_for_the_same_seed_and_leaves_real_cases_alone(database: Database) -> None:
    from datetime import UTC, datetime

    from sqlalchemy import func, select

    from casework.cases.machine import life
    from casework.cases.tables import Case
    from casework.sample_data import fill

    upgrade(database.engine)
    now = datetime(2026, 11, 20, 18, tzinfo=UTC)
    with database.writing() as session:
        session.add(
            Case(
                agency="denver",
                number="2026-000001",
                access_code="00001",
                pin_hash="x",
                need="theft_cold",
                stage="recorded",
                opened_at=now,
                updated_at=now,
            )
        )
    first = [(e.number, e.access_code, e.pin) for e in fill(database, "denver", 60, 7, now)]
    with database.reading() as session:
        before = session.execute(
            select(Case.number, Case.pin_hash, Case.stage).where(Case.is_sample).order_by(Case.access_code)
        ).all()
    assert first == [(e.number, e.access_code, e.pin) for e in fill(database, "denver", 60, 7, now)]
    with database.reading() as session:
        after = session.execute(
            select(Case.number, Case.pin_hash, Case.stage).where(Case.is_sample).order_by(Case.access_code)
        ).all()
        total = session.scalar(select(func.count()).select_from(Case))
    assert before == after
    assert total == 61
    assert {stage for _, _, stage in after} == set(life().all_stages) - {"closed_duplicate"}


def test_times_come_back_aware_and_in_utc(database: Database) -> None:
    from datetime import datetime, timedelta, timezone

    from casework.access.tables import Attempt

    upgrade(database.engine)
    at = datetime(2026, 11, 20, 11, tzinfo=timezone(timedelta(hours=-7)))
    with database.writing() as session:
        session.add(Attempt(key="k", failures=0, last_at=at))
    with database.reading() as session:
        found = session.get(Attempt, "k").last_at
    assert found == at
    assert found.utcoffset() == timedelta(0)


def test_sqlite_is_prepared_for_many_readers_and_one_writer(make_settings: Callable) -> None:
    database = Database(make_settings().url)
    with database.reading() as session:
        pragmas = [
            session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        ]
    assert pragmas == ["wal", 1, 1000 * DATABASE_WAIT_S]
    database.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://x@y/z", "use PostgreSQL"),
        ("nonsense", "not a database address"),
        ("sqlite://", "without a file"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_in_one_sentence(url: str, said: str) -> None:
    with pytest.raises(BadSetting, match=said):
        Database(url)


def test_a_postgresql_that_is_not_there_is_down_not_a_trace() -> None:
    database = Database(f"postgresql+psycopg://x@127.0.0.1:{free_port()}/x")
    with pytest.raises(DatabaseDown):
        upgrade(database.engine)
    database.close()
