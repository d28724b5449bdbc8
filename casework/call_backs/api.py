"""Call-backs over HTTP: the bot promises one, a call-taker sees who waits, and says what became of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from sanic import HTTPResponse, Request

from casework.call_backs import shapes, store
from casework.calls.need_to_know import NeedToKnow
from casework.directory import services
from casework.http.acting import actor_of, digest, key_of, why_of
from casework.http.guard import answer, read_shape
from casework.http.routes import Routes
from casework.http.shapes import ErrorAnswer
from casework.trail.looking import looked
from spoken.en import phones


class Services(services.Services, Protocol):
    @property
    def calls_kept_close(self) -> NeedToKnow: ...


routes: Routes[Services] = Routes("call_backs")
_OF_AGENCY = "/v1/agencies/{agency}/call-backs"
_KEPT_CLOSE = ("its call is about what is sensitive, and others serve the caller", (ErrorAnswer,))


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
    country = services.directory.get(asked.agency).info.country
    asked_for, now = digest(request.path, asked), datetime.now(UTC)
    # as contacts have it, or its person's wish to see or erase what is held would not find it; what cannot be read is rung as it is
    asked = asked.model_copy(update={"number": phones.typed(asked.number, country) or asked.number})
    name = await services.database.run(store.keep, services.database, asked, key, asked_for, now)
    return answer(shapes.CallBackCreated(id=name), 201)


@routes.operation(
    "get",
    _OF_AGENCY,
    "Whom to ring back, oldest first",
    {200: ("the open ones; of those that are kept close no number and no need", (shapes.CallBackList,))},
    acting=True,
)
async def get_call_backs(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor = actor_of(request, "see")
    kept = services.calls_kept_close.of(services.directory.get(agency))
    await looked(services.database, agency, actor, "list_call_backs", {})
    return answer(shapes.CallBackList(call_backs=await services.database.read(store.waiting, kept, actor)))


@routes.operation(
    "get",
    _OF_AGENCY + "/{call_back}",
    "One to ring back; looking at it is written down, and one that is kept close wants a reason (Civicline-Why)",
    {200: ("it is open", (shapes.CallBackLine,)), 409: _KEPT_CLOSE},
    acting=True,
)
async def get_call_back(request: Request, services: Services, agency: str, call_back: str) -> HTTPResponse:
    actor, why, now = actor_of(request, "see"), why_of(request), datetime.now(UTC)
    kept = services.calls_kept_close.of(services.directory.get(agency))
    return answer(await services.database.write(store.load, kept, call_back, actor, why, now))


@routes.operation(
    "post",
    _OF_AGENCY + "/{call_back}/done",
    "What became of a call-back; saying it twice is once, and one that is kept close wants a reason (Civicline-Why)",
    {200: ("closed", (shapes.CallBackDone,)), 409: _KEPT_CLOSE},
    body=shapes.CallBackDone,
    acting=True,
)
async def post_done(request: Request, services: Services, agency: str, call_back: str) -> HTTPResponse:
    actor, asked, why = actor_of(request, "see"), read_shape(request, shapes.CallBackDone), why_of(request)
    kept, now = services.calls_kept_close.of(services.directory.get(agency)), datetime.now(UTC)
    await services.database.write(store.close, kept, call_back, asked.outcome, actor, why, now)
    return answer(asked)
