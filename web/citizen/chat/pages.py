"""The chat's pages, whole and in a frame: a form that works without script, and what script asks for in between."""

from __future__ import annotations

import re
import secrets
from functools import partial
from typing import Any

from sanic import Blueprint, HTTPResponse, Request, html, raw

from web.citizen.chat import waits
from web.citizen.chat.links import followed
from web.citizen.chat.room import Room, transcript
from web.citizen.chat.rooms import NoRoom, Rooms
from web.citizen.chat.wire import LONGEST_TEXT
from web.citizen.source import opaque_source
from web.shared.forms import given
from web.shared.guarding import source_of
from web.shared.pages import redirect

_WAIT_S = 20.0  # a request for news lasts so long at most
_PERSON = "person"  # what the greeting says to write
_PHONE = re.compile(r"\+?[0-9]{7,15}")
TIMES = ("any_time", "morning", "afternoon", "evening")


def chat_pages(prefix: str = "") -> Blueprint:
    """`prefix` "/widget": the same in a frame of the agency's own sites."""
    blueprint = Blueprint("widget" if prefix else "chat", url_prefix=f"{prefix}/chat")
    for method, path, handler in (
        ("GET", "/", show), ("POST", "/say", say), ("POST", "/person", person), ("POST", "/end", end), ("POST", "/new", new),
        ("GET", "/news", news), ("GET", "/transcript", keep), ("POST", "/call-back", call_back),
    ):  # fmt: skip
        blueprint.add_route(handler, path, methods=[method])
    return blueprint


async def show(request: Request) -> HTTPResponse:
    return await _page(request, await _room(request))


async def say(request: Request) -> HTTPResponse:
    """The first message opens the conversation."""
    words, form = given(request, "text"), given(request, "form")[:80]
    if len(words) > LONGEST_TEXT:
        return await _refused(request, words)
    there = await _room(request)
    room = there or await _open(request)
    if room is None:
        return await _page(request, None, status=503, nobody=True, kept=words)
    if not room.lines:
        await room.answered(request.app.ctx.settings.answer_within_s)
    await room.say(words, form)
    return await _after(request, room, fresh=there is None)


async def person(request: Request) -> HTTPResponse:
    words = _words(request)
    there = await _room(request)
    room = there or await _open(request)
    if room is None:
        return await _page(request, None, status=503, nobody=True)
    if not room.lines:
        await room.answered(request.app.ctx.settings.answer_within_s)
    await room.say(_PERSON, given(request, "form")[:80], shown=words("I would like to talk to a person."))
    return await _after(request, room, fresh=there is None)


async def end(request: Request) -> HTTPResponse:
    if room := await _room(request):
        await room.end()
    return redirect(_base(request))


async def new(request: Request) -> HTTPResponse:
    """Puts an ended chat away."""
    if room := await _room(request):
        await room.end()
    request.ctx.visit.take("chat")
    return redirect(_base(request))


async def news(request: Request) -> HTTPResponse:
    """What has happened since; waits a while for something to happen. For script only."""
    room = await _room(request)
    if room is None:  # htmx stops asking, and the page says what became of the conversation
        return HTTPResponse(status=286, headers={"HX-Redirect": _base(request)})
    seen, after = _number(request, "seen"), _number(request, "after")
    await room.news(seen, _WAIT_S)
    return html(await _render(request, "chat/news.html", room, after=after))


async def keep(request: Request) -> HTTPResponse:
    """The conversation as a file of plain text."""
    room, words = await _room(request), _words(request)
    names = {"you": words("You"), "assistant": words("Automated assistant"), "person": words("Staff")}
    text = transcript(room, names, request.ctx.look.zone) if room else ""
    headers = {"Content-Disposition": 'attachment; filename="chat.txt"'}
    return raw(text.encode(), headers=headers, content_type="text/plain; charset=utf-8")


