"""Who of the agency's people has a hand-over: one at most, the first who asks; it is given back, or something became of it.

A call that is handed over more than once is one person's: whoever takes, gives back or ends one of its stories does so with the
others.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, literal, literal_column, select, tuple_, update
from sqlalchemy.orm import Session

from casework.base import UtcTime
from casework.calls import over, shapes
from casework.calls.handovers import found
from casework.calls.need_to_know import KeptClose
from casework.calls.over import MISSED, WAITING
from casework.calls.tables import Handover
from casework.database import Database, counted
from casework.errors import Conflict
from casework.trail.actors import Actor
from casework.trail.entries import noted

_IN_TURN = frozenset({"waiting", "missed"})  # whoever asked first is first
_EMERGENCY_FIRST = case((Handover.reason == "emergency", 0), else_=1)


def listed(
    session: Session, close: KeptClose, wanted: shapes.HandoverQuery, actor: Actor, now: datetime
) -> shapes.HandoverList:
    """Emergencies first. Of those that wait the oldest next, because somebody is on the line, and of those that nobody took in
    time, because somebody may still need help; else the newest. Of what others serve no word is shown: whoever takes it sees them."""
    since = now - timedelta(hours=wanted.hours)
    asked = _in_state(select(Handover), wanted.state).where(
        Handover.agency == close.agency, Handover.created_at > since
    )
    for column, value in (
        (Handover.call_id, wanted.call), (Handover.channel, wanted.channel), (Handover.need, wanted.need),
        (Handover.reason, wanted.reason), (Handover.claimed_by, wanted.claimed_by),
    ):  # fmt: skip
        asked = asked if value is None else asked.where(column == value)
    total = counted(session, asked.with_only_columns(Handover.ticket)) if wanted.count else None
    rows = list(session.scalars(_behind(asked, wanted).limit(wanted.limit + 1)))
    page = rows[: wanted.limit]
    unread = close.unread_by(session, (row.call_id for row in page), actor, shared=wanted.shared)
    lines = [_line(row, row.call_id in unread) for row in page]
    following = _cursor(page[-1], wanted) if len(rows) > wanted.limit else None
    return shapes.HandoverList(handovers=lines, next=following, total=total)


def _line(row: Handover, unread: bool) -> shapes.HandoverLine:
    shown = {name: getattr(row, name) for name in shapes.HandoverLine.model_fields if name != "kept_close"}
    return shapes.HandoverLine(**(shown | ({"facts": {}, "wish": None, "kept_close": True} if unread else {})))


def _behind(asked: Select[Handover], wanted: shapes.HandoverQuery) -> Select[Handover]:
    """In order, from behind the cursor on."""
    place = tuple_(_rank(wanted), Handover.created_at, Handover.ticket)
    if wanted.cursor is not None:
        rank, at, ticket = wanted.cursor.split(" ")
        last = tuple_(literal(int(rank)), literal(datetime.fromisoformat(at), UtcTime()), ticket)
        asked = asked.where(place > last if wanted.state in _IN_TURN else place < last)
    if wanted.state in _IN_TURN:
        return asked.order_by(_EMERGENCY_FIRST, Handover.created_at, Handover.ticket)
    return asked.order_by(Handover.created_at.desc(), Handover.ticket.desc())


def _rank(wanted: shapes.HandoverQuery) -> ColumnElement[int]:
    return _EMERGENCY_FIRST if wanted.state in _IN_TURN else literal_column("0", Integer())


def _cursor(row: Handover, wanted: shapes.HandoverQuery) -> str:
    later = wanted.state in _IN_TURN and row.reason != "emergency"
    return f"{int(later)} {row.created_at.isoformat()} {row.ticket}"


def claim(database: Database, agency: str, ticket: str, actor: Actor, now: datetime) -> shapes.HandoverClaim:
    """The first who asks gets it; whoever comes later is told who has it. Asking again for one's own changes nothing."""
    with database.writing() as session:
        row = found(session, agency, ticket)
        free = (Handover.ticket == ticket, Handover.claimed_by.is_(None), Handover.ended_at.is_(None))
        taken = session.execute(update(Handover).where(*free).values(claimed_by=actor.id, claimed_at=now))
        if taken.rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE's result has it
            noted(session, agency, actor, "claim_handover", now, {"handover": ticket})
            _with_the_rest(session, row, None, claimed_by=actor.id, claimed_at=now)
        return _claim(session, agency, ticket, actor)


