"""Lists of cases for the agency's people, in pages that stay right while cases come and go (by key, never by offset)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from casework.cases.tables import Case

State = Literal["open", "closed", "all"]


@dataclass(frozen=True)
class Wanted:
    """Which cases; what is None does not matter. `after`: the id of the last case of the page before."""

    queue: str | None = None
    stage: str | None = None
    assigned_to: str | None = None
    state: State = "open"
    after: int = 0
    limit: int = 50


def page(session: Session, agency: str, wanted: Wanted) -> tuple[list[Case], int | None]:
    """The cases, oldest first, without their answers; and what `after` is for the next page, None at the end."""
    found = (
        select(Case).options(defer(Case.answers, raiseload=True)).where(Case.agency == agency, Case.id > wanted.after)
    )
    if wanted.state != "all":
        found = found.where(Case.closed_at.is_(None) if wanted.state == "open" else Case.closed_at.is_not(None))
    for column, value in (
        (Case.queue, wanted.queue),
        (Case.stage, wanted.stage),
        (Case.assigned_to, wanted.assigned_to),
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
