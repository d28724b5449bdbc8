"""Hand-overs: the list of those that nobody took in time, or others; and one, the story as the caller told it and whose it is."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlencode

from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import NotFound

from casework_client.errors import CaseworkRefused
from casework_client.staff import Answer, StaffCasework
from web.console import kept_close
from web.console.live.connectors import NotDone
from web.console.live.pages import feed_of, take
from web.console.live.story import story
from web.console.pages import page, tell, warn
from web.console.parts import those
from web.shared import maps
from web.shared.forms import given, whole_number
from web.shared.pages import redirect

blueprint = Blueprint("handovers", url_prefix="/handovers")
OUTCOMES = ("helped", "passed_on", "call_back", "gone", "emergency")
STATES = {
    "missed": "over before anybody took them",
    "waiting": "waiting",
    "taken": "with somebody",
    "done": "done",
    "all": "all",
}
_CHANNELS = ("voice", "web")
_SPANS = (1, 7, 31)


@blueprint.get("")
async def listed(request: Request) -> HTTPResponse:
    wanted = _wanted(request)
    asked = {name: one for name, one in wanted.items() if name != "days"} | {"hours": 24 * wanted["days"]}
    problem = ""
    try:
        found = await request.ctx.casework.handover_page(limit=50, **asked)
    except CaseworkRefused as refused:  # a page behind one that there never was
        if refused.status != 400:
            raise
        found, problem = Answer(handovers=[], next=None), refused.message
    return page(
        request,
        "handovers.html",
        found=found["handovers"],
        following=urlencode({**wanted, "cursor": found["next"]}) if found["next"] else "",
        wanted=wanted,
        problem=problem,
        states=tuple(STATES),
        state_names=STATES,
        channels=_CHANNELS,
        spans=_SPANS,
    )


def _wanted(request: Request) -> dict[str, Any]:
    """What nobody took in time, unless something else is asked for."""
    asked = {name: str(request.args.get(name) or "").strip()[:160] for name in ("state", "channel", "cursor")}
    return {
        "state": asked["state"] if asked["state"] in STATES else "missed",
        "channel": asked["channel"] if asked["channel"] in _CHANNELS else "",
        "days": whole_number(request.args.get("days"), 7, 1, 31),
        "cursor": asked["cursor"],
    }


@blueprint.get("/<ticket:str>")
async def one(request: Request, ticket: str) -> HTTPResponse:
    try:
        told = await request.ctx.casework.handover(ticket)
    except CaseworkRefused as refused:
        if refused.status in kept_close.STATUSES:
            return kept_close.ask_why(request, f"/handovers/{ticket}", "hand-over")
        if refused.status != 404:
            raise
        raise NotFound("There is no such hand-over.") from None
    feed = feed_of(request)
    look, where = request.ctx.look, told["facts"].get("where")
    left = await _left(request.ctx.casework, told)
    async with feed.looking(taking=False):
        call = feed.call(told["call_id"])
        missed = bool(told["gone_at"] and not told["claimed_by"] and not told["ended_at"] and not call)
        answer = page(
            request,
            "handover.html",
            spot=maps.on_map(look.map, None, where if isinstance(where, str) else None),
            ticket=told,
            call=call,
            missed=missed,
            left_nothing=missed and not any(left.values()),
            story=story(request.ctx.look.agency, told.get("need"), told["facts"]),
            outcomes=OUTCOMES,
            needs=request.ctx.look.agency.needs.needs,
            backs=left["backs"],
            cases=left["cases"],
            drafts=left["drafts"],
        )
    return maps.allowed(answer, look)


async def _left(casework: StaffCasework, told: Answer) -> dict[str, list[Answer]]:
    """By what the person can be reached, or goes on: a number to ring back, a report, one that was begun."""
    of_it = {"call": told["call_id"], "limit": 5}
    backs, cases, drafts = await asyncio.gather(
        those(casework.call_backs()),
        those(casework.cases(**of_it), "cases"),
        those(casework.of_agency("drafts", **of_it), "drafts"),
    )
    return {"backs": [one for one in backs if one["call_id"] == told["call_id"]], "cases": cases, "drafts": drafts}


@blueprint.post("/<ticket:str>/why")
async def why(request: Request, ticket: str) -> HTTPResponse:
    """Whoever does not serve the caller, and does not take it, says why they must read it; it stands in the trail."""
    return kept_close.opened(request, f"/handovers/{ticket}", "hand-over")


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
