"""Notifications over HTTP: previews of templates, what waits and what failed."""

from __future__ import annotations

from datetime import UTC, datetime

from sanic import HTTPResponse, Request
from sanic.response import empty

from agencies.messages.values import EVENTS
from casework.errors import BadRequest, NotFound
from casework.http.acting import actor_of, number, of_its_agency, why_of
from casework.http.guard import answer, read_shape
from casework.http.routes import Routes
from casework.http.shapes import ActorRequest, ActorShape
from casework.notifications import shapes, staff, statuses, switch
from casework.notifications.api.services import Services
from casework.notifications.preview import preview
from casework.notifications.vendors.console import Console
from casework.trail.actors import Actor, allow
from casework.trail.looking import looked

routes: Routes[Services] = Routes("notifications")
_A = "/v1/agencies/{agency_id}"


@routes.operation(
    "get",
    _A + "/messages",
    "The message templates, by language and event",
    {200: ("the templates", (shapes.TemplatesAnswer,))},
)
async def get_templates(request: Request, services: Services, agency_id: str) -> HTTPResponse:
    messages = services.notifier.catalogue.get(agency_id)
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
        events.append(
            shapes.TemplateAnswer(
                event=name,
                variables=sorted(variables),
                channels=rule.channels,
                urgent=rule.urgent,
                important=rule.important,
                off=rule.off,
            )
        )
    return answer(shapes.TemplatesAnswer(languages=languages, events=events))


@routes.operation(
    "post",
    _A + "/messages/preview",
    "How a message reads in every channel",
    {200: ("the message with examples filled in", (shapes.PreviewAnswer,))},
    body=shapes.PreviewRequest,
)
async def post_preview(request: Request, services: Services, agency_id: str) -> HTTPResponse:
    asked = read_shape(request, shapes.PreviewRequest)
    agency = services.directory.get(agency_id)
    return answer(preview(services.notifier.catalogue.get(agency_id), agency, asked))


@routes.operation(
    "get",
    _A + "/notifications",
    "Notifications, newest first (?state= ?case= ?limit=); of what is kept close, what held one back with a reason only",
    {200: ("without addresses and words", (shapes.NotificationsAnswer,))},
    acting=True,
)
async def get_notifications(request: Request, services: Services, agency_id: str) -> HTTPResponse:
    actor, why = actor_of(request, "see"), why_of(request)
    services.directory.get(agency_id)
    asked = (agency_id, request.args.get("state"), _number(request, "case"), _number(request, "limit") or 50)
    await looked(services.database, agency_id, actor, "list_notifications", {"case": asked[2]}, why=why)
    return answer(await services.database.read(staff.listed, *asked, actor, why, services.cases_unread))


@routes.operation(
    "get",
    _A + "/notifications/summary",
    "How many wait, and how many need a person",
    {200: ("the counts", (shapes.SummaryAnswer,))},
    acting=True,
)
async def get_summary(request: Request, services: Services, agency_id: str) -> HTTPResponse:
    actor_of(request, "see")
    services.directory.get(agency_id)
    return answer(await services.database.read(staff.summary, agency_id, datetime.now(UTC)))


@routes.operation(
    "post",
    _A + "/notifications/switch",
    "Switch every message of the agency off, or on again",
    {200: ("how it stands", (shapes.SwitchAnswer,))},
    body=shapes.SwitchRequest,
)
async def post_switch(request: Request, services: Services, agency_id: str) -> HTTPResponse:
    """From the answer on no worker hands anything to a vendor; what waits goes when it is on again, as far as it is of use."""
    asked = read_shape(request, shapes.SwitchRequest)
    actor = _operator(services, agency_id, asked.actor)
    now = datetime.now(UTC)
    await services.database.write(switch.turn, agency_id, asked.on, asked.why, actor, now)
    return answer(shapes.SwitchAnswer(on=asked.on))


