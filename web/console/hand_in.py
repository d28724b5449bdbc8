"""Handing a caller in: the call-taker writes down what they were told, and sends the caller into the assistant or a link; the page then
shows what the person answers and sends."""

from __future__ import annotations

import io
from typing import Any

import segno
from markupsafe import Markup
from sanic import Blueprint, HTTPResponse, Request, html
from sanic.exceptions import NotFound

from casework_client.errors import CaseworkRefused
from casework_client.staff import Answer
from web.console.pages import page, render, warn
from web.console.times import whole_day
from web.shared.forms import given, once
from web.shared.pages import redirect

blueprint = Blueprint("hand_in", url_prefix="/hand-in")
WAYS = "ways"  # in the visit: [report, digits, link], shown once more after a reload
_EXTENSION = "77"  # of deploy/asterisk/extensions.conf: what is dialled before the digits
_CLOSED = frozenset({400, 404, 409})


@blueprint.get("")
async def form(request: Request) -> HTTPResponse:
    return _form(request)


@blueprint.post("")
async def begin(request: Request) -> HTTPResponse:
    """With everything that was told: nothing of it is asked again."""
    kind, known = given(request, "kind")[:60], _known(request)
    if kind not in request.ctx.look.agency.reports.kinds:
        return _form(request, 422, "Choose what kind of report it is.")
    body = {"kind": kind, "known": known, "language": given(request, "language")[:5] or "en"}
    try:
        made = await request.ctx.casework.tell_agency("handed-in", body, key=once(request))
    except CaseworkRefused as refused:
        if refused.status not in _CLOSED:
            raise
        return _form(request, 422, refused.message)
    _remember(request, made)
    return redirect(f"/hand-in/{made['report']}")


@blueprint.get("/<report:str>")
async def one(request: Request, report: str) -> HTTPResponse:
    told = await _told(request, report)
    known = request.ctx.visit.get(WAYS) or ["", "", ""]
    digits, link = known[1:] if known[0] == report else ("", "")
    address = f"{request.app.ctx.settings.pages_address}/in/{link}" if link else ""
    return page(
        request, "hand_in_one.html", begun=told, report=report, digits=digits, dial=f"{_EXTENSION}{digits}", link=address,
        square=_square(address) if address else "",
    )  # fmt: skip


@blueprint.get("/<report:str>/state")
async def state(request: Request, report: str) -> HTTPResponse:
    """The piece that moves, for script: what has been answered and sent by now."""
    return html(render(request, "_hand_in_state.html", begun=await _told(request, report), report=report))


@blueprint.post("/<report:str>/ways")
async def again(request: Request, report: str) -> HTTPResponse:
    """New digits and a new link; the ones before open nothing any more."""
    try:
        _remember(request, await request.ctx.casework.tell_agency(f"handed-in/{report}/ways", None))
    except CaseworkRefused as refused:
        if refused.status not in _CLOSED:
            raise
        warn(request, refused.message)
    return redirect(f"/hand-in/{report}")


def _form(request: Request, status: int = 200, problem: str = "") -> HTTPResponse:
    names = ("kind", "where", "day", "time", "story", "name", "phone", "language")
    kinds = request.ctx.look.agency.reports.kinds
    return page(
        request, "hand_in.html", status, kinds=sorted(kinds.items(), key=lambda one: one[1].title), problem=problem,
        kept={name: given(request, name) for name in names}, form=once(request),
        languages=request.ctx.look.languages,
    )  # fmt: skip


def _known(request: Request) -> dict[str, Any]:
    """What was told, as facts of a conversation; what was left empty is asked."""
    story, at = given(request, "story")[:500], given(request, "time")[:5]
    written = given(request, "day")[:10]
    on = whole_day(written)
    found: dict[str, Any] = {"where": given(request, "where")[:500], "what": story, "said": story}
    found |= {"name": given(request, "name")[:120], "phone": given(request, "phone")[:40]}
    if on:
        found["when"] = found["when_iso"] = f"{on}T{at}" if at else on
    return {name: value for name, value in found.items() if value}


async def _told(request: Request, report: str) -> Answer:
    """Raises NotFound."""
    try:
        told: Answer = await request.ctx.casework.of_agency(f"handed-in/{report}")
    except CaseworkRefused as refused:
        if refused.status != 404:
            raise
        raise NotFound("There is no such report of yours.") from None
    return told


def _remember(request: Request, made: Answer) -> None:
    request.ctx.visit.put(WAYS, [made["report"], made["way_in"], made["link"]])


def _square(address: str) -> Markup:
    """For a caller who stands before the desk: to be read by a telephone's camera."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=True, scale=4, border=2, svgclass="qr", lineclass=None, omitsize=False
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 - drawn here, from an address of ours
