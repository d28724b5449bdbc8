"""The live pages: everything that goes on, one call or chat, and what a person does with it; kept up to date by Server-Sent Events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from sanic import Blueprint, HTTPResponse, Request, empty

from casework_client.errors import CaseworkError, CaseworkRefused
from casework_client.staff import Answer, StaffCasework
from web.console.calls import record_of
from web.console.live.connectors import NotDone
from web.console.live.feed import Call, Feed
from web.console.live.story import story
from web.console.pages import page, render, tell, warn
from web.shared.forms import given
from web.shared.log import logger
from web.shared.pages import redirect

blueprint = Blueprint("live", url_prefix="/live")
_LOOK_EVERY_S = 2.0  # how long a hand-over that casework has may take to stand here
_AT_MOST_EVERY_S = 0.3
_LAST_WORDS = 160
_OVER = 401
_TAKES_CHATS = frozenset({"call_taker", "officer"})
Draw = Callable[[], Awaitable[dict[str, str]]]


@blueprint.get("")
async def board(request: Request) -> HTTPResponse:
    async with feed_of(request).looking(taking=False):
        return page(request, "live.html", taking=takes_chats(request), **await whats_on(request))


@blueprint.get("/stream")
async def board_stream(request: Request) -> None:
    async def draw() -> dict[str, str]:
        return {"board": render(request, "_board.html", **await whats_on(request))}

    await _stream(request, draw)


@blueprint.post("/taking")
async def taking(request: Request) -> HTTPResponse:
    """Whether chats that are handed over wait for this person."""
    request.ctx.visit.put("away", takes_chats(request))
    return redirect("/live")


@blueprint.get("/calls/<call_id:str>")
async def one(request: Request, call_id: str) -> HTTPResponse:
    feed = feed_of(request)
    async with feed.looking(taking=False):
        call = await feed.known(call_id)
        if call is None:
            await record_of(request, call_id)  # its record, where casework has it by now
            return redirect(f"/calls/{call_id}")
        return page(request, "call.html", **_about(request, call))


@blueprint.get("/calls/<call_id:str>/stream")
async def one_stream(request: Request, call_id: str) -> None:
    async def draw() -> dict[str, str]:
        call = feed_of(request).call(call_id)
        if call is None:
            return {"state": render(request, "_call_over.html", call_id=call_id)}
        about = _about(request, call)
        return {
            "talk": render(request, "_talk.html", **about),
            "state": render(request, "_call_state.html", **about),
            "acts": render(request, "_call_acts.html", **about),
        }

    await _stream(request, draw)


@blueprint.post("/calls/<call_id:str>/<what:(take|say|whisper|end)>")
async def act(request: Request, call_id: str, what: str) -> HTTPResponse:
    back = f"/live/calls/{call_id}"
    try:
        await _acted(request, call_id, what)
    except NotDone as error:
        if request.headers.get("hx-request"):
            return page(request, "_problem.html", problem=str(error))
        warn(request, str(error))
    return empty() if request.headers.get("hx-request") else redirect(back)


async def _acted(request: Request, call_id: str, what: str) -> None:
    """Raises NotDone."""
    feed, who = feed_of(request), request.ctx.who
    async with feed.looking(taking=False):
        call = await feed.known(call_id)
        address = feed.connector_of(call_id)
        if call is None or address is None:
            raise NotDone("This call is over.")
        if what == "take":
            await take(request, address, call)
            return
        text = given(request, "text")[:2_000]
        if what != "end" and not text:
            raise NotDone("Write something first.")
        body = {"by": who.login} | ({"text": text} if text else {})
        await request.app.ctx.connectors.act(address, request.ctx.look.id, call_id, what, body)
        if what == "whisper":
            tell(request, "The assistant has your words.")


async def take(request: Request, address: str, call: Call) -> None:
    """The ticket first, where there is one: who has it, has the call. Raises NotDone with who was first."""
    who, ticket = request.ctx.who, call.get("ticket")
    if ticket is not None:
        await _claimed(request, ticket)
    body = {"by": who.login, "name": who.name}
    told = await request.app.ctx.connectors.act(address, request.ctx.look.id, call["call_id"], "take", body)
    if not told["yours"]:
        raise NotDone(f"{told['name']} has it already.")
    tell(
        request, "It is yours. The caller is told." if call["channel"] == "web" else "It rings at your telephones now."
    )


async def _claimed(request: Request, ticket: str) -> None:
    try:
        told = await request.ctx.casework.tell_handover(ticket, "claim")
    except CaseworkRefused as refused:
        if refused.status == 404:  # it waits on the connector's disk until casework has it
            return
        raise NotDone(refused.message) from None
    if not told["yours"]:
        raise NotDone(f"{told['claimed_by']} has it already.")


def feed_of(request: Request) -> Feed:
    feed: Feed = request.app.ctx.feeds.of(request.ctx.look.id)
    return feed


def takes_chats(request: Request) -> bool:
    return bool(_TAKES_CHATS & set(request.ctx.who.roles)) and not request.ctx.visit.get("away", False)


async def whats_on(request: Request) -> dict[str, Any]:
    """What the board shows: hand-overs that wait or are somebody's, call-backs, and what is running."""
    feed, casework = feed_of(request), request.ctx.casework
    try:
        waiting, taken, backs, unread = await asyncio.gather(
            casework.handovers(state="waiting"),
            casework.handovers(state="taken"),
            casework.call_backs(),
            _unread(casework),
        )
        trouble = ""
    except CaseworkRefused:
        raise
    except CaseworkError:
        waiting, taken, backs, unread, trouble = (
            [],
            [],
            [],
            [],
            "Hand-overs cannot be read just now; calls go on ringing.",
        )
    who, now = request.ctx.who.login, datetime.now(UTC)
    running = [_line(call) for call in feed.calls]
    quiet = request.ctx.look.agency.needs.properties.having("sensitive")
    many = await request.app.ctx.watch.look(casework, running, now)
    here = {call["call_id"]: call for call in running}
    return {
        "waiting": [_ticket(one, here) for one in waiting],
        "mine": [_ticket(one, here) for one in taken if one["claimed_by"] == who],
        "others": [_ticket(one, here) for one in taken if one["claimed_by"] != who],
        "call_backs": backs,
        "unread": unread,
        "running": running,
        "away": feed.away,
        "casework_trouble": trouble,
        "surges": [surge for surge in many if surge.need not in quiet],
    }