async def call_back(request: Request) -> HTTPResponse:
    """Leaves a number for a person to ring."""
    words = _words(request)
    room, number = await _room(request), re.sub(r"[\s().-]", "", given(request, "number", 40))
    if room is None or not room.call_id:
        return redirect(_base(request))
    if not _PHONE.fullmatch(number):
        wrong = words("That is not a whole telephone number. Write it with its area code.")
        return await _page(request, room, status=422, number_wrong=wrong, number=given(request, "number", 40)[:40])
    when = given(request, "when")
    wish: dict[str, Any] = {
        "agency": room.agency,
        "call_id": room.call_id,
        "number": number,
        "best_time": when if when in TIMES else "any_time",
        "language": request.ctx.language,
        **({"need": room.need} if room.need else {}),
        **({"ticket": room.handed_over.ticket} if room.handed_over and room.handed_over.ticket else {}),
    }
    await request.app.ctx.casework.call_back(wish, f"chat {room.call_id}")
    room.call_back = True
    return redirect(_base(request))


# --- pieces


def _rooms(request: Request) -> Rooms:
    return request.app.ctx.rooms  # type: ignore[no-any-return]


async def _room(request: Request) -> Room | None:
    return await _rooms(request).find(request.ctx.visit.get("chat"), request.ctx.look.id)


async def _open(request: Request) -> Room | None:
    try:
        name, room = await _rooms(request).open(
            request.ctx.look.id, request.headers.get("host", ""), source_of(request), opaque_source(request)
        )
    except NoRoom:
        return None
    request.ctx.visit.put("chat", name)
    return room


async def _after(request: Request, room: Room, *, fresh: bool) -> HTTPResponse:
    """Script hears of the answer by itself; without it the page waits for the answer. `fresh`: the room that the page shows is
    not this one, so the page comes anew."""
    if "hx-request" in request.headers:
        return html("", headers={"HX-Redirect": _base(request)} if fresh else {})
    await room.answered(request.app.ctx.settings.answer_within_s)
    return redirect(f"{_base(request)}#last")


async def _refused(request: Request, text: str) -> HTTPResponse:
    words = _words(request)
    too_long = words("That is longer than %(most)s characters. Send it in parts; nothing of it was sent yet.") % {
        "most": f"{LONGEST_TEXT:,}"
    }
    if "hx-request" in request.headers:
        return html(request.app.ctx.pages.render(request, "chat/problem.html", problem=too_long))
    return await _page(request, await _room(request), status=422, problem=too_long, kept=text)


async def _page(request: Request, room: Room | None, status: int = 200, **values: Any) -> HTTPResponse:
    return html(await _render(request, "chat/chat.html", room, **values), status=status)


async def _render(request: Request, template: str, room: Room | None, **values: Any) -> str:
    defaults = {
        "after": 0,
        "problem": "",
        "kept": "",
        "nobody": False,
        "gone": room is None and bool(request.ctx.visit.get("chat")),
        "number_wrong": "",
        "number": "",
        "times": TIMES,
    }
    links = partial(followed, country=request.ctx.look.agency.info.country)
    ours = {"room": room, "base": _base(request), "followed": links, "form": secrets.token_urlsafe(8)}
    spoken = request.ctx.language in request.app.ctx.settings.languages
    waiting = room is not None and (room.handed_over is not None or room.over)
    told = await request.app.ctx.waits.of(request.ctx.look.id) if waiting else None
    ours |= waits.said(told, _words(request), request.ctx.language)
    return request.app.ctx.pages.render(request, template, **{**defaults, **ours, "spoken": spoken, **values})  # type: ignore[no-any-return]


def _base(request: Request) -> str:
    return "/widget/chat" if request.ctx.framed else "/chat"


def _words(request: Request) -> Any:
    return request.app.ctx.pages.words(request)


def _number(request: Request, name: str) -> int:
    value = request.args.get(name, "0")
    return int(value) if value.isdigit() and len(value) < 10 else 0
