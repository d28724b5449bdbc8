"""Who of the agency's people has a hand-over: one at most, the first who asks; it is given back, or something became of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Select, case, select, update
from sqlalchemy.orm import Session

from casework.calls import shapes
from casework.calls.handovers import found
from casework.calls.tables import Handover
from casework.database import Database
from casework.errors import Conflict
from casework.trail.actors import Actor
from casework.trail.entries import noted

_EMERGENCY_FIRST = case((Handover.reason == "emergency", 0), else_=1)


def listed(session: Session, agency: str, wanted: shapes.HandoverQuery, now: datetime) -> list[shapes.HandoverLine]:
    """Emergencies first. Of those that wait the oldest next, because somebody is on the line; else the newest."""
    since = now - timedelta(hours=wanted.hours)
    asked = _in_state(select(Handover), wanted.state).where(Handover.agency == agency, Handover.created_at > since)
    if wanted.call is not None:
        asked = asked.where(Handover.call_id == wanted.call)
    waits = wanted.state == "waiting"
    by_time = Handover.created_at.asc() if waits else Handover.created_at.desc()
    order = (_EMERGENCY_FIRST, by_time) if waits else (by_time,)
    rows = session.scalars(asked.order_by(*order, Handover.ticket).limit(wanted.limit))
    names = shapes.HandoverLine.model_fields
    return [shapes.HandoverLine.model_validate({name: getattr(row, name) for name in names}) for row in rows]


def claim(database: Database, agency: str, ticket: str, actor: Actor, now: datetime) -> shapes.HandoverClaim:
    """The first who asks gets it; whoever comes later is told who has it. Asking again for one's own changes nothing."""
    with database.writing() as session:
        found(session, agency, ticket)
        free = (Handover.ticket == ticket, Handover.claimed_by.is_(None), Handover.ended_at.is_(None))
        taken = session.execute(update(Handover).where(*free).values(claimed_by=actor.id, claimed_at=now))
        if taken.rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE's result has it
            noted(session, agency, actor, "claim_handover", now, {"handover": ticket})
        return _claim(session, agency, ticket, actor)


def release(database: Database, agency: str, ticket: str, actor: Actor, now: datetime) -> shapes.HandoverClaim:
    """Gives one's own back, or a supervisor anybody's: it waits again. Raises Conflict."""
    with database.writing() as session:
        row = _held(session, agency, ticket, actor)
        if row.claimed_by is not None:
            noted(session, agency, actor, "release_handover", now, {"handover": ticket, "had": row.claimed_by})
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
        noted(session, agency, actor, "end_handover", now, {"handover": ticket, "outcome": done.outcome})
        also(session, row.call_id)


def _in_state(asked: Select[tuple[Handover]], state: shapes.State) -> Select[tuple[Handover]]:
    if state == "waiting":
        return asked.where(Handover.claimed_by.is_(None), Handover.ended_at.is_(None))
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


def _claim(session: Session, agency: str, ticket: str, actor: Actor) -> shapes.HandoverClaim:
    row = found(session, agency, ticket)
    session.refresh(row)
    yours = row.claimed_by == actor.id and row.ended_at is None
    return shapes.HandoverClaim(ticket=ticket, claimed_by=row.claimed_by, claimed_at=row.claimed_at, yours=yours)
