"""Credentials of programs: issued, replaced without a gap, over, taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from casework.access import clients
from casework.access.clients import Clients
from casework.database import Database
from casework.errors import BadSetting, NotFound

NOW = datetime.now(UTC)


@pytest.fixture
def issue(database: Database) -> Callable[..., tuple[str, str]]:
    def made(kind: str = "bot", days: int = 30, now: datetime = NOW) -> tuple[str, str]:
        with database.writing() as session:
            return clients.issue(session, kind, "the bot on host 2", None, days, now)

    return made


async def test_two_credentials_of_one_client_are_valid_side_by_side_until_one_is_taken_back(
    database: Database, issue: Callable[..., tuple[str, str]]
) -> None:
    (old, old_token), (_, new_token) = issue(), issue()
    known = Clients(database)
    for token in (old_token, new_token):
        found = await known.of(token)
        assert found is not None
        assert found.kind == "bot"
    with database.writing() as session:
        clients.revoke(session, old, NOW)
    again = Clients(database)
    assert await again.of(old_token) is None
    assert await again.of(new_token) is not None


async def test_a_credential_that_is_over_opens_nothing(
    database: Database, issue: Callable[..., tuple[str, str]]
) -> None:
    _, token = issue(days=1, now=NOW - timedelta(days=1, seconds=1))
    assert await Clients(database).of(token) is None


async def test_what_is_issued_or_taken_back_counts_after_a_few_seconds_without_a_restart(
    database: Database, issue: Callable[..., tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(clients.time, "monotonic", lambda: now[0])
    known = Clients(database)
    assert await known.of("nothing yet") is None
    credential, token = issue()
    assert await known.of(token) is None, "the database is not read for every guess"
    now[0] += clients.REREAD_S
    assert await known.of(token) is not None
    with database.writing() as session:
        clients.revoke(session, credential, NOW)
    now[0] += clients.REREAD_S
    assert await known.of(token) is None


async def test_the_database_knows_no_token(database: Database, issue: Callable[..., tuple[str, str]]) -> None:
    _, token = issue()
    with database.reading() as session:
        assert token not in str([vars(row) for row in clients.listed(session)])


def test_a_kind_of_client_that_there_is_not_gets_none(issue: Callable[..., tuple[str, str]]) -> None:
    with pytest.raises(BadSetting, match=r"no client 'janitor'.*portal"):
        issue("janitor")


def test_one_that_there_is_not_cannot_be_taken_back(database: Database) -> None:
    with pytest.raises(NotFound), database.writing() as session:
        clients.revoke(session, "beef", NOW)


@pytest.mark.parametrize("setting", ["bot", "bot:short", "janitor:" + "j" * 40, "bot:" + "b" * 40 + " x"])
def test_a_setting_of_credentials_that_cannot_be_right_stops_the_start(setting: str) -> None:
    with pytest.raises(BadSetting, match="CIVICLINE_CLIENT_TOKENS is not usable: write kind:token"):
        clients.given(setting)


async def test_credentials_of_the_setting_are_taken_and_several_of_a_kind_are_valid(database: Database) -> None:
    known = Clients(database, clients.given(f"bot:{'a' * 32} bot:{'b' * 32} portal:{'c' * 32}"))
    kinds = [await known.of(letter * 32) for letter in "abcd"]
    assert [one.kind if one else None for one in kinds] == ["bot", "bot", "portal", None]
