"""Call-backs over HTTP: the bot promises one, a call-taker sees who waits, and says what became of it."""

from __future__ import annotations

from datetime import UTC, datetime

from sanic import Blueprint, HTTPResponse, Request

from casework.call_backs import shapes, store
from casework.http.acting import actor_of, digest, key_of
from casework.http.guard import answer, read_shape

call_backs = Blueprint("call_backs", url_prefix="/v1")


@call_backs.post("/call-backs")
async def post_call_back(request: Request) -> HTTPResponse:
    asked, key = read_shape(request, shapes.CallBackRequest), key_of(request)
    services = request.app.ctx.services
    services.directory.get(asked.agency)
    name = await services.database.run(
        store.keep, services.database, asked, key, digest(request.path, asked), datetime.now(UTC)
    )
    return answer(shapes.CallBackCreated(id=name), 201)


@call_backs.get("/agencies/<agency:str>/call-backs")
async def get_call_backs(request: Request, agency: str) -> HTTPResponse:
    services = request.app.ctx.services
    actor_of(request, "see")
    services.directory.get(agency)
    found = await services.database.run(store.waiting, services.database, agency)
    return answer(shapes.CallBackList(call_backs=found))


@call_backs.post("/agencies/<agency:str>/call-backs/<name:str>/done")
async def post_done(request: Request, agency: str, name: str) -> HTTPResponse:
    services = request.app.ctx.services
    actor, asked = actor_of(request, "see"), read_shape(request, shapes.CallBackDone)
    services.directory.get(agency)
    await services.database.run(
        store.close, services.database, agency, name, asked.outcome, actor.id, datetime.now(UTC)
    )
    return answer(asked)
