"""Whom the agency has promised to ring back, oldest first, and what became of it."""

from __future__ import annotations

from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import NotFound

from casework_client.errors import CaseworkRefused
from web.console import kept_close
from web.console.pages import page, tell, warn
from web.shared.forms import given
from web.shared.pages import redirect

blueprint = Blueprint("call_backs", url_prefix="/call-backs")
OUTCOMES = ("reached", "not_reached", "not_needed")


@blueprint.get("")
async def all_of_them(request: Request) -> HTTPResponse:
    backs = await request.ctx.casework.call_backs()
    return page(request, "call_backs.html", call_backs=backs, outcomes=OUTCOMES)


@blueprint.get("/<name:str>")
async def one(request: Request, name: str) -> HTTPResponse:
    try:
        found = await request.ctx.casework.call_back(name)
    except CaseworkRefused as refused:
        if refused.status in kept_close.STATUSES:
            return kept_close.ask_why(request, f"/call-backs/{name}", "call-back")
        if refused.status != 404:
            raise
        raise NotFound("There is no such call-back any more.") from None
    return page(request, "call_back.html", one=found, outcomes=OUTCOMES)


@blueprint.post("/<name:str>/why")
async def why(request: Request, name: str) -> HTTPResponse:
    """Whoever does not serve the caller, and must ring them, says why; it stands in the trail."""
    return kept_close.opened(request, f"/call-backs/{name}", "call-back")


@blueprint.post("/<name:str>/done")
async def done(request: Request, name: str) -> HTTPResponse:
    outcome = given(request, "outcome")
    if outcome not in OUTCOMES:
        warn(request, "Choose what became of it.")
        return redirect("/call-backs")
    try:
        await request.ctx.casework.call_back_done(name, outcome)
        tell(request, "Done.")
    except CaseworkRefused as refused:
        if refused.status in kept_close.STATUSES:
            return redirect(f"/call-backs/{name}")  # asks why
        warn(request, refused.message or "There is no such call-back any more.")
    return redirect("/call-backs")
