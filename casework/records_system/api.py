"""The agency's own systems: webhooks out, a file of cases out, updates of the records system in, and the list of flags."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases import flags
from casework.cases.api import shapes as case_shapes
from casework.cases.machine import Actor, life
from casework.cases.tables import AgencyFlag, Webhook
from casework.cases.trail import noted
from casework.database import Database
from casework.errors import DatabaseDown, NotFound
from casework.http.acting import actor_of, digest, number, query
from casework.http.guard import answer, read_shape
from casework.idempotency import done_once
from casework.records_system import export, importing, shapes, webhooks
from casework.records_system.webhook_delivery import retry_dead

connector = Blueprint("connector", url_prefix="/v1/agencies/<agency:str>")
Answer = TypeVar("Answer")
_RETRY_WAITS_S = (0.5, 1, 2, 4)
_LARGEST_IMPORT = 64 * 1024 * 1024


@connector.get("/webhooks")
async def get_webhooks(request: Request, agency: str) -> HTTPResponse:
    actor_of(request, "manage")

    def load(session: Session) -> shapes.Webhooks:
        lines = [
            shapes.WebhookLine(
                webhook=row.id, url=row.url, events=row.events, is_on=row.is_on, waiting=waiting, dead=dead
            )
            for row, waiting, dead in webhooks.listed(session, agency)
        ]
        return shapes.Webhooks(webhooks=lines)

    return answer(await _reading(request, agency, load))


@connector.post("/webhooks")
async def post_webhook(request: Request, agency: str) -> HTTPResponse:
    asked = read_shape(request, shapes.WebhookRequest)
    actor = asked.actor.actor()
    life().allow("manage", actor.role)

    services, now = request.app.ctx.services, datetime.now(UTC)
    services.directory.get(agency)

    def store(session: Session) -> dict[str, Any]:
        return {"webhook": webhooks.add(session, agency, asked.url, asked.events, actor, now).id}

    def once() -> shapes.WebhookCreated:
        """Sent again with its key it is the same address, or everything would be delivered twice."""
        scope = f"webhook {agency} {request.headers.get('idempotency-key') or secrets.token_hex(16)}"
        made = done_once(services.database, scope, digest(request.path, asked), now, store)
        with services.database.reading() as session:
            row = session.get(Webhook, made["webhook"])
            if row is None:
                raise NotFound("This address was put in and has been taken out again; send a fresh Idempotency-Key.")
            return shapes.WebhookCreated(webhook=row.id, secret=row.secret)

    return answer(await services.database.run(once), 201)


@connector.delete("/webhooks/<webhook:str>")
async def delete_webhook(request: Request, agency: str, webhook: str) -> HTTPResponse:
    actor = actor_of(request, "manage")

    def remove(session: Session) -> bool:
        return webhooks.remove(session, agency, number(webhook), actor, datetime.now(UTC))

    return _found(await _writing(request, agency, remove))


@connector.post("/webhooks/<webhook:str>/on")
async def post_webhook_on(request: Request, agency: str, webhook: str) -> HTTPResponse:
    actor = read_shape(request, case_shapes.ActorRequest).actor.actor()
    life().allow("manage", actor.role)

    def switch(session: Session) -> bool:
        return webhooks.switch_on(session, agency, number(webhook), actor, datetime.now(UTC))

    return _found(await _writing(request, agency, switch))


@connector.get("/webhooks/dead")
async def get_dead(request: Request, agency: str) -> HTTPResponse:
    actor_of(request, "manage")
    asked = query(request, shapes.DeadQuery)

    def load(session: Session) -> shapes.DeadLetters:
        rows = webhooks.dead(session, agency, asked.after, asked.limit)
        letters = [
            shapes.DeadLetter(
                delivery=row.id,
                webhook=row.webhook_id,
                event=row.event,
                tries=row.tries,
                last_problem=row.last_problem,
                created_at=row.created_at,
                body=row.body,
            )
            for row in rows
        ]
        return shapes.DeadLetters(deliveries=letters, next=rows[-1].id if len(rows) == asked.limit else None)

    return answer(await _reading(request, agency, load))


@connector.post("/webhooks/dead/retry")
async def post_retry_all(request: Request, agency: str) -> HTTPResponse:
    return await _retry(request, agency, None)


@connector.post("/webhooks/dead/<delivery:str>/retry")
async def post_retry(request: Request, agency: str, delivery: str) -> HTTPResponse:
    return await _retry(request, agency, delivery)


async def _retry(request: Request, agency: str, delivery: str | None) -> HTTPResponse:
    actor = read_shape(request, case_shapes.ActorRequest).actor.actor()
    life().allow("manage", actor.role)

    def wait_again(session: Session) -> int:
        now = datetime.now(UTC)
        waiting = retry_dead(session, agency, delivery, now)
        noted(session, agency, actor, "retry_webhooks", now, {"delivery": delivery, "waiting": waiting})
        return waiting

    waiting = await _writing(request, agency, wait_again)
    if delivery is not None and not waiting:
        raise NotFound("There is no such dead letter of this agency.")
    return answer(shapes.RetryAnswer(waiting=waiting))


@connector.get("/flags")
async def get_flags(request: Request, agency: str) -> HTTPResponse:
    actor_of(request, "manage")
    asked = query(request, case_shapes.PageQuery)

    def load(session: Session) -> shapes.FlagPage:
        ours = select(AgencyFlag).where(AgencyFlag.agency == agency, AgencyFlag.id > asked.after)
        rows = session.scalars(ours.order_by(AgencyFlag.id).limit(asked.limit)).all()
        lines = [
            shapes.FlagLine(entry=row.id, flag=row.flag, note=row.note, added_by=row.added_by, until=row.until)
            for row in rows
        ]
        return shapes.FlagPage(entries=lines, next=rows[-1].id if len(rows) == asked.limit else None)

    return answer(await _reading(request, agency, load))


@connector.post("/flags")
async def post_flag(request: Request, agency: str) -> HTTPResponse:
    """An entry of the agency's own list; the same one again renews it."""
    asked = read_shape(request, shapes.FlagRequest)
    actor = asked.actor.actor()
    life().allow("manage", actor.role)

    def store(session: Session) -> int:
        return flags.put(
            session, agency, asked.flag, asked.match, asked.value, asked.note, asked.until, actor, datetime.now(UTC)
        )

    return answer(shapes.FlagListed(entry=await _writing(request, agency, store)), 201)


