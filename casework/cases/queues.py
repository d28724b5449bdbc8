"""Lists of cases for the agency's people, in pages that stay right while cases come and go (by key, never by offset)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, defer

from casework.cases import need_to_know, searching
from casework.cases.tables import Case
from casework.database import counted, dialect_of
from casework.trail.actors import Actor
from spoken.number_forms import USUAL, NumberForms

State = Literal["open", "closed", "all"]
Order = Literal["oldest", "newest"]


@dataclass(frozen=True)
class Wanted:
    """Which cases; what is None does not matter. `after`: the id of the last case of the page before.

    `q`: what somebody typed (searching.py); then, and with `unread`, closed ones are found too unless `state` says otherwise.
    `country`: the agency's; a telephone number in `q` is read as it is written there.
    `who`: who asks; what is kept close is found by its words, its place and the beginning of a name by those only whom it is for
    (need_to_know.py).
    `forms`: how the agency writes its numbers. `unread`: only those with a message of their person's to be read. `call`: only
    those whose report was begun in that call or chat; closed ones too.
    """

    queue: str | None = None
    stage: str | None = None
    assigned_to: str | None = None
    state: State | None = None
    need: str | None = None
    q: str | None = None
    country: str | None = None
    unread: bool = False
    call: str | None = None
    opened_from: datetime | None = None
    opened_to: datetime | None = None
    who: Actor | None = None
    forms: NumberForms = USUAL
    order: Order = "oldest"
    after: int = 0
    limit: int = 50


def page(session: Session, agency: str, wanted: Wanted) -> tuple[list[Case], int | None]:
    """The cases in the order that is wanted, without their answers; and what `after` is for the next page, None at the end."""
    found = _wanted(session, agency, wanted).options(defer(Case.answers, raiseload=True))
    if wanted.order == "newest":
        found = (found.where(Case.id < wanted.after) if wanted.after else found).order_by(Case.id.desc())
    else:
        found = found.where(Case.id > wanted.after).order_by(Case.id)
    cases = list(session.scalars(found.limit(wanted.limit + 1)))
    more = len(cases) > wanted.limit
    cases = cases[: wanted.limit]
    return cases, cases[-1].id if more else None


def total(session: Session, agency: str, wanted: Wanted) -> int:
    """How many there are on all pages; COUNTED means that many or more."""
    return counted(session, _wanted(session, agency, wanted).with_only_columns(Case.id))


def _wanted(session: Session, agency: str, wanted: Wanted) -> Select[Case]:
    narrowed = list(_narrowed(wanted))
    if wanted.q is None:
        return select(Case).where(Case.agency == agency, *narrowed)
    kept = need_to_know.found_by_words(wanted.who)
    by_words = [*narrowed, *kept]
    people = searching.people(session, agency, wanted.q, wanted.country)
    # only the agency's own are found (searching.py); said once more here, SQLite would go through all cases of the agency
    return select(Case).where(
        searching.typed(agency, wanted.q, dialect_of(session), people, by_words, wanted.forms, kept), *narrowed
    )


def _narrowed(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    state = wanted.state or ("all" if wanted.q or wanted.unread or wanted.call else "open")
    if state != "all":
        yield Case.closed_at.is_(None) if state == "open" else Case.closed_at.is_not(None)
    if wanted.unread:
        yield searching.unread()
    if wanted.opened_from is not None:
        yield Case.opened_at >= wanted.opened_from
    if wanted.opened_to is not None:
        yield Case.opened_at < wanted.opened_to
    for column, value in (
        (Case.queue, wanted.queue),
        (Case.stage, wanted.stage),
        (Case.assigned_to, wanted.assigned_to),
        (Case.need, wanted.need),
        (Case.call_id, wanted.call),
    ):
        if value is not None:
            yield column == value


def counts(session: Session, agency: str) -> list[tuple[str, str, int]]:
    """Queue, stage and how many open cases wait there."""
    grouped = (
        select(Case.queue, Case.stage, func.count())
        .where(Case.agency == agency, Case.closed_at.is_(None))
        .group_by(Case.queue, Case.stage)
        .order_by(Case.queue, Case.stage)
    )
    return [(queue, stage, count) for queue, stage, count in session.execute(grouped)]
