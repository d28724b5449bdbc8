"""Sessions of staff: a random token, of which the database has a digest; they end when nobody uses them, after a shift, and when
the same person has begun several others."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, cast

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework.database import Database
from casework.http.callers import Staff, digest, new_token
from casework.staff_accounts.tables import StaffAccount, StaffSession
from casework.trail.actors import Role

IDLE_MINUTES, LONGEST_HOURS = 30, 12  # CJIS Security Policy AC-11: 30 minutes
MOST_AT_ONCE = 5  # a desk, a radio room, a tablet, and two that were forgotten
HALF_WAY_MINUTES = 10  # how long the second factor may take
NOTED_EVERY = timedelta(minutes=1)
Step = Literal["second_factor", "enrolment", "done"]


def begin(session: Session, account: StaffAccount, step: Step, now: datetime) -> tuple[str, datetime]:
    """(the token, told once; when it ends at the latest). The one that was unused longest ends where there are too many."""
    if step == "done":
        _end_oldest(session, account)
    token = new_token("staff")
    lives = timedelta(hours=LONGEST_HOURS) if step == "done" else timedelta(minutes=HALF_WAY_MINUTES)
    session.add(
        StaffSession(
            digest=digest(token), account_id=account.id, step=step, created_at=now, seen_at=now, expires_at=now + lives
        )
    )
    return token, now + lives


def _end_oldest(session: Session, account: StaffAccount) -> None:
    mine = select(StaffSession.digest).where(StaffSession.account_id == account.id, StaffSession.step == "done")
    newest_first = mine.order_by(StaffSession.seen_at.desc(), StaffSession.created_at.desc())
    too_many = session.scalars(newest_first).all()[MOST_AT_ONCE - 1 :]
    session.execute(delete(StaffSession).where(StaffSession.digest.in_(too_many)))


def end(session: Session, key: str) -> None:
    session.execute(delete(StaffSession).where(StaffSession.digest == key))


def end_all(session: Session, account: StaffAccount, but: str = "") -> None:
    """All of a person's, but the one that asks for it."""
    mine = (StaffSession.account_id == account.id, StaffSession.digest != but)
    session.execute(delete(StaffSession).where(*mine))


def name_of(row: StaffSession) -> str:
    """What a session is called where it is listed: a piece of its digest, which opens nothing."""
    return row.digest[:16]


def of_account(session: Session, account: StaffAccount, now: datetime) -> list[StaffSession]:
    """Those in which the person is signed in now, the one used last first."""
    idle = now - timedelta(minutes=IDLE_MINUTES)
    mine = select(StaffSession).where(
        StaffSession.account_id == account.id, StaffSession.step == "done",
        StaffSession.expires_at > now, StaffSession.seen_at > idle,
    )  # fmt: skip
    return list(session.scalars(mine.order_by(StaffSession.seen_at.desc(), StaffSession.created_at.desc())))


class Sessions:
    """Finds the session of a token, with its account as it is now: who is switched off is out at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def staff(self, token: str, now: datetime) -> Staff | None:
        key = digest(token)
        found = await self._database.read(_found, key, now)
        if found is None:
            return None
        staff, noted = found
        if not noted:
            await self._database.write(_seen, key, now)
        return staff


def _found(session: Session, key: str, now: datetime) -> tuple[Staff, bool] | None:
    row = session.get(StaffSession, key)
    if row is None or now >= row.expires_at or now >= row.seen_at + timedelta(minutes=IDLE_MINUTES):
        return None
    account = session.get_one(StaffAccount, row.account_id)
    if account.disabled_at is not None or not account.roles:
        return None
    done = row.step == "done" and not account.must_change
    staff = Staff(key, account.login, account.agency, tuple(cast("list[Role]", account.roles)), done)
    return staff, now < row.seen_at + NOTED_EVERY


def _seen(session: Session, key: str, now: datetime) -> None:
    row = session.get(StaffSession, key)
    if row is not None:
        row.seen_at = now
