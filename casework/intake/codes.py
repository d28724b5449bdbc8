"""Access codes: five random digits that no unfinished report and no case has, freed a while after the case has closed."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from casework import meters
from casework.cases.tables import Case
from casework.errors import NoCodeLeft
from casework.intake.tables import Report

log = logging.getLogger(__name__)
ALL = 100_000
_DRAWN_AT_ONCE = 32


def draw(session: Session, agency: str) -> str:
    """An unused code, each equally likely; raises NoCodeLeft. Needs a writing session.

    Two PostgreSQL transactions may draw the same one: the second fails on the unique constraint and is tried again.
    """
    candidates = [f"{secrets.randbelow(ALL):05d}" for _ in range(_DRAWN_AT_ONCE)]
    used = _used(session, agency, candidates)
    if len(used) >= _DRAWN_AT_ONCE // 2:
        _warn(session, agency)
    free = next((code for code in candidates if code not in used), None)
    return free or _from_the_rest(session, agency)


def same_or_other(session: Session, agency: str, code: str) -> str:
    """The code that somebody knows already, if this agency has it free; else a drawn one."""
    return draw(session, agency) if _used(session, agency, [code]) else code


def share_in_use(session: Session, agency: str) -> float:
    """From 0 to 1; sets the metric too. By index: codes are few, also where cases are many."""
    reports = select(func.count()).where(Report.agency == agency, Report.access_code.is_not(None))
    cases = select(func.count()).where(Case.agency == agency, Case.access_code.is_not(None))
    share = ((session.scalar(reports) or 0) + (session.scalar(cases) or 0)) / ALL
    meters.CODES_IN_USE.labels(agency).set(share)
    return share


def of_closed(agency: str, now: datetime, days: int) -> tuple[ColumnElement[bool], ...]:
    """Cases that closed more than `days` ago and still have their codes.

    By the index of codes, which are few, and not by that of the day of closing (hence `coalesce`): nearly all cases closed long ago.
    """
    closed_at = func.coalesce(Case.closed_at, now)
    return Case.agency == agency, Case.access_code.is_not(None), closed_at < now - timedelta(days=days)


def free(session: Session, cases: list[int], closed: tuple[ColumnElement[bool], ...]) -> int:
    """Takes the codes of these cases, so that they can be drawn again; how many."""
    taken = update(Case).where(Case.id.in_(cases), *closed).values(access_code=None)
    freed = session.execute(taken.execution_options(synchronize_session=False))
    return int(freed.rowcount)  # type: ignore[attr-defined]


def _used(session: Session, agency: str, codes: list[str]) -> set[str]:
    """Reports are looked at first: filing moves a code from the report to its case, never back."""
    used: set[str] = set()
    for table in (Report, Case):
        found = session.scalars(select(table.access_code).where(table.agency == agency, table.access_code.in_(codes)))
        used.update(code for code in found if code)
    return used


def _from_the_rest(session: Session, agency: str) -> str:
    used: set[str] = set()
    for table in (Report, Case):
        found = session.scalars(select(table.access_code).where(table.agency == agency, table.access_code.is_not(None)))
        used.update(code for code in found if code)
    rest = [code for code in (f"{number:05d}" for number in range(ALL)) if code not in used]
    if not rest:
        log.error("no access code is left; a person takes reports now", extra={"agency": agency})
        raise NoCodeLeft()
    return secrets.choice(rest)


def _warn(session: Session, agency: str) -> None:
    share = share_in_use(session, agency)
    if share > 0.5:
        log.warning("more than half of the access codes are in use", extra={"agency": agency, "share": round(share, 3)})
