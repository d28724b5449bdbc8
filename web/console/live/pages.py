"""The live pages: everything that goes on, one call or chat, and what a person does with it; kept up to date by Server-Sent Events."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sanic import Blueprint, HTTPResponse, Request, empty

from casework_client.errors import CaseworkError, CaseworkRefused
from casework_client.staff import Answer, StaffCasework
from web.console import kept_close
from web.console.calls import record_of
from web.console.live.board import LOOK_EVERY_S, Picture, picture
from web.console.live.connectors import NotDone
from web.console.live.feed import Call, Feed
from web.console.live.story import story
from web.console.pages import page, render, tell, warn
from web.shared.forms import given
from web.shared.log import logger
from web.shared.pages import redirect

blueprint = Blueprint("live", url_prefix="/live")
_AT_MOST_EVERY_S = 0.1
_SESSION_EVERY_S = 5.0  # how long a live page may outlive its session
_LAST_WORDS = 160
_DONE = {
    "whisper": "The assistant has your words.",
    "end": "The chat is over. In a moment it is among the calls that are over.",
}
_TAKES_CHATS = frozenset({"call_taker", "officer"})
Draw = Callable[[], Iterator[tuple[str, str]]]  # (a piece's id, its HTML), the most urgent first


@blueprint.get("")
async def board(request: Request) -> HTTPResponse:
    async with feed_of(request).looking(taking=False):
        return page(request, "live.html", taking=takes_chats(request), **await whats_on(request))


@blueprint.get("/stream")
async def board_stream(request: Request) -> None:
    feed = feed_of(request)
    board = request.app.ctx.boards.of(feed, request.ctx.look.id, request.ctx.who.acts)
    running = _Running(request, feed)

    def draw() -> Iterator[tuple[str, str]]:
        """What is spoken first: it is the same for everybody, and drawn once."""
        yield "running", running.html()
        seen = _seen(request, feed, board.now)
        yield "waiting", render(request, "_waiting.html", **seen)
        yield "news", render(request, "_news.html", **seen)

    async with board.looking(request.ctx.casework):
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
            await _there(request, call_id)  # its record, where casework has it by now
            return redirect(f"/calls/{call_id}")
        return page(request, "call.html", **_about(request, call))


async def _there(request: Request, call_id: str) -> None:
    """Raises NotFound. One that is kept close is there: its own page asks why."""
    try:
        await record_of(request, call_id)
    except CaseworkRefused as refused:
        if refused.status not in kept_close.STATUSES:
            raise


@blueprint.get("/calls/<call_id:str>/stream")
async def one_stream(request: Request, call_id: str) -> None:
    def draw() -> Iterator[tuple[str, str]]:
        call = feed_of(request).call(call_id)
        if call is None:
            yield "state", render(request, "_call_over.html", call_id=call_id)
            return
        about = _about(request, call)
        for name in ("talk", "state", "acts"):
            yield name, render(request, f"_{'call_' if name != 'talk' else ''}{name}.html", **about)

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
    else:
        back = "/live" if what == "end" else back  # its own page is gone with it, and its record comes a moment later
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
        if what in _DONE:
            tell(request, _DONE[what])


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
    feed = feed_of(request)
    return _seen(request, feed, await picture(request.ctx.casework, feed, request.app.ctx.watch))


def _seen(request: Request, feed: Feed, seen: Picture) -> dict[str, Any]:
    who = request.ctx.who.login
    running = _lines(feed)
    here = {call["call_id"]: call for call in running}
    quiet = request.ctx.look.agency.needs.properties.having("sensitive")
    back = [
        one for one in seen.missed if one["call_id"] in here
    ]  # a call that came back is there, whatever its record says
    return {
        "waiting": [_ticket(one, here) for one in _one_a_call(sorted([*seen.waiting, *back], key=_turn))],
        "missed": [_missed(one, seen.call_backs) for one in _one_a_call(seen.missed) if one["call_id"] not in here],
        "mine": _one_a_call(_ticket(one, here) for one in seen.taken if one["claimed_by"] == who),
        "others": [_ticket(one, here) for one in seen.taken if one["claimed_by"] != who],
        "call_backs": seen.call_backs,
        "unread": seen.unread,
        "running": running,
        "away": feed.away,
        "casework_trouble": seen.trouble,
        "surges": [surge for surge in seen.surges if surge.need not in quiet],
    }


class _Running:
    """The running calls as a piece of the page. Nothing in it is one person's, so all boards of an agency share it."""

    def __init__(self, request: Request, feed: Feed) -> None:
        self._request, self._feed = request, feed

    def html(self) -> str:
        kept = self._feed.drawn
        now = int(time.monotonic() / LOOK_EVERY_S)  # "40 s ago" grows without a word
        if kept is None or kept[0] != (self._feed.version, now):
            drawn = render(self._request, "_running.html", running=_lines(self._feed))
            kept = self._feed.drawn = ((self._feed.version, now), drawn)
        return kept[1]


def _lines(feed: Feed) -> list[Call]:
    return [_line(call) for call in feed.calls]


def _line(call: Call) -> Call:
    """With the caller's last words and what was said after them: the answer comes within a moment and must not hide them."""
    spoken = [turn for turn in call["turns"] if turn["text"]]
    caller = next((number for number in range(len(spoken) - 1, -1, -1) if spoken[number]["who"] == "caller"), None)
    last = [spoken[caller]] if caller is not None else []
    last += spoken[-1:] if spoken and caller != len(spoken) - 1 else []
    return Answer(call, last=[Answer(turn, text=turn["text"][:_LAST_WORDS]) for turn in last])


def _ticket(one: dict[str, Any], here: dict[str, Call]) -> dict[str, Any]:
    """With its call, while that is going on."""
    return Answer(one, call=here.get(one["call_id"]))


def _one_a_call(those: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of a call that was handed over more than once the newest story, or that of the emergency, in the place of the first."""
    found: dict[str, dict[str, Any]] = {}
    for one in those:
        before = found.get(one["call_id"])
        if before is None or before["reason"] != "emergency":
            found[one["call_id"]] = one
    return list(found.values())


def _missed(one: dict[str, Any], call_backs: list[Answer]) -> dict[str, Any]:
    """With whether its person left a number."""
    return Answer(one, back=any(back["call_id"] == one["call_id"] for back in call_backs))


def _turn(one: dict[str, Any]) -> tuple[bool, str]:
    """Emergencies first, then who waits longest; times of casework compare as they are written."""
    return one["reason"] != "emergency", one["created_at"]


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
    over = asyncio.create_task(_session_over(request.ctx.casework))
    try:
        async with feed.looking(taking=takes_chats(request)):
            while not over.done():
                version, changed = feed.version, False
                for name, html in draw():
                    if sent.get(name) != html:
                        sent[name], changed = html, True
                        await response.send(f"event: pieces\ndata: {json.dumps({name: html})}\n\n")
                if not changed:
                    await response.send(": still here\n\n")
                await asyncio.sleep(_AT_MOST_EVERY_S)
                await feed.change(version, LOOK_EVERY_S)
        await response.send("event: over\ndata: {}\n\n")
    finally:
        over.cancel()


async def _session_over(casework: StaffCasework) -> None:
    """Returns when casework does not know this session any more."""
    while True:
        await asyncio.sleep(_SESSION_EVERY_S)
        try:
            await casework.who()
        except CaseworkRefused:
            return
        except CaseworkError as error:
            logger.warning("a live page's session could not be asked for", error=type(error).__name__)
