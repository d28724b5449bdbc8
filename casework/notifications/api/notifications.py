"""Notifications over HTTP: previews of templates, what waits and what failed, how a person wants to be told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty, raw
from sqlalchemy.orm import Session

from agencies.messages.values import EVENTS
from casework.cases.api.shapes import ActorRequest, ActorShape
from casework.cases.machine import Actor, life
from casework.database import Database
from casework.errors import BadRequest, NotFound
from casework.http.acting import actor_of, number
from casework.http.guard import answer, read_shape
from casework.notifications import metrics, staff, statuses
from casework.notifications.api import shapes as shapes
from casework.notifications.preview import preview
from casework.notifications.vendors.console import Console

notifications = Blueprint("notifications")
Result = TypeVar("Result")


@notifications.get("/v1/agencies/<agency_id:str>/messages")
async def get_templates(request: Request, agency_id: str) -> HTTPResponse:
    messages = request.app.ctx.telling.catalogue.get(agency_id)
    languages = [
        shapes.LanguageAnswer(
            language=name,
            name=frame.language,
            templates=len(messages.templates[name]),
            reviewed_by_native_speaker=frame.reviewed_by_native_speaker,
        )
        for name, frame in messages.frames.items()
    ]
    events = []
    for name, variables in sorted(EVENTS.items()):
        rule = messages.rules.rule(name)
        described = {"urgent": rule.urgent, "important": rule.important, "off": rule.off, "channels": rule.channels}
        events.append(shapes.TemplateAnswer(event=name, variables=sorted(variables), **described))
    return answer(shapes.TemplatesAnswer(languages=languages, events=events))


@notifications.post("/v1/agencies/<agency_id:str>/messages/preview")
async def post_preview(request: Request, agency_id: str) -> HTTPResponse:
    asked = read_shape(request, shapes.PreviewRequest)
    agency = request.app.ctx.services.directory.get(agency_id)
    return answer(preview(request.app.ctx.telling.catalogue.get(agency_id), agency, asked))


@notifications.get("/v1/agencies/<agency_id:str>/notifications")
async def get_notifications(request: Request, agency_id: str) -> HTTPResponse:
    actor_of(request, "see")
    _known(request, agency_id)
    asked = (agency_id, request.args.get("state"), _number(request, "case"), _number(request, "limit") or 50)
    return answer(await _reading(request, staff.listed, *asked))


@notifications.get("/v1/agencies/<agency_id:str>/notifications/summary")
async def get_summary(request: Request, agency_id: str) -> HTTPResponse:
    actor_of(request, "see")
    _known(request, agency_id)
    return answer(await _reading(request, staff.summary, agency_id, datetime.now(UTC)))


@notifications.get("/v1/agencies/<agency_id:str>/notification-events")
async def get_events(request: Request, agency_id: str) -> HTTPResponse:
    actor_of(request, "see")
    _known(request, agency_id)
    state = request.args.get("state") or "suppressed"
    asked = (agency_id, state, _number(request, "case"), _number(request, "limit") or 50)
    return answer(await _reading(request, staff.untold, *asked))


@notifications.post("/v1/agencies/<agency_id:str>/notification-events/<event_id:str>/retry")
async def post_retry(request: Request, agency_id: str, event_id: str) -> HTTPResponse:
    actor = _operator(request, agency_id, read_shape(request, ActorRequest).actor)
    await _writing(request, staff.retry_event, agency_id, number(event_id), actor, datetime.now(UTC))
    return empty()


@notifications.post("/v1/agencies/<agency_id:str>/notifications/<notification_id:str>/resolve")
async def post_resolve(request: Request, agency_id: str, notification_id: str) -> HTTPResponse:
    asked = read_shape(request, shapes.Resolve)
    actor = _operator(request, agency_id, asked.actor)
    name = notification_id.replace("\0", "")[:40]
    await _writing(request, staff.resolve, agency_id, name, asked.do, actor, datetime.now(UTC))
    return empty()


@notifications.post("/v1/notifications/bounces")
async def post_bounce(request: Request) -> HTTPResponse:
    asked = read_shape(request, shapes.BounceRequest)
    if not await _writing(request, statuses.bounced, asked.message_id, asked.permanent, datetime.now(UTC)):
        raise NotFound("No e-mail of ours has such a Message-ID.")
    return empty()


@notifications.get("/v1/agencies/<agency_id:str>/contacts/<contact_id:str>")
async def get_contact(request: Request, agency_id: str, contact_id: str) -> HTTPResponse:
    """For whoever may change it: the agency's people, and the portal for the person themselves."""
    actor = actor_of(request, "write")
    _known(request, agency_id)
    return answer(await _writing(request, staff.seen_contact, agency_id, number(contact_id), actor, datetime.now(UTC)))


@notifications.patch("/v1/agencies/<agency_id:str>/contacts/<contact_id:str>")
async def patch_contact(request: Request, agency_id: str, contact_id: str) -> HTTPResponse:
    actor, change = actor_of(request, "write"), read_shape(request, shapes.ContactChange)
    _known(request, agency_id)
    now = datetime.now(UTC)
    return answer(await _writing(request, staff.change_contact, agency_id, number(contact_id), change, now, actor))


@notifications.get("/v1/dev/messages")
async def get_dev_messages(request: Request) -> HTTPResponse:
    """What the console vendor kept; only where CIVICLINE_DEV_MESSAGES is on."""
    settings = request.app.ctx.telling.settings
    if not settings.dev_messages:
        raise NotFound("Messages are not kept here; CIVICLINE_DEV_MESSAGES=true keeps them, for development only.")
    console = Console(settings.var, keep_texts=True)
    most = min(_number(request, "limit") or 50, staff.MOST)
    kept = await request.app.ctx.services.database.run(console.kept, request.args.get("agency"), most)
    return answer(shapes.DevMessagesAnswer(messages=[shapes.DevMessage(**one) for one in kept]))


@notifications.get("/metrics")
async def get_metrics(_request: Request) -> HTTPResponse:
    """On the private network only, as /healthz."""
    return raw(generate_latest(metrics.registry), content_type=CONTENT_TYPE_LATEST)


def _known(request: Request, agency_id: str) -> None:
    request.app.ctx.services.directory.get(agency_id)


def _number(request: Request, name: str) -> int | None:
    given = request.args.get(name)
    if given is None:
        return None
    if not given.isascii() or not given.isdigit() or len(given) > 9:
        raise BadRequest(f"{name} is not a number; give a whole number.")
    return int(given)


def _operator(request: Request, agency_id: str, who: ActorShape) -> Actor:
    """The person who decides about what failed, as for the webhooks' dead letters; raises MoveRefused or NotFound."""
    actor = who.actor()
    life().allow("manage", actor.role)
    _known(request, agency_id)
    return actor


async def _reading(request: Request, work: Callable[..., Result], *args: Any) -> Result:
    database: Database = request.app.ctx.services.database

    def run() -> Result:
        with database.reading() as session:
            return work(session, *args)

    return await database.run(run)


async def _writing(request: Request, work: Callable[..., Result], *args: Any) -> Result:
    database: Database = request.app.ctx.services.database

    def run() -> Result:
        session: Session
        with database.writing() as session:
            return work(session, *args)

    return await database.run(run)