@routes.operation(
    "get",
    _A + "/notification-events",
    "Events that became no message, and why (?state=suppressed|failed ?case= ?limit=); of what is kept close, why with a reason only",
    {200: ("the events", (shapes.EventsAnswer,))},
    acting=True,
)
async def get_events(request: Request, services: Services, agency_id: str) -> HTTPResponse:
    actor, why = actor_of(request, "see"), why_of(request)
    services.directory.get(agency_id)
    state, case = request.args.get("state") or "suppressed", _number(request, "case")
    asked = (agency_id, state, case, _number(request, "limit") or 50)
    await looked(services.database, agency_id, actor, "list_untold", {"case": case}, why=why)
    return answer(await services.database.read(staff.untold, *asked, actor, why, services.cases_unread))


@routes.operation(
    "post",
    _A + "/notification-events/{event_id}/retry",
    "Plan a failed event again; who asked for it stands in the trail",
    {204: ("it waits again", ())},
    body=ActorRequest,
)
async def post_retry(request: Request, services: Services, agency_id: str, event_id: str) -> HTTPResponse:
    actor = _operator(services, agency_id, read_shape(request, ActorRequest).actor)
    await services.database.write(staff.retry_event, agency_id, number(event_id), actor, datetime.now(UTC))
    return empty()


@routes.operation(
    "post",
    _A + "/notifications/{notification_id}/resolve",
    "Decide about a dead or held notification; who did stands in the trail",
    {204: ("done", ())},
    body=shapes.Resolve,
)
async def post_resolve(request: Request, services: Services, agency_id: str, notification_id: str) -> HTTPResponse:
    asked = read_shape(request, shapes.Resolve)
    actor = _operator(services, agency_id, asked.actor)
    name = notification_id.replace("\0", "")[:40]
    await services.database.write(staff.resolve, agency_id, name, asked.do, actor, datetime.now(UTC))
    return empty()


@routes.operation(
    "post",
    "/v1/notifications/bounces",
    "An e-mail came back to the agency's mail system",
    {204: ("written down", ())},
    body=shapes.BounceRequest,
)
async def post_bounce(request: Request, services: Services) -> HTTPResponse:
    asked = read_shape(request, shapes.BounceRequest)
    of_its, now = request.ctx.client.agency, datetime.now(UTC)
    if not await services.database.write(statuses.bounced, asked.message_id, asked.permanent, now, of_its):
        raise NotFound("No e-mail of ours has such a Message-ID.")
    return empty()


@routes.operation(
    "get",
    "/v1/dev/messages",
    "What the console vendor kept (development only)",
    {200: ("the newest first", (shapes.DevMessagesAnswer,))},
)
async def get_dev_messages(request: Request, services: Services) -> HTTPResponse:
    """What the console vendor kept; only where CIVICLINE_DEV_MESSAGES is on."""
    settings = services.notifier.settings
    if not settings.dev_messages:
        raise NotFound("Messages are not kept here; CIVICLINE_DEV_MESSAGES=true keeps them, for development only.")
    console = Console(settings.var, keep_texts=True)
    most = min(_number(request, "limit") or 50, staff.MOST)
    agency = request.args.get("agency") or request.ctx.client.agency
    of_its_agency(request, agency)
    kept = await services.database.run(console.kept, agency, most)
    return answer(shapes.DevMessagesAnswer(messages=[shapes.DevMessage(**one) for one in kept]))


def _number(request: Request, name: str) -> int | None:
    given = request.args.get(name)
    if given is None:
        return None
    if not given.isascii() or not given.isdigit() or len(given) > 9:
        raise BadRequest(f"{name} is not a number; give a whole number.")
    return int(given)


def _operator(services: Services, agency_id: str, who: ActorShape) -> Actor:
    """The person who decides about what failed, as for the webhooks' dead letters; raises MoveRefused or NotFound."""
    actor = who.actor()
    allow("manage", actor.role)
    services.directory.get(agency_id)
    return actor
