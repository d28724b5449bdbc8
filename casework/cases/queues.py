"""Lists of cases for the agency's people, in pages that stay right while cases come and go (by key, never by offset)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from casework.cases import searching
from casework.cases.tables import Case

State = Literal["open", "closed", "all"]


@dataclass(frozen=True)
class Wanted:
    """Which cases; what is None does not matter. `after`: the id of the last case of the page before.

    `q`: what somebody typed (searching.py); then closed ones are found too unless `state` says otherwise, else the open ones.
    `unread`: only those with a message of their person's to be read.
    """

    queue: str | None = None
    stage: str | None = None
    assigned_to: str | None = None
    state: State | None = None
    need: str | None = None
    q: str | None = None
    unread: bool = False
    opened_from: datetime | None = None
    opened_to: datetime | None = None
    after: int = 0
    limit: int = 50


def page(session: Session, agency: str, wanted: Wanted) -> tuple[list[Case], int | None]:
    """The cases, oldest first, without their answers; and what `after` is for the next page, None at the end."""
    found = (
        select(Case).options(defer(Case.answers, raiseload=True)).where(Case.agency == agency, Case.id > wanted.after)
    )
    state = wanted.state or ("all" if wanted.q else "open")
    if state != "all":
        found = found.where(Case.closed_at.is_(None) if state == "open" else Case.closed_at.is_not(None))
    if wanted.q:
        found = found.where(searching.typed(agency, wanted.q))
    if wanted.unread:
        found = found.where(searching.unread(agency))
    if wanted.opened_from is not None:
        found = found.where(Case.opened_at >= wanted.opened_from)
    if wanted.opened_to is not None:
        found = found.where(Case.opened_at < wanted.opened_to)
    for column, value in (
        (Case.queue, wanted.queue),
        (Case.stage, wanted.stage),
        (Case.assigned_to, wanted.assigned_to),
        (Case.need, wanted.need),
    ):
        if value is not None:
            found = found.where(column == value)
    cases = list(session.scalars(found.order_by(Case.id).limit(wanted.limit + 1)))
    more = len(cases) > wanted.limit
    cases = cases[: wanted.limit]
    return cases, cases[-1].id if more else None


def counts(session: Session, agency: str) -> list[tuple[str, str, int]]:
    """Queue, stage and how many open cases wait there."""
    grouped = (
        select(Case.queue, Case.stage, func.count())
        .where(Case.agency == agency, Case.closed_at.is_(None))
        .group_by(Case.queue, Case.stage)
        .order_by(Case.queue, Case.stage)
    )
    return [(queue, stage, count) for queue, stage, count in session.execute(grouped)]
