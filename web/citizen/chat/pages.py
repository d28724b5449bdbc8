"""The chat's pages, whole and in a frame: a form that works without script, and what script asks for in between."""

from __future__ import annotations

import contextlib
import re
import secrets
from functools import partial
from http import HTTPStatus
from typing import Any

from pydantic import AnyUrl
from sanic import Blueprint, HTTPResponse, Request, html, raw

from casework_client.errors import CaseworkError, CaseworkRefused
from casework_client.wire_httpx import put_evidence
from web.citizen.case.pages import LARGEST_FILE
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
_LOOKED_WITHIN_S = (
    0.5  # a whole page waits so long for whether a report is taken: without script it hears of it no other way
)
_PERSON = "person"  # what the greeting says to write
_PHONE = re.compile(r"\+?[0-9]{7,15}")
CODE_DIGITS = 8
TIMES = ("any_time", "morning", "afternoon", "evening")


def chat_pages(prefix: str = "") -> Blueprint:
    """`prefix` "/widget": the same in a frame of the agency's own sites."""
    blueprint = Blueprint("widget" if prefix else "chat", url_prefix=f"{prefix}/chat")
    for method, path, handler in (
        ("GET", "/", show), ("POST", "/say", say), ("POST", "/person", person), ("POST", "/end", end), ("POST", "/new", new),
        ("GET", "/news", news), ("GET", "/transcript", keep), ("POST", "/call-back", call_back),
        ("POST", "/helped", helped),
        ("POST", "/file", put_file), ("POST", "/here", here),
        ("POST", "/voice", by_voice), ("POST", "/elsewhere", elsewhere), ("GET", "/code", code), ("POST", "/code", by_code),
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
    await room.say(words, form, shown=_label(request, room, words))
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


async def put_file(request: Request) -> HTTPResponse:
    """A picture or another file, put to the report that is taken here."""
    room, words = await _room(request), _words(request)
    if room is None or not room.call_id:
        return redirect(_base(request))
    await room.stay()  # who looks for a file is there, though they write nothing
    sent = request.files.get("file") if request.files else None
    if sent is None or not sent.body:
        return await _page(request, room, status=422, file_problem=words("Choose a file first."))
    if len(sent.body) > LARGEST_FILE:
        return await _page(request, room, status=422, file_problem=words("The file is larger than ten megabytes."))
    report = await request.app.ctx.casework.report_of_conversation(room.agency, room.call_id)
    if report is None:
        told = words("No report is being taken here at the moment. Say what happened first.")
        return await _page(request, room, status=422, file_problem=told)
    try:
        await put_evidence(request.app.ctx.casework_http, report, sent.name or "file", sent.body, sent.type)
    except CaseworkRefused as refused:
        wrong = words("The file is larger than ten megabytes.")
        if refused.status != HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            wrong = words("Only pictures, PDF files and short recordings can be taken.")
        return await _page(request, room, status=422, file_problem=wrong)
    await room.show(words("Added to the report: %(name)s") % {"name": sent.name or "file"})
    return redirect(f"{_base(request)}#last")


async def here(request: Request) -> HTTPResponse:
    """The person is still there, and wants the chat to wait."""
    if room := await _room(request):
        await room.stay()
    return redirect(f"{_base(request)}#last")


async def by_voice(request: Request) -> HTTPResponse:
    """The way to the connector's own page, where this chat goes on by voice."""
    room, call_page = await _room(request), _call_page(request)
    if room is None or not room.call_id or room.over or call_page is None:
        return redirect(_base(request))
    await room.stay()
    try:
        given = await _rooms(request).pass_for(room.call_id)
    except NoRoom:
        told = _words(request)("You cannot speak right now. The chat goes on here; try again in a moment.")
        return await _page(request, room, status=503, problem=told)
    return html(_shown(request, "chat/by_voice.html", where=f"{call_page}#chat={given}"))


async def elsewhere(request: Request) -> HTTPResponse:
    """A code that leads here from another device, once."""
    room = await _room(request)
    if room is None or not room.call_id:
        return redirect(_base(request))
    try:
        digits = await _rooms(request).code_for(room.call_id, room.agency)
    except NoRoom:
        told = _words(request)("No code can be given right now. The chat goes on here; try again in a moment.")
        return await _page(request, room, status=503, problem=told)
    shown, where = f"{digits[:4]} {digits[4:]}", f"{request.host}/chat/code"
    return html(_shown(request, "chat/elsewhere.html", digits=shown, where=where))


async def code(request: Request) -> HTTPResponse:
    return html(_shown(request, "chat/code.html", problem=""))


async def by_code(request: Request) -> HTTPResponse:
    """Goes on here with a chat of another device. Tries are counted with those of signing in."""
    request.app.ctx.sign_ins.take(opaque_source(request))
    words, digits = _words(request), re.sub(r"\D", "", given(request, "code", 40))
    try:
        found = await _rooms(request).behind(digits, request.ctx.look.id) if len(digits) == CODE_DIGITS else None
    except NoRoom:
        told = words("That cannot be looked up right now. The code is still good: try it again in a moment.")
        return html(_shown(request, "chat/code.html", problem=told), status=503)
    if found is None:
        told = words(
            "This code leads nowhere: it was used, is older than ten minutes, was followed by a newer one, or has another "
            "digit. Get a new one."
        )
        return html(_shown(request, "chat/code.html", problem=told), status=422)
    request.ctx.visit.put("chat", found)
    return redirect(f"{_base(request)}#last")


async def news(request: Request) -> HTTPResponse:
    """What has happened since; waits a while for something to happen. For script only."""
    room = await _room(request)
    if room is None:  # htmx stops asking, and the page says what became of the conversation
        return HTTPResponse(status=286, headers={"HX-Redirect": _base(request)})
    seen, after = _number(request, "seen"), _number(request, "after")
    await room.news(seen, _WAIT_S)
    _know_of_report(request, room)
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


async def helped(request: Request) -> HTTPResponse:
    """Whether the person got what they needed; asked once the chat is over, where the agency asks."""
    room, said = await _room(request), given(request, "helped", 5)
    if room is None or not _asks_how_it_went(request, room) or said not in ("yes", "no"):
        return redirect(_base(request))
    with contextlib.suppress(CaseworkRefused):  # the agency has just stopped asking
        await request.app.ctx.casework.survey(room.agency, room.call_id, said == "yes")
        room.helped = said == "yes"
    return redirect(f"{_base(request)}#how")


def _asks_how_it_went(request: Request, room: Room | None) -> bool:
    """Nobody in danger is asked, and nobody whose chat broke off."""
    asks = request.ctx.look.agency.info.asks_how_it_went
    return room is not None and asks and room.over and bool(room.call_id) and not room.emergency and not room.lost


# --- pieces


def _rooms(request: Request) -> Rooms:
    return request.app.ctx.rooms  # type: ignore[no-any-return]


async def _room(request: Request) -> Room | None:
    return await _rooms(request).find(request.ctx.visit.get("chat"), request.ctx.look.id)


def _call_page(request: Request) -> AnyUrl | None:
    """Where this agency's chats can be spoken: on another's page the greeting and the emergency number would be another's."""
    looks, own = request.app.ctx.looks, request.ctx.look.id
    return next((one for one in request.app.ctx.settings.call_page if looks.agency_at(one.host or "") == own), None)


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


def _shown(request: Request, template: str, **values: Any) -> str:
    return request.app.ctx.pages.render(request, template, base=_base(request), **values)  # type: ignore[no-any-return]


def choices_said(words: Any) -> dict[str, str]:
    """What stands on the buttons of the answers that the assistant offers; the others stand as they are."""
    return {
        "yes": words("Yes"),
        "no": words("No"),
        "now": words("Take the report now"),
        "online": words("File it online"),
        "person": words("Talk to a person"),
        "again": words("Try again"),
        "call_back": words("Have me called"),
        "other": words("Something else"),
    }


def _label(request: Request, room: Room, said: str) -> str:
    """The button's words where somebody tapped one; "" where they wrote."""
    offered = room.turn.choices or (("yes", "no") if room.turn.kind == "yes_no" else ())
    tapped = next((one for one in offered if said in (one, one.replace("_", " "))), "")
    return choices_said(_words(request)).get(tapped, "")


async def _refused(request: Request, text: str) -> HTTPResponse:
    words = _words(request)
    too_long = words("That is longer than %(most)s characters. Send it in parts; nothing of it was sent yet.") % {
        "most": f"{LONGEST_TEXT:,}"
    }
    if "hx-request" in request.headers:
        return html(request.app.ctx.pages.render(request, "chat/problem.html", problem=too_long))
    return await _page(request, await _room(request), status=422, problem=too_long, kept=text)


async def _page(request: Request, room: Room | None, status: int = 200, **values: Any) -> HTTPResponse:
    if room is not None:
        _know_of_report(request, room)
        await room.looked(_LOOKED_WITHIN_S)
    return html(await _render(request, "chat/chat.html", room, **values), status=status)


async def _render(request: Request, template: str, room: Room | None, **values: Any) -> str:
    defaults = {
        "after": 0,
        "problem": "",
        "kept": "",
        "nobody": False,
        "gone": room is None and bool(request.ctx.visit.get("chat")),
        "number_wrong": "",
        "file_problem": "",
        "number": "",
        "times": TIMES,
    }
    links = partial(followed, country=request.ctx.look.agency.info.country)
    ours = {"room": room, "base": _base(request), "followed": links, "form": secrets.token_urlsafe(8)}
    spoken = request.ctx.language in request.app.ctx.settings.languages
    waiting = room is not None and (room.handed_over is not None or room.over)
    told = await request.app.ctx.waits.of(request.ctx.look.id) if waiting else None
    ours |= waits.said(told, _words(request), request.ctx.language)
    by_voice_too = _call_page(request) is not None
    more: dict[str, Any] = {"by_voice": by_voice_too, "spoken": spoken, "choices_said": choices_said(_words(request))}
    more["asks_how"] = _asks_how_it_went(request, room)
    return request.app.ctx.pages.render(request, template, **{**defaults, **ours, **more, **values})  # type: ignore[no-any-return]


def _know_of_report(request: Request, room: Room) -> None:
    """Whether a report is taken here, so that files can be put to it; looked for where there is a form for the need. News do not wait
    for it, it comes as news itself."""
    if room.need not in {one.need for one in request.ctx.look.agency.reports.kinds.values()}:
        return

    async def is_taken() -> bool:
        with contextlib.suppress(CaseworkError):
            return bool(await request.app.ctx.casework.report_of_conversation(room.agency, room.call_id))
        return False

    room.look_for_report(is_taken)


def _base(request: Request) -> str:
    return "/widget/chat" if request.ctx.framed else "/chat"


def _words(request: Request) -> Any:
    return request.app.ctx.pages.words(request)


def _number(request: Request, name: str) -> int:
    value = request.args.get(name, "0")
    return int(value) if value.isdigit() and len(value) < 10 else 0
