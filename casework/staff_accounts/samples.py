"""Made-up people of the sample city, one of each role, for trying the console: their passwords are random and printed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from casework.staff_accounts import accounts, second_factor
from casework.staff_accounts.passwords import Passwords, made_up
from casework.staff_accounts.second_factor import Seals
from casework.staff_accounts.tables import StaffAccount
from casework.trail.actors import STAFF_ROLES, Role

NAMES: dict[Role, str] = {
    "call_taker": "Ana Alvarez", "officer": "Olga Reyes", "reviewer": "Rita Sowa", "designer": "Dan Ilic",
    "supervisor": "Sam Lindqvist", "administrator": "Ada Novak", "auditor": "Aki Tanaka",
}  # fmt: skip


@dataclass(frozen=True)
class Sample:
    login: str
    password: str
    roles: Sequence[str]


def fill(session: Session, passwords: Passwords, seals: Seals, agency: str, now: datetime) -> list[Sample]:
    """Replaces the agency's made-up people. Their second factor is set up already; `casework account code` shows its code."""
    session.execute(delete(StaffAccount).where(StaffAccount.agency == agency, StaffAccount.is_sample))
    made = []
    for role in STAFF_ROLES:
        login, password = f"sample.{role.replace('_', '-')}", made_up()
        account = StaffAccount(
            id=secrets.token_urlsafe(12), agency=agency, login=login, name=NAMES[role], roles=accounts.ordered([role]),
            password_hash=passwords.hash(password), must_change=False, created_at=now, created_by="sample-data",
            factor=seals.close(second_factor.new_secret()), factor_confirmed_at=now, is_sample=True,
        )  # fmt: skip
        session.add(account)
        made.append(Sample(login, password, account.roles))
    return made
