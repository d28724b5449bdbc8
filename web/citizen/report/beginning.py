"""How a report begins: where, what; and the way back, with code and PIN, into one that was left here or on the telephone."""

from __future__ import annotations

import re
import secrets
from typing import Any

from sanic import Blueprint, HTTPResponse, Request

from agencies.map.finding import Near, near
from agencies.map.shape import Spot
from casework_client.errors import CaseworkRefused
from web.citizen.report.danger import alarms
from web.citizen.report.pieces import CHANNEL, alarm, page_of, remember, wording_of, words_of
from web.citizen.report.pin import in_words, neighbour_in, outside, point_in
from web.citizen.source import opaque_source
from web.shared.forms import given, once
from web.shared.pages import redirect

blueprint = Blueprint("report_beginning", url_prefix="/report")
LONGEST_PLACE = 300


@blueprint.get("/")
async def where(request: Request) -> HTTPResponse:
    """The first question. A report that is going on is offered first."""
    return page_of(request, "report/where.html", going_on=bool(request.ctx.visit.get("report")), where="", problem="")


@blueprint.post("/what")
async def what(request: Request) -> HTTPResponse:
    point, words = point_in(request), words_of(request)
    place = given(request, "where") or (in_words(request.ctx.look, point) if point else "")
    if not place or len(place) > LONGEST_PLACE:
        wrong = (
            words("Write where it happened.")
            if not place
            else words("That is too long for a place. Write an address, or two streets that cross.")
        )
        return page_of(request, "report/where.html", 422, going_on=False, where=place, problem=wrong)
    if not given(request, "safe") and alarms(request.ctx.look.id, place):
        return alarm(request, "/report/what", "where", "lat", "lon", "by")
    if not given(request, "ours") and (elsewhere := _elsewhere(request, place, point)):
        return page_of(
            request, "report/elsewhere.html", where=place, point=point, told=elsewhere, safe=given(request, "safe")
        )
    return await _kinds(request, place)


@blueprint.post("/begin")
async def begin(request: Request) -> HTTPResponse:
    words = words_of(request)
    kind, place = given(request, "kind", 60), given(request, "where", LONGEST_PLACE)
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", kind):
        return await _kinds(request, place, 422, words("Choose what it is about."))
    wish = {
        "agency": request.ctx.look.id,
        "kind": kind,
        "channel": CHANNEL,
        "call_id": f"web-{secrets.token_hex(8)}",
        "language": request.ctx.language,
        "known": {"where": place} if place else {},
        "point": point_in(request) if place else None,
    }
    try:
        made = await request.app.ctx.casework.begin_report(wish, once(request))
    except CaseworkRefused:  # a kind that this agency does not take
        return await _kinds(request, place, 422, words("Choose what it is about."))
    remember(request, made["report"], kind, made["access_code"])
    return redirect("/report/now")


@blueprint.get("/resume")
async def resume(request: Request) -> HTTPResponse:
    return page_of(request, "report/resume.html", problem="")


@blueprint.post("/resume")
async def resume_it(request: Request) -> HTTPResponse:
    """With code and PIN, from the telephone or from here. Casework counts the tries."""
    request.app.ctx.sign_ins.take(opaque_source(request))
    code, pin, words = (
        re.sub(r"\D", "", given(request, "code", 40))[:20],
        re.sub(r"\D", "", given(request, "pin", 20))[:20],
        words_of(request),
    )
    if not code or not pin:
        return page_of(request, "report/resume.html", 422, problem=words("Write both the code and the PIN."))
    wish = {
        "agency": request.ctx.look.id,
        "access_code": code,
        "pin": pin,
        "call_id": f"web-{secrets.token_hex(8)}",
        "channel": CHANNEL,
        "source": opaque_source(request),
    }
    found = await request.app.ctx.casework.resume_report(wish)
    if found["outcome"] == "found":
        request.ctx.visit.forget()
        remember(request, found["report"], found["kind"], code)
        return redirect("/report/now")
    if found["outcome"] == "locked":
        told = words("Too many wrong tries. Try again in %(minutes)s minutes, or call us.") % {
            "minutes": found["minutes"]
        }
        return page_of(request, "report/resume.html", 429, problem=told)
    return page_of(
        request,
        "report/resume.html",
        422,
        problem=words("This code and PIN do not belong together. Look at them again."),
    )


def _elsewhere(request: Request, place: str, point: dict[str, Any] | None) -> str:
    """Whose the place is, when it is not the agency's: by the pin, else by the city that the words name."""
    look, words = request.ctx.look, words_of(request)
    known = near(look.map, Spot(point["lat"], point["lon"])) if point else None
    if known is not None:
        return "" if known.inside else outside(look, known, words)
    named = neighbour_in(look, place)
    return outside(look, Near(None, "", False, named), words) if named else ""


async def _kinds(request: Request, place: str, status: int = 200, problem: str = "") -> HTTPResponse:
    wording = wording_of(request)
    known = await request.app.ctx.casework.report_kinds(request.ctx.look.id)
    kinds = [(one["kind"], *wording.kind(one["kind"], one["title"])) for one in known if CHANNEL in one["channels"]]
    ordered = sorted(kinds, key=lambda one: str(one[1]))
    return page_of(
        request,
        "report/what.html",
        status,
        kinds=ordered,
        where=place,
        point=point_in(request),
        problem=problem,
        form=secrets.token_hex(8),
    )