@connector.delete("/flags/<entry:str>")
async def delete_flag(request: Request, agency: str, entry: str) -> HTTPResponse:
    actor = actor_of(request, "manage")

    def remove(session: Session) -> bool:
        return flags.remove(session, agency, number(entry), actor, datetime.now(UTC))

    return _found(await _writing(request, agency, remove))


@connector.get("/export")
async def get_export(request: Request, agency: str) -> None:
    """All cases (or those changed since), one a line, streamed; that somebody took them stands in the trail."""
    actor, asked = actor_of(request, "export"), query(request, shapes.ExportQuery)
    services = request.app.ctx.services
    zone = services.directory.get(agency).info.zone

    def note(session: Session) -> None:
        details = {"format": asked.format, "since": asked.since.isoformat() if asked.since else None}
        noted(session, agency, actor, "export", datetime.now(UTC), details)

    await _writing(request, agency, note)
    kind = "text/csv; charset=utf-8" if asked.format == "csv" else "application/x-ndjson"
    response: Any = await request.respond(content_type=kind, headers={"Cache-Control": "no-store"})
    pieces = export.pages(services.database, agency, zone, asked.since, asked.format)
    while (piece := await services.database.run(_next, pieces)) is not None:
        await response.send(piece)
    await response.eof()


@connector.post("/imports", stream=True)
async def post_import(request: Request, agency: str) -> HTTPResponse:
    """Updates as NDJSON, taken in while they arrive. What was taken in stays, also when the connection breaks: send again."""
    actor, asked = actor_of(request, "import"), query(request, shapes.ImportQuery)
    services = request.app.ctx.services
    services.directory.get(agency)
    stream: Any = request.stream
    stream.request_max_size = _LARGEST_IMPORT
    result, lines, waiting = importing.Result(), importing.Lines(), []
    while True:
        piece = await stream.read()
        waiting += lines.end() if piece is None else lines.feed(piece)
        while len(waiting) >= importing.BATCH or (piece is None and waiting):
            batch, waiting = waiting[: importing.BATCH], waiting[importing.BATCH :]
            await _take_in(services.database, agency, asked.source, actor, batch, result)
        if piece is None:
            return answer(shapes.ImportAnswer.model_validate(vars(result)))


async def _take_in(
    database: Database, agency: str, source: str, actor: Actor, lines: list[tuple[int, bytes]], result: importing.Result
) -> None:
    """One batch, again when the database was busy for too long; then a pause, so that callers get their turn."""
    for wait_s in (*_RETRY_WAITS_S, None):
        started = time.monotonic()
        try:
            await database.run(importing.take_in, database, agency, source, actor, lines, datetime.now(UTC), result)
            await asyncio.sleep(min(0.1, (time.monotonic() - started) / 4))
            return
        except DatabaseDown:
            if wait_s is None:
                raise
            await asyncio.sleep(wait_s)


def _next(pieces: Iterator[str]) -> str | None:
    return next(pieces, None)


def _found(is_done: bool) -> HTTPResponse:
    if not is_done:
        raise NotFound("There is no such thing in this agency's list.")
    return empty()


async def _reading(request: Request, agency: str, load: Callable[[Session], Answer]) -> Answer:
    services = request.app.ctx.services
    services.directory.get(agency)

    def inside() -> Answer:
        with services.database.reading() as session:
            return load(session)

    result: Answer = await services.database.run(inside)
    return result


async def _writing(request: Request, agency: str, work: Callable[[Session], Answer]) -> Answer:
    services = request.app.ctx.services
    services.directory.get(agency)

    def inside() -> Answer:
        with services.database.writing() as session:
            return work(session)

    result: Answer = await services.database.run(inside)
    return result
