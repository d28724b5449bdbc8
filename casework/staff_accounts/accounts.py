"""Accounts of an agency's people, as an administrator keeps them: made, changed, switched off, given a new beginning."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.errors import BadRequest, Conflict, NotFound
from casework.staff_accounts import sessions
from casework.staff_accounts.passwords import Passwords, made_up
from casework.staff_accounts.signing_in import account_of
from casework.staff_accounts.tables import RecoveryCode, StaffAccount
from casework.trail.actors import Actor, Role
from casework.trail.entries import noted

# who holds several roles acts in the first of them that may; this is the order
_ORDER: tuple[Role, ...] = (
    "supervisor", "officer", "call_taker", "reviewer", "designer", "auditor", "administrator",
)  # fmt: skip


def create(
    session: Session, passwords: Passwords, agency: str, login: str, name: str, roles: Sequence[Role], by: Actor,
    now: datetime,
) -> tuple[StaffAccount, str]:  # fmt: skip
    """(the account, a password to begin with, told once). Raises Conflict for a login that was ever given."""
    password = made_up()
    account = StaffAccount(
        id=secrets.token_urlsafe(12), agency=agency, login=login, name=name, roles=ordered(roles),
        password_hash=passwords.hash(password), must_change=True, created_at=now, created_by=by.id,
    )  # fmt: skip
    session.add(account)
    try:
        session.flush()
    except IntegrityError:
        raise Conflict(
            "There is an account of that login; a login is given once, also when its account is off."
        ) from None
    noted(session, agency, by, "create_account", now, {"account": login, "roles": account.roles})
    return account, password


def listed(session: Session, agency: str) -> list[StaffAccount]:
    return list(session.scalars(select(StaffAccount).where(StaffAccount.agency == agency).order_by(StaffAccount.login)))


def change(
    session: Session, agency: str, login: str, by: Actor, now: datetime, *,
    name: str | None = None, roles: Sequence[Role] | None = None, disabled: bool | None = None, issuer: str | None = None,
) -> StaffAccount:  # fmt: skip
    """What is None stays. Other roles, being switched off, or another way to sign in end the person's sessions.

    `issuer`: from now on they sign in by this identity provider, first by their login; the password is gone. Raises NotFound or
    Conflict.
    """
    account = found(session, agency, login)
    details: dict[str, object] = {"account": login}
    if name is not None:
        account.name = name
    if roles is not None and ordered(roles) != account.roles:
        if account.issuer is not None:
            raise Conflict("The roles of this person come from the identity provider; change them there.")
        details |= {"roles": ordered(roles), "were": account.roles}
        account.roles = ordered(roles)
    if disabled is not None and disabled != (account.disabled_at is not None):
        details["disabled"] = disabled
        account.disabled_at = now if disabled else None
    if issuer is not None and account.issuer is None:
        details["provider"] = True
        account.issuer, account.password_hash, account.must_change = issuer, "", False
        _without_factor(session, account)
    session.flush()
    _somebody_is_left(session, agency)
    if len(details) > 1:
        sessions.end_all(session, account)
    noted(session, agency, by, "change_account", now, details)
    return account


def begin_anew(session: Session, passwords: Passwords, agency: str, login: str, by: Actor, now: datetime) -> str:
    """A new password to begin with; the second factor is set up anew, and all sessions end.

    Who signed in by the identity provider signs in with the password from now on.
    """
    account, password = found(session, agency, login), made_up()
    account.password_hash, account.must_change = passwords.hash(password), True
    account.issuer = account.subject = None
    _without_factor(session, account)
    sessions.end_all(session, account)
    noted(session, agency, by, "reset_account", now, {"account": login})
    return password


def _without_factor(session: Session, account: StaffAccount) -> None:
    account.factor = account.factor_confirmed_at = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))


def found(session: Session, agency: str, login: str) -> StaffAccount:
    """Raises NotFound."""
    account = account_of(session, agency, login) if len(login) <= 80 and "\0" not in login else None
    if account is None:
        raise NotFound("There is no account of that login in this agency.")
    return account


def ordered(roles: Sequence[Role]) -> list[str]:
    unknown = set(roles) - set(_ORDER)
    if unknown or not roles:
        raise BadRequest(f"roles does not fit: give one or more of {', '.join(_ORDER)}.")
    return [role for role in _ORDER if role in roles]


def _somebody_is_left(session: Session, agency: str) -> None:
    """One with a password: who signs in by an identity provider cannot when it is away."""
    all_of_them = listed(session, agency)
    working = (
        one for one in all_of_them if one.disabled_at is None and "administrator" in one.roles and not one.issuer
    )
    if next(working, None) is None:
        kind = "an administrator with a password here" if any(one.issuer for one in all_of_them) else "an administrator"
        raise Conflict(f"That would leave the agency without {kind}; make another one first.")
