"""Call-backs over HTTP: the bot promises one, a call-taker sees who waits, and says what became of it."""

from __future__ import annotations

from datetime import UTC, datetime

from sanic import HTTPResponse, Request

from casework.call_backs import shapes, store
from casework.directory.services import Services
from casework.http.acting import actor_of, digest, key_of
from casework.http.guard import answer, read_shape
from casework.http.routes import Routes
from casework.http.shapes import ErrorAnswer
from casework.trail.looking import looked

routes: Routes[Services] = Routes("call_backs")
_OF_AGENCY = "/v1/agencies/{agency}/call-backs"


@routes.operation(
    "post",
    "/v1/call-backs",
    "Promise a caller to ring back",
    {
        201: ("stored, or stored before with this key", (shapes.CallBackCreated,)),
        409: ("the key was used for another request", (ErrorAnswer,)),
    },
    body=shapes.CallBackRequest,
    key=True,
)
async def post_call_back(request: Request, services: Services) -> HTTPResponse:
    asked, key = read_shape(request, shapes.CallBackRequest), key_of(request)
    services.directory.get(asked.agency)
    asked_for, now = digest(request.path, asked), datetime.now(UTC)
    name = await services.database.run(store.keep, services.database, asked, key, asked_for, now)
    return answer(shapes.CallBackCreated(id=name), 201)


@routes.operation(
    "get",
    _OF_AGENCY,
    "Whom to ring back, oldest first",
    {200: ("the open ones", (shapes.CallBackList,))},
    acting=True,
)
async def get_call_backs(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor = actor_of(request, "see")
    services.directory.get(agency)
    await looked(services.database, agency, actor, "list_call_backs", {})
    found = await services.database.run(store.waiting, services.database, agency)
    return answer(shapes.CallBackList(call_backs=found))


@routes.operation(
    "post",
    _OF_AGENCY + "/{call_back}/done",
    "What became of a call-back; saying it twice is once",
    {200: ("closed", (shapes.CallBackDone,))},
    body=shapes.CallBackDone,
    acting=True,
)
async def post_done(request: Request, services: Services, agency: str, call_back: str) -> HTTPResponse:
    actor, asked = actor_of(request, "see"), read_shape(request, shapes.CallBackDone)
    services.directory.get(agency)
    await services.database.run(
        store.close, services.database, agency, call_back, asked.outcome, actor.id, datetime.now(UTC)
    )
    return answer(asked)
