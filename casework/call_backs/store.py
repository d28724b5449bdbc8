"""Keeps call-backs: written once, listed oldest first and closed once."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.call_backs.shapes import CallBackLine, CallBackRequest, Outcome
from casework.call_backs.tables import CallBack
from casework.database import Database
from casework.errors import NotFound
from casework.idempotency import done_once

_PAGE = 200


def keep(database: Database, asked: CallBackRequest, key: str, digest: str, now: datetime) -> str:
    """Stores a call-back once per key, and gives its id."""

    def create(session: Session) -> dict[str, Any]:
        name = secrets.token_urlsafe(9)
        session.add(CallBack(id=name, created_at=now, **asked.model_dump()))
        return {"id": name}

    return str(done_once(database, f"call-back {asked.agency} {key}", digest, now, create)["id"])


def waiting(database: Database, agency: str) -> list[CallBackLine]:
    """The open ones of an agency, oldest first."""
    wanted = select(CallBack).where(CallBack.agency == agency, CallBack.done_at.is_(None))
    with database.reading() as session:
        rows = session.scalars(wanted.order_by(CallBack.created_at, CallBack.id).limit(_PAGE))
        return [
            CallBackLine.model_validate({name: getattr(row, name) for name in CallBackLine.model_fields})
            for row in rows
        ]


def close(database: Database, agency: str, name: str, outcome: Outcome, actor: str, now: datetime) -> None:
    """Says what became of one; closing it again changes nothing. Raises NotFound."""
    with database.writing() as session:
        row = session.get(CallBack, name) if len(name) <= 40 and "\0" not in name else None
        if row is None or row.agency != agency:
            raise NotFound("There is no such call-back; it may have been deleted after its retention period.")
        if row.done_at is None:
            row.done_at, row.done_by, row.outcome = now, actor, outcome
