"""The agency's people sign in: password, second factor, sessions that end, and limits that lock a guesser and nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from casework.access.tables import Attempt
from casework.http.callers import digest
from casework.staff_accounts import passwords, sessions
from casework.staff_accounts.second_factor import Seals
from casework.staff_accounts.tables import StaffAccount, StaffSession
from tests.casework.conftest import Running, trail
from tests.casework.staff import Colleague, colleague

WRONG = "a wrong password, long enough"


async def test_a_new_colleague_sets_up_an_app_and_a_password_and_then_sees_cases(casework: Running) -> None:
    diaz = colleague(casework, "supervisor")
    assert (await diaz.give_password())["outcome"] == "enrolment"
    enrolled = await diaz.enrol()
    assert len(set(enrolled["recovery_codes"])) == 10
    assert (await diaz.ask("GET", "/v1/agencies/denver/cases")).status_code == 401, (
        "the password to begin with is to be changed"
    )
    assert (await diaz.ask("GET", "/v1/staff/session")).json()["step"] == "change_password"
    assert (await diaz.choose_password())["outcome"] == "changed"
    assert (await diaz.ask("GET", "/v1/agencies/denver/cases")).status_code == 200
    told = (await diaz.ask("GET", "/v1/staff/session")).json()
    assert (told["step"], told["account"]["login"], told["account"]["roles"]) == ("done", "m.diaz", ["supervisor"])
    assert {"see", "manage", "export"} <= set(told["acts"])


async def test_what_they_do_stands_in_the_trail_with_their_login_and_role(casework: Running) -> None:
    casework.add_case()
    diaz = colleague(casework, "call_taker")
    await diaz.sign_in()
    assert (await diaz.ask("GET", "/v1/agencies/denver/cases/1")).status_code == 200
    assert ("see", "m.diaz", "call_taker", {}) in trail(casework)
    actions = [action for action, who, _, _ in trail(casework) if who == "m.diaz"]
    assert actions == ["set_second_factor", "change_password", "see"]


async def test_the_password_alone_opens_nothing(casework: Running) -> None:
    diaz = colleague(casework, "supervisor")
    await diaz.sign_in()
    assert (await diaz.give_password())["outcome"] == "second_factor"
    assert (await diaz.ask("GET", "/v1/agencies/denver/cases")).status_code == 401
    refused = await diaz.ask("POST", "/v1/staff/password", json={"old": diaz.password, "new": "another long enough"})
    assert refused.status_code == 401


async def test_a_code_counts_once(casework: Running) -> None:
    diaz = colleague(casework, "supervisor")
    await diaz.sign_in()
    await diaz.give_password()
    again = await diaz.ask("POST", "/v1/staff/second-factor", json={"code": diaz.code()})
    assert again.json() == {"outcome": "refused"}, "the code that set the app up was used"
    fresh = await diaz.ask("POST", "/v1/staff/second-factor", json={"code": diaz.code(steps_on=1)})
    assert fresh.json()["outcome"] == "signed_in"


async def test_a_recovery_code_opens_once(casework: Running) -> None:
    diaz = colleague(casework, "supervisor")
    codes = (await diaz.sign_in())["recovery_codes"]
    for expected in ("signed_in", "refused"):
        await diaz.give_password()
        answer = await diaz.ask("POST", "/v1/staff/second-factor", json={"code": codes[3].upper()})
        assert answer.json()["outcome"] == expected


async def test_five_wrong_codes_lock_the_second_factor(casework: Running) -> None:
    diaz = colleague(casework, "supervisor")
    await diaz.sign_in()
    await diaz.give_password()
    for _ in range(5):
        assert (await diaz.ask("POST", "/v1/staff/second-factor", json={"code": "000000"})).json()[
            "outcome"
        ] == "refused"
    locked = await diaz.ask("POST", "/v1/staff/second-factor", json={"code": diaz.code(steps_on=1)})
    assert locked.json() == {"outcome": "locked", "minutes": 15}


async def test_an_unknown_login_and_a_wrong_password_are_one_answer_after_the_same_work(casework: Running) -> None:
    diaz = colleague(casework, "supervisor")
    known, before = Colleague(casework, diaz.login, WRONG, headers=diaz.headers), len(casework.hasher.verified)
    nobody = Colleague(casework, "nobody", WRONG, headers=diaz.headers)
    assert await known.give_password() == await nobody.give_password() == {"outcome": "refused"}
    assert len(casework.hasher.verified) == before + 2


async def test_who_guesses_waits_longer_each_time_and_locks_nobody_else(casework: Running) -> None:
    diaz, other = colleague(casework, "supervisor"), colleague(casework, "officer", login="k.ito")
    guesser = Colleague(casework, diaz.login, WRONG, headers=diaz.headers)
    for _ in range(5):
        assert (await guesser.give_password("elsewhere"))["outcome"] == "refused"
    assert await guesser.give_password("elsewhere") == {"outcome": "locked", "minutes": 1}
    forgive(casework, "1")
    for _ in range(5):
        await guesser.give_password("elsewhere")
    assert (await guesser.give_password("elsewhere"))["minutes"] == 15
    assert (await diaz.give_password("here"))["outcome"] == "enrolment", "the person themselves, from their desk"
    assert (await other.give_password("here"))["outcome"] == "enrolment"


async def test_one_source_that_tries_everybody_is_locked_out(casework: Running) -> None:
    diaz = colleague(casework, "supervisor")
    for number in range(20):
        await Colleague(casework, f"person{number}", WRONG, headers=diaz.headers).give_password("elsewhere")
    assert (await Colleague(casework, "one.more", WRONG, headers=diaz.headers).give_password("elsewhere"))[
        "minutes"
    ] == 60
    assert (await diaz.give_password("here"))["outcome"] == "enrolment"


async def test_what_was_typed_is_kept_nowhere(casework: Running) -> None:
    diaz = colleague(casework, "supervisor")
    await Colleague(casework, "seven green bicycles", "x" * 12, headers=diaz.headers).give_password()
    assert "bicycles" not in str(trail(casework))
    with casework.services.database.reading() as session:
        assert all(len(one.key) == 64 for one in session.scalars(select(Attempt)))


@pytest.mark.parametrize("ends", ["idle", "shift", "signed out", "switched off", "other roles"])
async def test_a_session_ends(casework: Running, ends: str) -> None:
    chief, diaz = colleague(casework, "administrator", login="chief"), colleague(casework, "officer")
    await chief.sign_in()
    await diaz.sign_in()
    account, now = f"/v1/agencies/denver/accounts/{diaz.login}", datetime.now(UTC)
    if ends == "idle":
        change_session(casework, diaz, seen_at=now - timedelta(minutes=31))
    elif ends == "shift":
        change_session(casework, diaz, expires_at=now - timedelta(seconds=1))
    elif ends == "signed out":
        assert (await diaz.ask("DELETE", "/v1/staff/session")).status_code == 204
    elif ends == "switched off":
        assert (await chief.ask("PATCH", account, json={"disabled": True})).json()["disabled_at"]
    else:
        assert (await chief.ask("PATCH", account, json={"roles": ["reviewer"]})).json()["roles"] == ["reviewer"]
    assert (await diaz.ask("GET", "/v1/agencies/denver/cases")).status_code == 401


async def test_five_sessions_of_one_person_and_the_one_unused_longest_ends(casework: Running) -> None:
    diaz, other = colleague(casework, "officer"), colleague(casework, "officer", login="other")
    await diaz.sign_in()
    await other.sign_in()
    now, begun = datetime.now(UTC), list[str]()
    for minute in range(5):
        with casework.services.database.writing() as session:
            account = session.query(StaffAccount).filter_by(login=diaz.login).one()
            begun.append(sessions.begin(session, account, "done", now + timedelta(minutes=minute))[0])
    assert (await diaz.ask("GET", "/v1/staff/session")).status_code == 401, "the first one"
    assert (await other.ask("GET", "/v1/staff/session")).status_code == 200, "another person's"
    with casework.services.database.reading() as session:
        mine = select(StaffSession.digest).join(StaffAccount, StaffAccount.id == StaffSession.account_id)
        kept = set(session.scalars(mine.where(StaffAccount.login == diaz.login)))
    assert kept == {digest(token) for token in begun}


async def test_who_is_switched_off_cannot_sign_in(casework: Running) -> None:
    chief, diaz = colleague(casework, "administrator", login="chief"), colleague(casework, "officer")
    await chief.sign_in()
    await chief.ask("PATCH", f"/v1/agencies/denver/accounts/{diaz.login}", json={"disabled": True})
    assert (await diaz.give_password()) == {"outcome": "refused"}


async def test_a_changed_password_ends_the_persons_other_sessions(casework: Running) -> None:
    diaz = colleague(casework, "officer")
    codes = (await diaz.sign_in())["recovery_codes"]
    elsewhere = Colleague(casework, diaz.login, diaz.password, headers=diaz.headers)
    await elsewhere.give_password()
    elsewhere.session = (await elsewhere.ask("POST", "/v1/staff/second-factor", json={"code": codes[0]})).json()[
        "session"
    ]
    await diaz.choose_password("eight yellow bicycles")
    assert (await elsewhere.ask("GET", "/v1/agencies/denver/cases")).status_code == 401
    assert (await diaz.ask("GET", "/v1/agencies/denver/cases")).status_code == 200


@pytest.mark.parametrize("new", ["short", "m.diaz is my login", "password12345", "aaaaaaaaaaaaaaaa", "x" * 201])
def test_a_weak_password_is_refused(new: str) -> None:
    assert passwords.why_not(new, "m.diaz")


@pytest.mark.parametrize("new", ["seven green bicycles", "correct horse battery staple", "päßwörter sind lang"])
def test_a_long_one_is_taken(new: str) -> None:
    assert passwords.why_not(new, "m.diaz") is None


async def test_only_an_administrator_keeps_accounts_and_one_is_always_left(casework: Running) -> None:
    chief, diaz = colleague(casework, "administrator", login="chief"), colleague(casework, "supervisor")
    await chief.sign_in()
    await diaz.sign_in()
    wanted = {"login": "k.ito", "name": "K. Ito", "roles": ["call_taker"]}
    assert (await diaz.ask("POST", "/v1/agencies/denver/accounts", json=wanted)).status_code == 403
    made = await chief.ask("POST", "/v1/agencies/denver/accounts", json=wanted)
    assert made.status_code == 201
    assert (await chief.ask("POST", "/v1/agencies/denver/accounts", json=wanted)).status_code == 409
    ito = Colleague(casework, "k.ito", made.json()["password"], headers=diaz.headers)
    assert (await ito.give_password())["outcome"] == "enrolment"
    assert {one["login"] for one in (await chief.ask("GET", "/v1/agencies/denver/accounts")).json()["accounts"]} == {
        "chief", "k.ito", "m.diaz",
    }  # fmt: skip
    left = await chief.ask("PATCH", "/v1/agencies/denver/accounts/chief", json={"roles": ["officer"]})
    assert left.status_code == 409


async def test_an_account_is_begun_anew_when_app_and_codes_are_lost(casework: Running) -> None:
    chief, diaz = colleague(casework, "administrator", login="chief"), colleague(casework, "officer")
    await chief.sign_in()
    await diaz.sign_in()
    diaz.password = (await chief.ask("POST", "/v1/agencies/denver/accounts/m.diaz/reset")).json()["password"]
    assert (await diaz.give_password())["outcome"] == "enrolment"


async def test_another_agencys_people_see_nothing_here(casework: Running, second_agency: str) -> None:
    stranger = colleague(casework, "supervisor", "administrator", agency=second_agency)
    await stranger.sign_in()
    assert (await stranger.ask("GET", f"/v1/agencies/{second_agency}/cases")).status_code == 200
    for path in ("cases", "accounts", "queues", "webhooks"):
        assert (await stranger.ask("GET", f"/v1/agencies/denver/{path}")).status_code == 403


async def test_who_has_several_roles_acts_in_the_one_that_may(casework: Running) -> None:
    diaz = colleague(casework, "administrator", "officer")
    await diaz.sign_in()
    assert (await diaz.ask("GET", "/v1/agencies/denver/cases")).status_code == 200
    assert (await diaz.ask("GET", "/v1/agencies/denver/accounts")).status_code == 200
    only = {"Civicline-Role": "administrator"}
    assert (await diaz.ask("GET", "/v1/agencies/denver/cases", headers=only)).status_code == 403
    assert (
        await diaz.ask("GET", "/v1/agencies/denver/cases", headers={"Civicline-Role": "auditor"})
    ).status_code == 403


async def test_a_body_cannot_name_another_actor_than_the_session(casework: Running) -> None:
    casework.add_case()
    diaz = colleague(casework, "call_taker")
    await diaz.sign_in()
    for actor, expected in (({"id": "chief", "role": "supervisor"}, 403), (None, 201)):
        body = {"text": "We are looking."} | ({"actor": actor} if actor else {})
        sent = await diaz.ask(
            "POST", "/v1/agencies/denver/cases/1/messages", json=body, headers={"Idempotency-Key": f"k{expected}"}
        )
        assert sent.status_code == expected, sent.text


def test_the_apps_secrets_are_sealed_and_an_older_key_still_opens_them() -> None:
    old, new = "an old key of thirty-two characters", "a new key of thirty-two characters!"
    kept = Seals([old]).close("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" not in kept
    assert Seals([new, old]).open(kept) == "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    assert Seals([new]).open(kept) is None


async def test_passwords_are_kept_as_argon2id_and_sessions_as_digests(casework: Running) -> None:
    diaz = colleague(casework, "officer")
    await diaz.sign_in()
    with casework.services.database.reading() as session:
        account = session.scalars(select(StaffAccount)).one()
        assert account.password_hash.startswith("$argon2id$")
        assert diaz.secret not in (account.factor or "")
        assert diaz.session not in [one.digest for one in session.scalars(select(StaffSession))]


def change_session(casework: Running, whose: Colleague, **values: datetime) -> None:
    with casework.services.database.writing() as session:
        account = session.scalars(select(StaffAccount).where(StaffAccount.login == whose.login)).one()
        session.execute(update(StaffSession).where(StaffSession.account_id == account.id).values(**values))


def forgive(casework: Running, minutes: str) -> None:
    """The time of the shortest lock is over."""
    with casework.services.database.writing() as session:
        soon = datetime.now(UTC) + timedelta(minutes=2)
        over = datetime.now(UTC) - timedelta(seconds=1)
        session.execute(update(Attempt).where(Attempt.locked_until < soon).values(locked_until=over))