async def _unread(casework: StaffCasework) -> list[Answer]:
    """Cases whose person wrote and nobody has read it; none for a role that may not see cases."""
    try:
        return list((await casework.cases(unread="true", limit=20))["cases"])
    except CaseworkRefused as refused:
        if refused.status == _OVER:
            raise
        return []


def _line(call: Call) -> Call:
    spoken = [turn for turn in call["turns"] if turn["text"]]
    last = spoken[-1] if spoken else None
    return Answer(call, last=Answer(last, text=last["text"][:_LAST_WORDS]) if last else None)


def _ticket(one: dict[str, Any], here: dict[str, Call]) -> dict[str, Any]:
    """With its call, while that is going on."""
    return Answer(one, call=here.get(one["call_id"]))


def _about(request: Request, call: Call) -> dict[str, Any]:
    return {
        "call": call,
        "story": story(request.ctx.look.agency, call["need"], call["facts"]),
        "mine": call.get("taken_by") == request.ctx.who.name,
    }


async def _stream(request: Request, draw: Draw) -> None:
    """Sends each piece of the page when it has changed. Ends with the browser, or with the session."""
    feed = feed_of(request)
    response = await request.respond(
        content_type="text/event-stream", headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )
    assert response is not None
    sent: dict[str, str] = {}
    async with feed.looking(taking=takes_chats(request)):
        while True:
            version = feed.version
            try:
                drawn = await draw()
            except CaseworkRefused:
                await response.send("event: over\ndata: {}\n\n")
                return
            except CaseworkError as error:
                logger.warning("a live page could not be drawn", error=type(error).__name__)
                drawn = {}
            changed = {name: html for name, html in drawn.items() if sent.get(name) != html}
            sent |= changed
            await response.send(f"event: pieces\ndata: {json.dumps(changed)}\n\n" if changed else ": still here\n\n")
            await asyncio.sleep(_AT_MOST_EVERY_S)
            await feed.change(version, _LOOK_EVERY_S)
