"""A colleague sees where they are signed in, and ends what is not theirs, with their password."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from casework.staff_accounts import sessions
from casework.staff_accounts.tables import StaffAccount, StaffSession
from tests.casework.conftest import Running, trail
from tests.casework.staff import Colleague, colleague


async def signed_in_twice(casework: Running) -> tuple[Colleague, Colleague]:
    """The same person here and elsewhere, and a colleague who is none of their business."""
    here, other = colleague(casework, "officer"), colleague(casework, "officer", login="other")
    await here.sign_in()
    await other.sign_in()
    with casework.services.database.writing() as session:
        account = session.query(StaffAccount).filter_by(login=here.login).one()
        token, _ = sessions.begin(session, account, "done", datetime.now(UTC) - timedelta(minutes=2))
    return here, Colleague(casework, here.login, here.password, headers=here.headers, session=token)


async def listed(person: Colleague) -> list[dict[str, object]]:
    found: list[dict[str, object]] = (await person.ask("GET", "/v1/staff/sessions")).json()["sessions"]
    return found


async def test_each_session_of_ones_own_is_listed_and_nobody_elses(casework: Running) -> None:
    here, elsewhere = await signed_in_twice(casework)
    assert [one["here"] for one in await listed(here)] == [True, False], "the one used last first"
    assert [one["here"] for one in await listed(elsewhere)] == [True, False], "now that one was used last"
    assert {one["id"] for one in await listed(here)} == {one["id"] for one in await listed(elsewhere)}


async def test_the_name_of_a_session_opens_nothing(casework: Running) -> None:
    here, _ = await signed_in_twice(casework)
    for one in await listed(here):
        thief = Colleague(casework, here.login, "", headers=here.headers, session=str(one["id"]))
        assert (await thief.ask("GET", "/v1/staff/session")).status_code == 401


async def test_sessions_that_are_over_and_those_on_their_way_are_not_listed(casework: Running) -> None:
    here, elsewhere = await signed_in_twice(casework)
    with casework.services.database.writing() as session:
        account = session.query(StaffAccount).filter_by(login=here.login).one()
        sessions.begin(session, account, "second_factor", datetime.now(UTC))
        sessions.begin(session, account, "done", datetime.now(UTC) - timedelta(hours=13))
        for row in session.query(StaffSession).filter(StaffSession.digest == sessions.digest(elsewhere.session)):
            row.seen_at = datetime.now(UTC) - timedelta(minutes=31)
    assert [one["here"] for one in await listed(here)] == [True]


@pytest.mark.parametrize("which", ["that one", "all others"])
async def test_with_the_password_another_session_is_ended_and_it_stands_in_the_trail(
    casework: Running, which: str
) -> None:
    here, elsewhere = await signed_in_twice(casework)
    (there,) = [one["id"] for one in await listed(here) if not one["here"]]
    body = {"password": here.password} | ({"id": there} if which == "that one" else {})
    told = (await here.ask("POST", "/v1/staff/sessions/end", json=body)).json()
    assert told == {"outcome": "ended", "ended": 1}
    assert (await elsewhere.ask("GET", "/v1/staff/session")).status_code == 401
    assert (await here.ask("GET", "/v1/staff/session")).status_code == 200
    assert trail(casework)[-1] == ("end_sessions", here.login, "officer", {"sessions": 1})


@pytest.mark.parametrize("password", ["wrong wrong wrong", None])
async def test_without_the_password_nothing_is_ended_and_tries_are_counted(
    casework: Running, password: str | None
) -> None:
    here, elsewhere = await signed_in_twice(casework)
    for _ in range(7):
        told = (
            await here.ask("POST", "/v1/staff/sessions/end", json={"password": password} if password else {})
        ).json()
        assert told == {"outcome": "refused", "ended": 0}
    right = (await here.ask("POST", "/v1/staff/sessions/end", json={"password": here.password})).json()
    assert right["outcome"] == "refused", "locked by now"
    assert (await elsewhere.ask("GET", "/v1/staff/session")).status_code == 200


async def test_neither_another_persons_session_nor_ones_own_is_ended_by_its_name(casework: Running) -> None:
    here, _ = await signed_in_twice(casework)
    other = colleague(casework, "officer", login="third")
    await other.sign_in()
    theirs = next(str(one["id"]) for one in await listed(other))
    own = next(str(one["id"]) for one in await listed(here) if one["here"])
    for name in (theirs, own, "nothing"):
        body = {"password": here.password, "id": name}
        assert (await here.ask("POST", "/v1/staff/sessions/end", json=body)).status_code == 404
    assert len(await listed(here)) == 2
    assert len(await listed(other)) == 1


async def test_whoever_is_half_way_in_sees_and_ends_nothing(casework: Running) -> None:
    here, _ = await signed_in_twice(casework)
    thief = Colleague(casework, here.login, here.password, headers=here.headers)
    await thief.give_password()
    assert (await thief.ask("GET", "/v1/staff/sessions")).status_code == 401
    assert (await thief.ask("POST", "/v1/staff/sessions/end", json={"password": here.password})).status_code == 401


async def test_who_signs_in_by_a_provider_and_has_no_password_ends_them_without_one(casework: Running) -> None:
    here, elsewhere = await signed_in_twice(casework)
    with casework.services.database.writing() as session:
        account = session.query(StaffAccount).filter_by(login=here.login).one()
        account.issuer, account.password_hash = "https://there.example", ""
    assert (await here.ask("POST", "/v1/staff/sessions/end", json={})).json() == {"outcome": "ended", "ended": 1}
    assert (await elsewhere.ask("GET", "/v1/staff/session")).status_code == 401
