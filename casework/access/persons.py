"""A citizen's session: begun after code and PIN, a one-time code or an invitation, for one report and the case it became.

It ends after 15 minutes in which nothing is asked, and after an hour in any case. The case of a report that is filed meanwhile
belongs to the session too.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, column, delete, false, or_, select, table
from sqlalchemy.orm import Session

from casework.access.tables import PersonKey, PersonSession
from casework.database import Database
from casework.http.callers import Person, digest, new_token

IDLE_MINUTES, LONGEST_MINUTES = 15, 60
NOTED_EVERY = timedelta(minutes=1)  # how exactly the last use is known
INVITATION_HOURS, ONE_TIME_CODE_MINUTES, HANDED_IN_MINUTES = 24, 10, 30
HANDED_IN, PASS_DIGITS = "handed_in", 8

Way = Literal["pin", "one_time_code", "invitation", "report"]
_CASES = table("cases", column("id"), column("agency"), column("report_id"), column("contact_id"))


@dataclass(frozen=True)
class Whose:
    """What a session opens."""

    agency: str
    report: str | None
    case: int | None


@dataclass(frozen=True)
class Begun:
    token: str
    expires_at: datetime


def begin(session: Session, whose: Whose, way: Way, acts_as: str, now: datetime) -> Begun:
    """A new session; the token is told once."""
    token, expires = new_token("person"), now + timedelta(minutes=LONGEST_MINUTES)
    session.add(
        PersonSession(
            digest=digest(token), agency=whose.agency, report_id=whose.report, case_id=whose.case, acts_as=acts_as,
            way=way, created_at=now, seen_at=now, expires_at=expires,
        )
    )  # fmt: skip
    return Begun(token, expires)


def end(session: Session, key: str) -> None:
    session.execute(delete(PersonSession).where(PersonSession.digest == key))


class Persons:
    """Finds the session of a token; notes now and then that it is used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def person(self, token: str, now: datetime) -> Person | None:
        """None when it is over or was never there."""
        key = digest(token)
        found = await self._database.read(_found, key, now)
        if found is None:
            return None
        person, noted = found
        if not noted:
            await self._database.write(_seen, key, now)
        return person


def _found(session: Session, key: str, now: datetime) -> tuple[Person, bool] | None:
    row = session.get(PersonSession, key)
    if row is None or now >= row.expires_at or now >= row.seen_at + timedelta(minutes=IDLE_MINUTES):
        return None
    is_ours = _CASES.c.id == row.case_id if row.case_id is not None else _CASES.c.report_id == row.report_id
    case = session.execute(select(_CASES).where(_CASES.c.agency == row.agency, is_ours)).first()
    person = Person(
        key, row.agency, row.acts_as,
        report=row.report_id or (case.report_id if case else None),
        case=case.id if case else None,
        contact=case.contact_id if case else None,
    )  # fmt: skip
    return person, now < row.seen_at + NOTED_EVERY


def _seen(session: Session, key: str, now: datetime) -> None:
    row = session.get(PersonSession, key)
    if row is not None:
        row.seen_at = now


def invite(session: Session, whose: Whose, by: str, now: datetime) -> Begun:
    """A token for a link that opens the case once, within a day. An earlier one that was not used is over."""
    session.execute(delete(PersonKey).where(PersonKey.kind == "invitation", _same(whose)))
    token, expires = new_token("invitation"), now + timedelta(hours=INVITATION_HOURS)
    _keep(session, "invitation", digest(token), whose, by, now, expires)
    return Begun(token, expires)


def one_time_code(session: Session, whose: Whose, reference: str, now: datetime) -> str:
    """Six digits for this reference, for ten minutes; an earlier one is over."""
    session.execute(delete(PersonKey).where(PersonKey.kind == "one_time_code", _same(whose)))
    code = f"{secrets.randbelow(1_000_000):06d}"
    expires = now + timedelta(minutes=ONE_TIME_CODE_MINUTES)
    _keep(session, "one_time_code", _code_key(whose.agency, reference, code), whose, "citizen", now, expires)
    return code


def hand_in(session: Session, whose: Whose, by: str, now: datetime) -> Begun:
    """Digits with which a call-taker sends a caller into this report, once and for half an hour; earlier ones are over."""
    session.execute(delete(PersonKey).where(PersonKey.kind == HANDED_IN, _same(whose)))
    digits = f"{secrets.randbelow(10**PASS_DIGITS):0{PASS_DIGITS}d}"
    expires = now + timedelta(minutes=HANDED_IN_MINUTES)
    _keep(session, HANDED_IN, _pass_key(whose.agency, digits), whose, by, now, expires)
    return Begun(digits, expires)


def redeem_pass(session: Session, agency: str, digits: str, now: datetime) -> Whose | None:
    return _redeemed(session, HANDED_IN, agency, _pass_key(agency, digits), now)


def redeem_invitation(session: Session, agency: str, token: str, now: datetime) -> Whose | None:
    return _redeemed(session, "invitation", agency, digest(token), now)


def redeem_code(session: Session, agency: str, reference: str, code: str, now: datetime) -> Whose | None:
    return _redeemed(session, "one_time_code", agency, _code_key(agency, reference, code), now)


def _redeemed(session: Session, kind: str, agency: str, key: str, now: datetime) -> Whose | None:
    """Once only: of two at the same moment one gets it, for the row is locked."""
    row = session.get(PersonKey, key, with_for_update=True)
    if row is None or row.kind != kind or row.agency != agency or row.used_at is not None or now >= row.expires_at:
        return None
    row.used_at = now
    session.flush()  # whoever asks may forget its rows before the transaction ends
    return Whose(row.agency, row.report_id, row.case_id)


def _keep(session: Session, kind: str, key: str, whose: Whose, by: str, now: datetime, expires: datetime) -> None:
    session.add(
        PersonKey(
            digest=key, kind=kind, agency=whose.agency, report_id=whose.report, case_id=whose.case, made_by=by,
            created_at=now, expires_at=expires,
        )
    )  # fmt: skip


def _pass_key(agency: str, digits: str) -> str:
    return digest(f"handed in {agency} {digits}")


def _same(whose: Whose) -> ColumnElement[bool]:
    """Of this case or this report; what is None names nobody."""
    named = [
        column_ == value
        for column_, value in ((PersonKey.case_id, whose.case), (PersonKey.report_id, whose.report))
        if value is not None
    ]
    return (PersonKey.agency == whose.agency) & or_(false(), *named)


def _code_key(agency: str, reference: str, code: str) -> str:
    """Six digits alone are no secret in a stolen database; that they live ten minutes, once, and behind the limits is."""
    return digest(f"one-time code\0{agency}\0{reference}\0{code}")
