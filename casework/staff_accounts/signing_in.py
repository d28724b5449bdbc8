"""Signing in: password, then second factor, with limits that slow a guesser down and lock nobody else.

Wrong passwords count by person and source together (5, then a minute; 10, then a quarter of an hour), by source (20 an hour,
whoever is tried) and by person (50 an hour, from wherever: that is an alarm, and locks this one person). Wrong second factors
count by person (5, then a quarter of an hour). An unknown login and a wrong password are one answer after the same work.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import meters
from casework.access import attempts
from casework.access.attempts import Budget, Locked, TryLimit
from casework.database import Database
from casework.errors import Conflict, Unauthorized
from casework.staff_accounts import second_factor, sessions
from casework.staff_accounts.passwords import Passwords
from casework.staff_accounts.second_factor import Seals
from casework.staff_accounts.tables import RecoveryCode, StaffAccount, StaffSession
from casework.trail.actors import Actor, Role
from casework.trail.entries import noted

log = logging.getLogger(__name__)
_OF_A_PERSON = 50


@dataclass(frozen=True)
class Tried:
    """`source`: an opaque digest of where the page is asked from."""

    agency: str
    login: str
    password: str
    source: str


@dataclass(frozen=True)
class Next:
    """What is still wanted, and the session in which it is given."""

    step: sessions.Step
    token: str
    expires_at: datetime


@dataclass(frozen=True)
class SignedIn:
    token: str
    expires_at: datetime
    account: StaffAccount
    recovery_codes: tuple[str, ...] = ()


Refused = Literal["refused"]


class SigningIn:
    def __init__(self, database: Database, passwords: Passwords, seals: Seals) -> None:
        self._database, self._passwords, self._seals = database, passwords, seals
        self._limit = TryLimit(5, 15)

    async def with_password(self, tried: Tried, now: datetime) -> Next | Refused | Locked:
        found = await self.checked(tried, now)
        return await self._database.write(self._half_way, found, now) if isinstance(found, StaffAccount) else found

    async def checked(self, tried: Tried, now: datetime) -> StaffAccount | Refused | Locked:
        """The account whose password this is; every try counts until it is right."""
        budgets = _password_budgets(tried)
        taken, account = await self._database.run(self._take, budgets, tried, now)
        if isinstance(taken, Locked):
            return taken
        fits = await self._passwords.fits((account and account.password_hash) or None, tried.password)
        if account is None or not fits or account.disabled_at is not None:
            await self._database.write(_wrong, tried.agency, account, "password", now)
            if taken.counts[budgets[-1].key] == _OF_A_PERSON:
                _alarm(tried.agency)
            return "refused"
        first, *others = (one.key for one in budgets)
        await self._database.write(self._limit.give_back, first, others)
        return account

    async def with_factor(self, key: str, code: str, now: datetime) -> SignedIn | Refused | Locked:
        """By a code of the app, or a recovery code."""
        return await self._database.write(self._factor, key, code, now)

    def enrol(self, session: Session, key: str, now: datetime) -> tuple[str, str]:
        """(the secret, the address for the QR code); raises Conflict where there is a second factor."""
        account = _of(session, key, "enrolment")
        secret = second_factor.new_secret()
        account.factor = self._seals.close(secret)
        return secret, second_factor.address(secret, account.login, account.agency)

    def confirm(self, session: Session, key: str, code: str, now: datetime) -> SignedIn | Refused | Locked:
        """The app is set up when its first code is right; the recovery codes are told once."""
        account = _of(session, key, "enrolment")
        budget = _factor_budget(account)
        taken = self._limit.take(session, [budget], now)
        if isinstance(taken, Locked):
            return taken
        step = self._step(account, code, now)
        if step is None:
            return "refused"
        self._limit.give_back(session, budget.key, [])
        account.factor_confirmed_at, account.last_step = now, step
        codes = second_factor.recovery_codes()
        for old in session.scalars(select(RecoveryCode).where(RecoveryCode.account_id == account.id)):
            session.delete(old)
        session.flush()
        for one in codes:
            session.add(RecoveryCode(digest=second_factor.recovery_digest(account.id, one), account_id=account.id))
        noted(session, account.agency, acting(account), "set_second_factor", now)
        return self._signed_in(session, account, key, now, tuple(codes))

    def _take(
        self, budgets: list[Budget], tried: Tried, now: datetime
    ) -> tuple[attempts.Taken | Locked, StaffAccount | None]:
        with self._database.writing() as session:
            taken = self._limit.take(session, budgets, now)
            account = None if isinstance(taken, Locked) else account_of(session, tried.agency, tried.login)
            session.expunge_all()
            return taken, account

    def _half_way(self, session: Session, account: StaffAccount, now: datetime) -> Next:
        step: sessions.Step = "second_factor" if account.factor_confirmed_at else "enrolment"
        token, until = sessions.begin(session, account, step, now)
        return Next(step, token, until)

    def _factor(self, session: Session, key: str, code: str, now: datetime) -> SignedIn | Refused | Locked:
        account = _of(session, key, "second_factor")
        budget = _factor_budget(account)
        taken = self._limit.take(session, [budget], now)
        if isinstance(taken, Locked):
            return taken
        step = self._step(account, code, now)
        if step is None and not _recovered(session, account, code, now):
            _wrong(session, account.agency, account, "second factor", now)
            return "refused"
        account.last_step = step or account.last_step
        self._limit.give_back(session, budget.key, [])
        noted(session, account.agency, acting(account), "sign_in", now, {"by": "app" if step else "recovery code"})
        return self._signed_in(session, account, key, now)

    def _step(self, account: StaffAccount, code: str, now: datetime) -> int | None:
        secret = self._seals.open(account.factor) if account.factor else None
        return second_factor.step_of(secret, code, account.last_step, now) if secret and code.isascii() else None

    def _signed_in(
        self, session: Session, account: StaffAccount, half_way: str, now: datetime, codes: tuple[str, ...] = ()
    ) -> SignedIn:
        """The session of half way is over: another token, so that one that leaked before is worth nothing."""
        sessions.end(session, half_way)
        account.last_sign_in_at = now
        token, until = sessions.begin(session, account, "done", now)
        session.flush()
        session.expunge(account)
        return SignedIn(token, until, account, codes)


def account_of(session: Session, agency: str, login: str) -> StaffAccount | None:
    return session.scalar(select(StaffAccount).where(StaffAccount.agency == agency, StaffAccount.login == login))


def acting(account: StaffAccount) -> Actor:
    return Actor(account.login, cast("Role", account.roles[0]) if account.roles else "call_taker")


def _of(session: Session, key: str, step: sessions.Step) -> StaffAccount:
    """The account, locked, of a session at this step."""
    row = session.get(StaffSession, key)
    if row is None:
        raise Unauthorized("The session is over or was never there; sign in again.")
    if row.step != step:
        raise Conflict("This session is at another step of signing in; GET /v1/staff/session tells which.")
    return session.scalars(select(StaffAccount).where(StaffAccount.id == row.account_id).with_for_update()).one()


def _recovered(session: Session, account: StaffAccount, code: str, now: datetime) -> bool:
    row = session.get(RecoveryCode, second_factor.recovery_digest(account.id, code), with_for_update=True)
    if row is None or row.used_at is not None:
        return False
    row.used_at = now
    return True


def _password_budgets(tried: Tried) -> list[Budget]:
    """The first is forgiven by the right password; the last is the person's, from wherever."""
    person = f"{tried.agency}\0{tried.login.casefold()}"
    both, quarter, hour = f"{person}\0{tried.source}", timedelta(minutes=15), timedelta(hours=1)
    return [
        Budget(attempts.key("staff 1", tried.agency, both), 5, timedelta(minutes=1)),
        Budget(attempts.key("staff 15", tried.agency, both), 10, quarter),
        Budget(attempts.key("staff source", tried.agency, tried.source), 20, hour),
        Budget(attempts.key("staff person", tried.agency, person), _OF_A_PERSON, hour),
    ]


def _factor_budget(account: StaffAccount) -> Budget:
    return Budget(attempts.key("staff factor", account.agency, account.id), 5, timedelta(minutes=15))


def _wrong(session: Session, agency: str, account: StaffAccount | None, what: str, now: datetime) -> None:
    """What was typed is not kept: a password is often typed where the login belongs."""
    who = acting(account) if account else Actor("unknown", "system")
    noted(session, agency, who, "sign_in_refused", now, {"wrong": what})
    meters.WRONG_SIGN_INS.labels(agency).inc()


def _alarm(agency: str) -> None:
    meters.SIGN_IN_ALARMS.labels(agency).inc()
    log.error("many wrong passwords for one account within an hour; somebody may be guessing", extra={"agency": agency})
