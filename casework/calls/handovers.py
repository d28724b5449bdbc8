"""Hand-overs: what a call-taker is told when a person takes over."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime

from sanic import Blueprint, HTTPResponse, Request
from sqlalchemy.exc import IntegrityError

from casework.calls.redaction import Redactors, redact_all
from casework.cases.machine import Actor
from casework.cases.trail import noted
from casework.database import Database
from casework.errors import BadRequest, Conflict, NotFound
from casework.http import shapes
from casework.http.acting import actor_of
from casework.http.guard import answer, read_shape
from casework.idempotency import once
from casework.models import Handover

handovers = Blueprint("handovers", url_prefix="/v1")


@handovers.post("/handovers")
async def post_handover(request: Request) -> HTTPResponse:
    asked = read_shape(request, shapes.HandoverRequest)
    key = request.headers.get("idempotency-key", "")
    if not 1 <= len(key) <= 200:
        raise BadRequest(
            "The header Idempotency-Key is missing or longer than 200 characters; send a fresh id for every hand-over."
        )
    services = request.app.ctx.services
    services.directory.get(asked.agency)
    redactors = await services.redactors()
    ticket = await services.database.run(store, services.database, redactors, asked, key, datetime.now(UTC))
    return answer(shapes.HandoverCreated(ticket=ticket), 201)


@handovers.get("/agencies/<agency:str>/handovers/<ticket:str>")
async def get_handover(request: Request, agency: str, ticket: str) -> HTTPResponse:
    """The story, for a named person of that agency; that they looked stands in the trail."""
    actor, services = actor_of(request, "see"), request.app.ctx.services
    services.directory.get(agency)
    return answer(await services.database.run(load, services.database, agency, ticket, actor, datetime.now(UTC)))


def store(database: Database, redactors: Redactors, asked: shapes.HandoverRequest, key: str, now: datetime) -> str:
    """Stores a hand-over once per key and gives its ticket. Redaction happens before the database is held."""
    said = [(redactors.of(line.who), line.text) for line in asked.transcript]
    texts = redact_all([*said, (redactors.callers, asked.wish or "")])
    digest = hashlib.sha256(asked.model_dump_json().encode()).hexdigest()

    def create() -> tuple[Handover, dict[str, str]]:
        ticket = asked.ticket or secrets.token_urlsafe(12)
        fields = asked.model_dump(exclude={"transcript", "wish", "ticket"})
        lines = [{"who": line.who, "text": text} for line, text in zip(asked.transcript, texts[:-1], strict=True)]
        row = Handover(ticket=ticket, wish=texts[-1][:500] or None, transcript=lines, created_at=now, **fields)
        return row, {"ticket": ticket}

    try:
        return str(once(database, f"handover {asked.agency} {key}", digest, create, now)["ticket"])
    except IntegrityError:
        raise Conflict("This ticket is another hand-over's; send a fresh random one.") from None


def load(database: Database, agency: str, ticket: str, actor: Actor, now: datetime) -> shapes.HandoverAnswer:
    """The agency's hand-over of a ticket; raises NotFound."""
    with database.writing() as session:
        row = session.get(Handover, ticket) if len(ticket) <= 40 and "\0" not in ticket else None
        if row is None or row.agency != agency:
            raise NotFound("There is no such hand-over; it may have been deleted after its retention period.")
        noted(session, agency, actor, "see_handover", now, {"handover": ticket})
        return shapes.HandoverAnswer.model_validate(
            {name: getattr(row, name) for name in shapes.HandoverAnswer.model_fields}
        )
