"""What is done with a case: moved on, given to somebody, assessed, written about, its person told; two cases made one."""

from __future__ import annotations

from typing import Any

from sanic import Blueprint, HTTPResponse, Request

from casework_client.errors import CaseworkRefused
from web.console.moves import ELEMENTS, LEAST_REASON, LEVELS, MOVES, NOTICES
from web.console.pages import page, tell, warn
from web.console.times import moment
from web.shared.forms import given, once
from web.shared.pages import redirect

blueprint = Blueprint("case_acts", url_prefix="/cases/<case_id:int>")


@blueprint.post("/moves/<name:str>")
async def move(request: Request, case_id: int, name: str) -> HTTPResponse:
    known = MOVES.get(name)
    body: dict[str, Any] = {"move": name}
    for field in ("why", "reason", "number", "note", "destination", "officer", "officer_name"):
        if value := given(request, field)[:500]:
            body[field] = value
    if name == "ask_more":
        body["questions"] = [str(one)[:60] for one in (request.form.getlist("questions") if request.form else [])][:20]
    if name == "merge":
        body["into"] = _number(given(request, "into"))
    done = f"{known.says if known else name.replace('_', ' ').capitalize()}: done."
    return await _told(request, case_id, "moves", body, done)


@blueprint.post("/assignment")
async def assign(request: Request, case_id: int) -> HTTPResponse:
    body = {
        name: value for name in ("officer", "officer_name", "queue", "why") if (value := given(request, name)[:200])
    }
    return await _told(
        request, case_id, "assignment", body, "Given to " + (body.get("officer") or body.get("queue") or "nobody") + "."
    )


@blueprint.post("/flags/<what:(set|removals)>")
async def flag(request: Request, case_id: int, what: str) -> HTTPResponse:
    """Of a person at risk: from then on nothing automatic leaves. Taking it off tells nothing that was held back."""
    body = {"flag": given(request, "flag")[:60], "reason": given(request, "reason")[:500]}
    if len(body["reason"]) < LEAST_REASON:
        warn(request, "Say in a few words why; it stands in the trail.")
        return redirect(f"/cases/{case_id}#flags")
    gone = what == "removals"
    done = "The flag is off." if gone else "The flag stands. Messages that waited are held back."
    return await _told(request, case_id, "flags/removals" if gone else "flags", body, done, "#flags")


@blueprint.post("/thrive")
async def assess(request: Request, case_id: int) -> HTTPResponse:
    levels = {name: given(request, name) for name in ELEMENTS}
    if not all(level in LEVELS for level in levels.values()):
        warn(request, "Decide on all six elements.")
        return redirect(f"/cases/{case_id}#thrive")
    body: dict[str, Any] = {"levels": levels}
    if note := given(request, "note")[:500]:
        body["note"] = note
    return await _told(request, case_id, "thrive", body, "Your assessment is kept.", "#thrive")


@blueprint.post("/messages")
async def write(request: Request, case_id: int) -> HTTPResponse:
    text = given(request, "text")
    if not text or len(text) > 4_000:
        warn(request, "Write a message of at most 4,000 characters.")
        return redirect(f"/cases/{case_id}#messages")
    return await _told(
        request, case_id, "messages", {"text": text}, "Sent. The person is told that a message waits.", "#messages"
    )


@blueprint.post("/notices")
async def notify(request: Request, case_id: int) -> HTTPResponse:
    event = given(request, "event")
    if event not in NOTICES:
        warn(request, "Choose what to tell.")
        return redirect(f"/cases/{case_id}#notices")
    values, problem = _values(request, event)
    if problem:
        warn(request, problem)
        return redirect(f"/cases/{case_id}#notices")
    return await _told(
        request, case_id, "notices", {"event": event, "values": values}, "The person is told.", "#notices"
    )


@blueprint.post("/preview")
async def preview(request: Request, case_id: int) -> HTTPResponse:
    """What the person will get, in every channel; nothing is sent."""
    event, need = given(request, "event")[:60], given(request, "need")[:60]
    values, _ = _values(request, event)
    language = given(request, "language")[:20] or "en"
    body: dict[str, Any] = {"event": event, "language": language, "values": values} | ({"need": need} if need else {})
    try:
        shown = await request.ctx.casework.tell_agency("messages/preview", body)
    except CaseworkRefused as refused:
        return page(request, "_problem.html", problem=refused.message or "This has no message.")
    return page(request, "_preview.html", shown=shown)


def _values(request: Request, event: str) -> tuple[dict[str, str], str]:
    """(what the message says, what is wrong with it)."""
    values: dict[str, str] = {}
    for name in NOTICES.get(event, ()):
        written = given(request, name)[:300]
        if name == "when":
            at = moment(written, request.ctx.look.zone)
            if at is None:
                return values, "Give day and time of the appointment."
            values[name] = at.isoformat()
        elif written:
            values[name] = written
    return values, ""


async def _told(
    request: Request, case_id: int, what: str, body: dict[str, Any], done: str, there: str = ""
) -> HTTPResponse:
    """Once per form: the key of the form makes a second click the same act."""
    key = once(request, "key")
    try:
        await request.ctx.casework.tell_case(case_id, what, body, key)
        tell(request, done)
    except CaseworkRefused as refused:
        if refused.status == 401:
            raise
        warn(request, refused.message or "That cannot be done.")
    return redirect(f"/cases/{case_id}{there}")


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0
