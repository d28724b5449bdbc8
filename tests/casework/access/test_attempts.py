"""How tries are counted and locked, on both databases; also while the machine's clock is wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from casework.access.attempts import Budget, Locked, Taken, TryLimit
from casework.database import Database

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
LIMIT = TryLimit(3, 15)


def tried(database: Database, now: datetime, key: str = "a-case") -> Taken | Locked:
    with database.writing() as session:
        return LIMIT.take(session, [key, Budget("a-source", 10, timedelta(hours=1))], now)


def test_the_fourth_try_is_locked_for_a_quarter_of_an_hour(migrated_database: Database) -> None:
    assert [tried(migrated_database, NOW) for _ in range(3)][-1] == Taken(0, {"a-case": 3, "a-source": 3})
    assert tried(migrated_database, NOW + timedelta(seconds=1)) == Locked(15)
    assert tried(migrated_database, NOW + timedelta(minutes=14, seconds=30)) == Locked(1)
    assert isinstance(tried(migrated_database, NOW + timedelta(minutes=16)), Taken)


@pytest.mark.parametrize("wrong", [timedelta(hours=1), timedelta(days=1), timedelta(days=365)])
def test_a_lock_made_while_the_clock_was_wrong_is_over_when_it_is_right_again(
    migrated_database: Database, wrong: timedelta
) -> None:
    for _ in range(4):
        last = tried(migrated_database, NOW + wrong)
    assert last == Locked(15)
    assert isinstance(tried(migrated_database, NOW), Taken), "nobody is locked out for as long as the clock was wrong"
    tried(migrated_database, NOW)
    tried(migrated_database, NOW)
    assert tried(migrated_database, NOW) == Locked(15), "and it counts as ever"
