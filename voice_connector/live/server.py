"""The consoles' way to running calls, as a Sanic blueprint: read, follow, whisper, take over, write, end.

For the agency's own console process, which knows who is signed in: it shows CIVICLINE_LIVE_TOKEN, and says who acts.

    GET  /live/calls?agency=     all running calls, with their transcripts so far
    GET  /live/events?agency=    the same as they change (Server-Sent Events); &attending=1: somebody there takes chats
    POST /live/calls/<id>/take      {"by": id, "name": what the caller reads}   the first who asks has it
    POST /live/calls/<id>/say       {"by", "text"}    to the caller of a chat that `by` has
    POST /live/calls/<id>/whisper   {"by", "text"}    to the bot, in the caller's place
    POST /live/calls/<id>/end       {"by"}            of a chat that `by` has
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic import json as json_answer
from sanic.exceptions import BadRequest, NotFound, SanicException, ServiceUnavailable, Unauthorized

from voice_connector.app import Connector
from voice_connector.call.session import Session
from voice_connector.events import PersonLeft, PersonTyped, TakenOver, TextTyped
from voice_connector.live.board import Board, TooManyWatchers, Watcher
from voice_connector.log import logger

_LONGEST = {"by": 80, "name": 80, "text": 2_000}
_BEAT_S = 10.0


class Conflict(SanicException):
    status_code = 409


def live_gateway(connector: Connector) -> Blueprint:
    running, settings = _RunningCalls(connector), connector.settings
    blueprint = Blueprint("live", url_prefix="/live")

    @blueprint.on_request
    async def _token(request: Request) -> None:
        authenticate(request, (settings.live_token or settings.service_token).get_secret_value())

    @blueprint.get("/calls")
    async def _calls(request: Request) -> HTTPResponse:
        return json_answer({"calls": await running.board.calls(_agency(request)), "room": running.room()})

    @blueprint.get("/events")
    async def _events(request: Request) -> None:
        await running.follow(request, _agency(request))

    @blueprint.post("/calls/<call_id:str>/<what:(take|say|whisper|end)>")
    async def _act(request: Request, call_id: str, what: str) -> HTTPResponse:
        return json_answer(running.act(call_id, _agency(request), what, _body(request)))

    return blueprint


def authenticate(request: Request, token: str) -> None:
    """Raises NotFound where no token is set: without one there is nothing here; Unauthorized for a wrong one."""
    if not token:
        raise NotFound("There is nothing here.")
    given = request.headers.get("authorization", "").encode("utf-8", "replace")
    if not hmac.compare_digest(given, f"Bearer {token}".encode()):
        logger.warning("a request for running calls without the token was refused")
        raise Unauthorized("The token is wrong.", scheme="Bearer")


class _RunningCalls:
    """One process's running calls, and who has which."""

    def __init__(self, connector: Connector) -> None:
        self._exchange = connector.exchange
        self.board = Board(connector.exchange)

    def room(self) -> dict[str, int]:
        admission = self._exchange.admission
        return {"most_calls": admission.most_calls, "spoken": self._exchange.spoken, "active": self._exchange.active}

    async def follow(self, request: Request, agency: str) -> None:
        """Everything as it is now, then every change, until the console is gone."""
        with contextlib.ExitStack() as there:
            if request.args.get("attending") == "1":
                there.enter_context(self._exchange.attendance.looks(agency))
            try:
                async with self.board.watching(agency) as watcher:
                    response = await request.respond(
                        content_type="text/event-stream", headers={"Cache-Control": "no-store"}
                    )
                    assert response is not None
                    await response.send(_event("calls", {"calls": await self.board.calls(agency), "room": self.room()}))
                    while not watcher.lost:
                        await response.send(await self._next(watcher))
            except TooManyWatchers:
                raise ServiceUnavailable("Too many consoles look at this connector.") from None

    async def _next(self, watcher: Watcher) -> str:
        try:
            async with asyncio.timeout(_BEAT_S):
                change = await watcher.changes.get()
        except TimeoutError:
            return _event("beat", self.room())
        return _event(change["type"], change.get("call") or {"call_id": change["call_id"]})

    def act(self, call_id: str, agency: str, what: str, body: dict[str, str]) -> dict[str, Any]:
        """Raises NotFound for a call that is over or another agency's, Conflict for one that somebody else has."""
        session = self._exchange.sessions.get(call_id)
        if session is None or session.journal.agency != agency:
            raise NotFound("This call is over.")
        by = _text(body, "by")
        if what == "take":
            return self._take(session, by, _text(body, "name"))
        holder = session.taken_by.by if session.taken_by else None
        if what == "whisper":
            if holder is not None:
                raise Conflict("A person has this call already; the bot does not answer it any more.")
            session.post(TextTyped(_text(body, "text"), whispered=True))
        elif holder != by:
            raise Conflict("Somebody else has this chat." if holder else "Take this chat first.")
        else:
            session.post(PersonTyped(_text(body, "text")) if what == "say" else PersonLeft())
        logger.info("a console acted on a call", call_id=call_id, what=what)
        return {"done": what}

    def _take(self, session: Session, by: str, name: str) -> dict[str, Any]:
        """The first who asks has it; the others hear who."""
        if session.taken_by is None:
            session.post(TakenOver(name, by))
            logger.info("a person took a call over", call_id=session.journal.call.call_id)
        assert session.taken_by is not None
        return {"yours": session.taken_by.by == by, "taken_by": session.taken_by.by, "name": session.taken_by.name}


def _agency(request: Request) -> str:
    agency = request.args.get("agency")
    if not agency:
        raise BadRequest("agency is missing in the address.")
    return str(agency)


def _body(request: Request) -> dict[str, str]:
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise BadRequest("The body is no JSON object.")
    return body


def _text(body: dict[str, str], name: str) -> str:
    text = body.get(name)
    if not isinstance(text, str) or not text.strip() or len(text) > _LONGEST[name]:
        raise BadRequest(f"{name} is missing, or longer than {_LONGEST[name]} characters.")
    return text.strip()


def _event(kind: str, data: dict[str, Any]) -> str:
    """One Server-Sent Event; JSON has no line break, so nothing that was said can begin another."""
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
