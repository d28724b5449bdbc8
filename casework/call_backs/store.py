"""Keeps call-backs: written once, listed oldest first and closed once; with it the story that nobody had taken.

Of a call about what is sensitive the number and the need are for those who serve its caller, as its words are.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.call_backs.shapes import CallBackLine, CallBackRequest, Outcome
from casework.call_backs.tables import CallBack
from casework.calls import over
from casework.calls.need_to_know import KeptClose
from casework.database import Database
from casework.errors import NotFound
from casework.idempotency import done_once
from casework.trail.actors import Actor
from casework.trail.entries import noted

_PAGE = 200
_OF_STORY: dict[Outcome, str] = {"reached": "call_back", "not_reached": "gone", "not_needed": "gone"}


def keep(database: Database, asked: CallBackRequest, key: str, digest: str, now: datetime) -> str:
    """Stores a call-back once per key, and gives its id."""

    def create(session: Session) -> dict[str, Any]:
        name = secrets.token_urlsafe(9)
        session.add(CallBack(id=name, created_at=now, **asked.model_dump()))
        return {"id": name}

    return str(done_once(database, f"call-back {asked.agency} {key}", digest, now, create)["id"])


def waiting(session: Session, kept: KeptClose, actor: Actor) -> list[CallBackLine]:
    """The open ones of an agency, oldest first."""
    wanted = select(CallBack).where(CallBack.agency == kept.agency, CallBack.done_at.is_(None))
    rows = list(session.scalars(wanted.order_by(CallBack.created_at, CallBack.id).limit(_PAGE)))
    needs = [(row.call_id, row.need) for row in rows]
    unread = kept.unread_by(session, (row.call_id for row in rows), actor, needs)
    return [_line(row, unread=row.call_id in unread) for row in rows]


def load(session: Session, kept: KeptClose, name: str, actor: Actor, why: str | None, now: datetime) -> CallBackLine:
    """One that is open, to ring; that it was looked at stands in the trail. Raises NotFound, and MoveRefused for whoever does not
    serve its caller and says no reason."""
    row = _found(session, kept.agency, name)
    if row.done_at is not None:
        raise NotFound("Somebody has rung this person, or need not; the number was for that only.")
    kept.may_read(session, row.call_id, actor, why, row.need)
    noted(session, kept.agency, actor, "see_call_back", now, {"call_back": name} | _reason(why))
    return _line(row)


def close(
    session: Session, kept: KeptClose, name: str, outcome: Outcome, actor: Actor, why: str | None, now: datetime
) -> None:
    """Says what became of one, and who said so in the trail; closing it again changes nothing. Raises as `load`: whoever closes one
    has served its caller, and reads the story from then on."""
    row = _found(session, kept.agency, name)
    if row.done_at is None:
        kept.may_read(session, row.call_id, actor, why, row.need)
        row.done_at, row.done_by, row.outcome = now, actor.id, outcome
        became = {"call_back": name, "outcome": outcome} | _reason(why)
        noted(session, kept.agency, actor, "end_call_back", now, became)
        over.rung_back(session, kept.agency, row.call_id, _OF_STORY[outcome], actor.id, now)


def _found(session: Session, agency: str, name: str) -> CallBack:
    row = session.get(CallBack, name) if len(name) <= 40 and "\0" not in name else None
    if row is None or row.agency != agency:
        raise NotFound("There is no such call-back; it may have been deleted after its retention period.")
    return row


def _line(row: CallBack, *, unread: bool = False) -> CallBackLine:
    shown = {name: getattr(row, name) for name in CallBackLine.model_fields if name != "kept_close"}
    return CallBackLine(**(shown | ({"number": None, "need": None, "kept_close": True} if unread else {})))


def _reason(why: str | None) -> dict[str, Any]:
    return {"why": why} if why else {}
