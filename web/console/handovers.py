"""One hand-over: the story as the caller told it, what is known and what is not, and whose it is."""

from __future__ import annotations

from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import NotFound

from casework_client.errors import CaseworkRefused
from casework_client.staff import Answer
from web.console.live.connectors import NotDone
from web.console.live.pages import feed_of, take
from web.console.live.story import story
from web.console.pages import page, tell, warn
from web.shared import maps
from web.shared.forms import given
from web.shared.pages import redirect

blueprint = Blueprint("handovers", url_prefix="/handovers")
OUTCOMES = ("helped", "passed_on", "call_back", "gone", "emergency")


@blueprint.get("/<ticket:str>")
async def one(request: Request, ticket: str) -> HTTPResponse:
    try:
        told = await request.ctx.casework.handover(ticket)
    except CaseworkRefused as refused:
        if refused.status != 404:
            raise
        raise NotFound("There is no such hand-over.") from None
    feed = feed_of(request)
    look, where = request.ctx.look, told["facts"].get("where")
    async with feed.looking(taking=False):
        answer = page(
            request,
            "handover.html",
            spot=maps.on_map(look.map, None, where if isinstance(where, str) else None),
            ticket=told,
            call=feed.call(told["call_id"]),
            story=story(request.ctx.look.agency, told.get("need"), told["facts"]),
            outcomes=OUTCOMES,
            needs=request.ctx.look.agency.needs.needs,
            backs=[one for one in await request.ctx.casework.call_backs() if one.get("ticket") == ticket],
        )
    return maps.allowed(answer, look)


@blueprint.post("/<ticket:str>/claim")
async def claim(request: Request, ticket: str) -> HTTPResponse:
    """The first who asks has it. A chat that is still there goes on with them at once."""
    told = await request.ctx.casework.tell_handover(ticket, "claim")
    if not told["yours"]:
        warn(request, f"{told.get('claimed_by') or 'Somebody'} has it already.")
        return redirect(f"/handovers/{ticket}")
    call_id = (await request.ctx.casework.handover(ticket))["call_id"]
    feed = feed_of(request)
    async with feed.looking(taking=False):
        call, address = await feed.known(call_id), feed.connector_of(call_id)
        if call is not None and address is not None and call["channel"] == "web":
            try:
                await take(request, address, Answer(call, ticket=None))
                return redirect(f"/live/calls/{call_id}")
            except NotDone as error:
                warn(request, str(error))
    return redirect(f"/handovers/{ticket}")


@blueprint.post("/<ticket:str>/release")
async def release(request: Request, ticket: str) -> HTTPResponse:
    return await _decided(request, ticket, "release", None, "It waits for somebody else now.")


@blueprint.post("/<ticket:str>/done")
async def done(request: Request, ticket: str) -> HTTPResponse:
    outcome = given(request, "outcome")
    if outcome not in OUTCOMES:
        warn(request, "Choose what became of it.")
        return redirect(f"/handovers/{ticket}")
    body = {"outcome": outcome, **_found(request)}
    return await _decided(request, ticket, "done", body, "Done.")


def _found(request: Request) -> dict[str, Any]:
    """What it was, as the call-taker found, where they say so: reviewers and the learning see where the assistant heard otherwise."""
    need = given(request, "need")[:60]
    told: dict[str, Any] = {"need": need} if need in request.ctx.look.agency.needs.needs else {}
    return told | ({"danger": True} if given(request, "danger") else {})


async def _decided(request: Request, ticket: str, what: str, body: dict[str, Any] | None, told: str) -> HTTPResponse:
    try:
        await request.ctx.casework.tell_handover(ticket, what, body)
    except CaseworkRefused as refused:
        if refused.status not in (400, 409):
            raise
        warn(request, refused.message)
        return redirect(f"/handovers/{ticket}")
    tell(request, told)
    return redirect("/live")
