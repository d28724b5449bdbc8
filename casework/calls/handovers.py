"""Keeps hand-overs: what a call-taker is told when a person takes over."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.calls import over, shapes
from casework.calls.need_to_know import KeptClose
from casework.calls.redaction import Redactors, redact_all
from casework.calls.tables import Handover
from casework.database import Database
from casework.errors import Conflict, NotFound
from casework.idempotency import done_once
from casework.trail.actors import Actor
from casework.trail.entries import noted


def store(
    database: Database, redactors: Redactors, asked: shapes.HandoverRequest, key: str, digest: str, now: datetime
) -> str:
    """Stores a hand-over once per key and gives its ticket. Redaction happens before the database is held."""
    said = [(redactors.of(line.who), line.text) for line in asked.transcript]
    texts = redact_all([*said, (redactors.callers, asked.wish or "")])

    def create(session: Session) -> dict[str, str]:
        ticket = asked.ticket or secrets.token_urlsafe(12)
        fields = asked.model_dump(exclude={"transcript", "wish", "ticket"})
        lines = [{"who": line.who, "text": text} for line, text in zip(asked.transcript, texts[:-1], strict=True)]
        wish = texts[-1][:500] or None
        gone_at = over.known(session, asked.agency, asked.call_id)
        row = Handover(ticket=ticket, wish=wish, transcript=lines, created_at=now, gone_at=gone_at, **fields)
        session.add(row)
        session.flush()
        return {"ticket": ticket}

    try:
        return str(done_once(database, f"handover {asked.agency} {key}", digest, now, create)["ticket"])
    except IntegrityError:
        raise Conflict("This ticket is another hand-over's; send a fresh random one.") from None


def load(
    database: Database, close: KeptClose, ticket: str, actor: Actor, why: str | None, now: datetime
) -> shapes.HandoverAnswer:
    """The agency's hand-over of a ticket; raises NotFound, and MoveRefused for whoever does not serve its caller and says no reason."""
    with database.writing() as session:
        row = found(session, close.agency, ticket)
        close.may_read(session, row.call_id, actor, why)
        noted(session, close.agency, actor, "see_handover", now, {"handover": ticket} | ({"why": why} if why else {}))
        names = (name for name in shapes.HandoverAnswer.model_fields if name != "kept_close")
        return shapes.HandoverAnswer.model_validate({name: getattr(row, name) for name in names})


def found(session: Session, agency: str, ticket: str) -> Handover:
    """The agency's own; raises NotFound."""
    row = session.get(Handover, ticket) if len(ticket) <= 40 and "\0" not in ticket else None
    if row is None or row.agency != agency:
        raise NotFound("There is no such hand-over; it may have been deleted after its retention period.")
    return row
