"""From what a provider says of a person to their account here: whose it is, how they are called, what they may do.

Who somebody is, is decided by the provider's own id of them (`sub`), never by a name, which can be given again. Roles are what
the provider says at this signing in: who has lost one there has lost it here.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.staff_accounts import accounts, sessions
from casework.staff_accounts.provider.carried import claim
from casework.staff_accounts.provider.errors import NotSignedIn, WrongProvider
from casework.staff_accounts.provider.settings import Provider
from casework.staff_accounts.signing_in import account_of
from casework.staff_accounts.tables import StaffAccount
from casework.trail.actors import SYSTEM, Role
from casework.trail.entries import noted

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,78}")
_AGO_S = 120  # a clock may be so much off


@dataclass(frozen=True)
class Known:
    """What counts of all that the provider said."""

    subject: str
    login: str
    name: str
    roles: tuple[Role, ...]


def known(provider: Provider, found: Mapping[str, Any]) -> Known:
    """Raises NotSignedIn where the person may not come in so, or WrongProvider where the provider does not say what it has to."""
    _strong_enough(provider, found)
    login = claim(found, provider.login_claim)
    if not isinstance(login, str):
        raise WrongProvider(
            f"the provider does not say '{provider.login_claim}' (login_claim); have it put in the id_token."
        )
    login = login.strip().casefold()
    if not _LOGIN.fullmatch(login):
        raise WrongProvider(
            f"what the provider says as '{provider.login_claim}' is no login; name another login_claim."
        )
    subject, name = str(found["sub"]), claim(found, provider.name_claim)
    if not 1 <= len(subject) <= 255:
        raise WrongProvider("the provider's id of a person (sub) has no or more than 255 characters.")
    shown = name.strip()[:120] if isinstance(name, str) and name.strip() else login
    return Known(subject, login, shown, _roles(provider, found))


def _roles(provider: Provider, found: Mapping[str, Any]) -> tuple[Role, ...]:
    said = claim(found, provider.roles_claim)
    if said is None:
        if provider.roles_claim in found.get("_claim_names", {}):
            raise WrongProvider(
                f"the provider leaves '{provider.roles_claim}' out because it is too long; have it send application roles."
            )
        raise WrongProvider(
            f"the provider does not say '{provider.roles_claim}' (roles_claim); have it put in the id_token, and ask for its scope."
        )
    words = (
        said.split()
        if isinstance(said, str) and said not in provider.roles
        else [said]
        if isinstance(said, str)
        else said
    )
    if not isinstance(words, list):
        raise WrongProvider(f"what the provider says as '{provider.roles_claim}' is no list of words.")
    mapped = {role for word in words if isinstance(word, str) for role in provider.roles.get(word, ())}
    return tuple(accounts.ordered(sorted(mapped))) if mapped else ()  # type: ignore[arg-type]


def _strong_enough(provider: Provider, found: Mapping[str, Any]) -> None:
    factor, longest = provider.second_factor, provider.max_age_minutes
    if factor:
        methods = found.get("amr")
        fits = found.get("acr") in factor.acr or (isinstance(methods, list) and bool(set(methods) & set(factor.amr)))
        if not fits:
            raise NotSignedIn("second_factor", "the provider did not say that a second factor was given (acr, amr)")
    if longest:
        at = found.get("auth_time")
        if not isinstance(at, int | float):
            raise WrongProvider(
                "the provider does not say when somebody signed in (auth_time), which max_age_minutes wants."
            )
        if time.time() - at > longest * 60 + _AGO_S:
            raise NotSignedIn("over", "the provider let somebody in who had signed in longer ago than max_age_minutes")


def enter(session: Session, agency: str, provider: Provider, person: Known, now: datetime) -> StaffAccount:
    """The account of this person, made at the first time; without roles when the provider says none any more.

    Raises NotSignedIn.
    """
    account = _of(session, agency, provider, person, now)
    if account is None:
        if not person.roles:
            raise NotSignedIn("no_role")
        account = _made(session, agency, provider, person, now)
    if account.disabled_at is not None:
        raise NotSignedIn("off")
    account.name = person.name
    _take_over(session, account, person, now)
    return account


def _of(session: Session, agency: str, provider: Provider, person: Known, now: datetime) -> StaffAccount | None:
    mine = select(StaffAccount).where(StaffAccount.agency == agency, StaffAccount.issuer == provider.issuer)
    found = session.scalar(mine.where(StaffAccount.subject == person.subject).with_for_update())
    if found is not None:
        return found
    same = account_of(session, agency, person.login)
    if same is None:
        return None
    if same.issuer == provider.issuer and same.subject is None:  # an administrator said that it will be theirs
        same.subject = person.subject
        noted(session, agency, SYSTEM, "change_account", now, {"account": same.login, "provider": "first time"})
        return same
    raise NotSignedIn(
        "login_taken", "there is an account of that login which is not this person's; an administrator has to decide"
    )


def _made(session: Session, agency: str, provider: Provider, person: Known, now: datetime) -> StaffAccount:
    account = StaffAccount(
        id=secrets.token_urlsafe(12), agency=agency, login=person.login, name=person.name, roles=list(person.roles),
        password_hash="", must_change=False, created_at=now, created_by="provider", issuer=provider.issuer,
        subject=person.subject,
    )  # fmt: skip
    session.add(account)
    session.flush()
    noted(
        session,
        agency,
        SYSTEM,
        "create_account",
        now,
        {"account": person.login, "roles": account.roles, "by": "provider"},
    )
    return account


def _take_over(session: Session, account: StaffAccount, person: Known, now: datetime) -> None:
    if list(person.roles) == account.roles:
        return
    details = {"account": account.login, "roles": list(person.roles), "were": account.roles, "by": "provider"}
    account.roles = list(person.roles)
    sessions.end_all(session, account)
    noted(session, account.agency, SYSTEM, "change_account", now, details)