def release(database: Database, agency: str, ticket: str, actor: Actor, now: datetime) -> shapes.HandoverClaim:
    """Gives one's own back, or a supervisor anybody's: it waits again. Raises Conflict."""
    with database.writing() as session:
        row = _held(session, agency, ticket, actor)
        if row.claimed_by is not None:
            noted(session, agency, actor, "release_handover", now, {"handover": ticket, "had": row.claimed_by})
            _with_the_rest(session, row, row.claimed_by, claimed_by=None, claimed_at=None)
        row.claimed_by = row.claimed_at = None
        session.flush()
        return _claim(session, agency, ticket, actor)


Also = Callable[[Session, str], None]  # what else follows for the call, in the same transaction


def end(
    database: Database, agency: str, ticket: str, done: shapes.HandoverDone, actor: Actor, now: datetime, also: Also
) -> None:
    """Says what became of one's own; saying it again changes nothing. Raises Conflict."""
    with database.writing() as session:
        row = found(session, agency, ticket)
        if row.ended_at is not None:
            return
        row = _held(session, agency, ticket, actor)
        if row.claimed_by is None:
            row.claimed_by, row.claimed_at = actor.id, now
        row.ended_at, row.ended_by, row.outcome = now, actor.id, done.outcome
        row.found_need, row.found_danger = done.need, done.danger
        session.flush()
        became = {"ended_at": now, "ended_by": actor.id, "outcome": done.outcome}
        _with_the_rest(session, row, None, claimed_by=row.claimed_by, claimed_at=row.claimed_at, **became)
        _with_the_rest(session, row, row.claimed_by, **became)
        noted(session, agency, actor, "end_handover", now, {"handover": ticket, "outcome": done.outcome})
        also(session, row.call_id)


def _in_state(asked: Select[Handover], state: shapes.State) -> Select[Handover]:
    if state in _IN_TURN:
        return asked.where(*(WAITING if state == "waiting" else MISSED))
    if state == "taken":
        return asked.where(Handover.claimed_by.is_not(None), Handover.ended_at.is_(None))
    return asked.where(Handover.ended_at.is_not(None)) if state == "done" else asked


def _held(session: Session, agency: str, ticket: str, actor: Actor) -> Handover:
    """The hand-over, for whoever may decide about it; raises Conflict for the others."""
    row = found(session, agency, ticket)
    if row.ended_at is not None:
        raise Conflict("This hand-over is over; its page says what became of it.")
    if row.claimed_by not in (None, actor.id) and actor.role != "supervisor":
        raise Conflict(f"{row.claimed_by} has this hand-over; ask them, or a supervisor.")
    return row


def _with_the_rest(session: Session, row: Handover, had_by: str | None, **values: Any) -> None:
    """The same for the other stories of its call that nobody has, or this person, and of which nothing became yet."""
    theirs = Handover.claimed_by.is_(None) if had_by is None else Handover.claimed_by == had_by
    others = (*over.of_call(row.agency, row.call_id), Handover.ticket != row.ticket, Handover.ended_at.is_(None))
    session.execute(update(Handover).where(*others, theirs).values(**values))


def _claim(session: Session, agency: str, ticket: str, actor: Actor) -> shapes.HandoverClaim:
    row = found(session, agency, ticket)
    session.refresh(row)
    yours = row.claimed_by == actor.id and row.ended_at is None
    return shapes.HandoverClaim(ticket=ticket, claimed_by=row.claimed_by, claimed_at=row.claimed_at, yours=yours)
