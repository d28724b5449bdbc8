"""Webhooks over HTTP: the agency's addresses put in and taken out, and the letters that could not be delivered."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any, Protocol

from sanic import HTTPResponse, Request
from sqlalchemy.orm import Session

from casework.directory import services
from casework.errors import NotFound
from casework.http.acting import actor_of, digest, number, query
from casework.http.guard import answer, done, read_shape
from casework.http.routes import Routes
from casework.http.shapes import ActorRequest
from casework.idempotency import done_once
from casework.trail.actors import allow
from casework.trail.entries import noted
from casework.webhooks import addresses, shapes
from casework.webhooks.delivery import retry_dead
from casework.webhooks.reach import Reach
from casework.webhooks.tables import Webhook


class Services(services.Services, Protocol):
    @property
    def webhook_reach(self) -> Reach: ...


routes: Routes[Services] = Routes("webhooks")
_A = "/v1/agencies/{agency}/webhooks"


@routes.operation("get", _A, "Who hears of changes", {200: ("the addresses", (shapes.Webhooks,))}, acting=True)
async def get_webhooks(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor_of(request, "manage")
    services.directory.get(agency)
    lines = [
        shapes.WebhookLine(webhook=row.id, url=row.url, events=row.events, is_on=row.is_on, waiting=waiting, dead=dead)
        for row, waiting, dead in await services.database.read(addresses.listed, agency)
    ]
    return answer(shapes.Webhooks(webhooks=lines))


@routes.operation(
    "post",
    _A,
    "Put an address in",
    {201: ("its secret, this once", (shapes.WebhookCreated,))},
    body=shapes.WebhookRequest,
)
async def post_webhook(request: Request, services: Services, agency: str) -> HTTPResponse:
    """Sent again with its key it is the same address, or everything would be delivered twice."""
    asked = read_shape(request, shapes.WebhookRequest)
    actor, now = asked.actor.actor(), datetime.now(UTC)
    allow("manage", actor.role)
    services.directory.get(agency)
    await services.webhook_reach.check_resolved(asked.url)
    scope = f"webhook {agency} {request.headers.get('idempotency-key') or secrets.token_hex(16)}"

    def store(session: Session) -> dict[str, Any]:
        return {
            "webhook": addresses.add(session, agency, asked.url, asked.events, actor, now, services.webhook_reach).id
        }

    def created(session: Session, webhook: int) -> shapes.WebhookCreated:
        row = session.get(Webhook, webhook)
        if row is None:
            raise NotFound("This address was put in and has been taken out again; send a fresh Idempotency-Key.")
        return shapes.WebhookCreated(webhook=row.id, secret=row.secret)

    database = services.database
    made = await database.run(done_once, database, scope, digest(request.path, asked), now, store)
    return answer(await database.read(created, made["webhook"]), 201)


@routes.operation("delete", _A + "/{webhook}", "Take an address out", {204: ("gone", ())}, acting=True)
async def delete_webhook(request: Request, services: Services, agency: str, webhook: str) -> HTTPResponse:
    actor = actor_of(request, "manage")
    services.directory.get(agency)
    return done(await services.database.write(addresses.remove, agency, number(webhook), actor, datetime.now(UTC)))


@routes.operation("post", _A + "/{webhook}/on", "Switch an address on again", {204: ("on", ())}, body=ActorRequest)
async def post_webhook_on(request: Request, services: Services, agency: str, webhook: str) -> HTTPResponse:
    actor = read_shape(request, ActorRequest).actor.actor()
    allow("manage", actor.role)
    services.directory.get(agency)
    return done(await services.database.write(addresses.switch_on, agency, number(webhook), actor, datetime.now(UTC)))


@routes.operation(
    "get",
    _A + "/dead",
    "Letters that were given up",
    {200: ("a page", (shapes.DeadLetters,))},
    query=shapes.DeadQuery,
    acting=True,
)
async def get_dead(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor_of(request, "manage")
    asked = query(request, shapes.DeadQuery)
    services.directory.get(agency)

    def load(session: Session) -> shapes.DeadLetters:
        rows = addresses.dead(session, agency, asked.after, asked.limit)
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

    return answer(await services.database.read(load))


@routes.operation(
    "post", _A + "/dead/retry", "Try them all again", {200: ("how many", (shapes.RetryAnswer,))}, body=ActorRequest
)
async def post_retry_all(request: Request, services: Services, agency: str) -> HTTPResponse:
    return await _retry(request, services, agency, None)


@routes.operation(
    "post", _A + "/dead/{delivery}/retry", "Try one again", {200: ("one", (shapes.RetryAnswer,))}, body=ActorRequest
)
async def post_retry(request: Request, services: Services, agency: str, delivery: str) -> HTTPResponse:
    return await _retry(request, services, agency, delivery)


async def _retry(request: Request, services: Services, agency: str, delivery: str | None) -> HTTPResponse:
    actor = read_shape(request, ActorRequest).actor.actor()
    allow("manage", actor.role)
    services.directory.get(agency)

    def wait_again(session: Session) -> int:
        now = datetime.now(UTC)
        waiting = retry_dead(session, agency, delivery, now)
        noted(session, agency, actor, "retry_webhooks", now, {"delivery": delivery, "waiting": waiting})
        return waiting

    waiting = await services.database.write(wait_again)
    if delivery is not None and not waiting:
        raise NotFound("There is no such dead letter of this agency.")
    return answer(shapes.RetryAnswer(waiting=waiting))
