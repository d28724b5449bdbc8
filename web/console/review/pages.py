"""The reviewer's page: the turn in its conversation, what the assistant made of it, and the keys that say what it was."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlencode

from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import NotFound

from casework_client.errors import CaseworkRefused
from casework_client.staff import Answer
from web.console.pages import page, tell, warn
from web.console.parts import part, those
from web.console.review import examples, inbox, labels
from web.shared.forms import given
from web.shared.pages import redirect

blueprint = Blueprint("review", url_prefix="/reviews")
_BEFORE, _AFTER = 6, 3
_UNDONE = "labelled"  # in the visit: [call, n, when it was said] of one's last labels
_MOST_UNDONE = 5


@blueprint.get("")
async def next_one(request: Request) -> HTTPResponse:
    wanted = _wanted(request)
    turn = await inbox.following(request.ctx.casework, request.ctx.who.login, wanted)
    return await _shown(request, turn, wanted)


@blueprint.get("/examples")
async def what_becomes(request: Request) -> HTTPResponse:
    """What settled labels become in the training data."""
    turns, more = await examples.settled(request.ctx.casework)
    return page(request, "review_examples.html", found=examples.difference(turns, more))


@blueprint.get("/<call_id:str>/<n:int>")
async def one(request: Request, call_id: str, n: int) -> HTTPResponse:
    """One turn again, by when it was said (`at`)."""
    return await _shown(request, await _turn(request, call_id, n), _wanted(request))


@blueprint.post("/<call_id:str>/<n:int>")
async def say(request: Request, call_id: str, n: int) -> HTTPResponse:
    wanted, turn = _wanted(request), await _turn(request, call_id, n)
    pressed = labels.Pressed(
        given(request, "act")[:20],
        given(request, "danger")[:3],
        tuple(name for part in ("need", "second") if (name := given(request, part)[:60])),
        given(request, "text")[:4_000],
        (given(request, "part_1")[:4_000].strip(), given(request, "part_2")[:4_000].strip()),
    )
    try:
        body = labels.label(turn, pressed, request.ctx.look.agency.needs.needs)
        state = (await request.ctx.casework.label_turn(call_id, n, body))["state"]
    except labels.NotALabel as wrong:
        return await _shown(request, turn, wanted, 422, str(wrong), pressed)
    except CaseworkRefused as refused:
        if refused.status != 400:
            raise
        return await _shown(request, turn, wanted, 422, refused.message, pressed)
    done = request.ctx.visit.get(_UNDONE) or []
    request.ctx.visit.put(_UNDONE, [*done[1 - _MOST_UNDONE :], [call_id, n, turn["at"]]])
    tell(request, _SAID[state])
    waits = wanted.state in ("", *inbox.WAITING)
    return redirect(f"/reviews?{(wanted if waits else wanted.behind(turn)).query}")


@blueprint.post("/undo")
async def undo(request: Request) -> HTTPResponse:
    """One's last label, taken back; the turn is shown again."""
    done = request.ctx.visit.get(_UNDONE) or []
    if not done:
        warn(request, "There is no label of yours to take back.")
        return redirect("/reviews")
    call_id, n, at = done[-1]
    request.ctx.visit.put(_UNDONE, done[:-1])
    try:
        await request.ctx.casework.unlabel_turn(call_id, n)
    except CaseworkRefused as refused:
        if refused.status != 404:
            raise
        warn(request, "That label is gone already.")
        return redirect("/reviews")
    tell(request, "Your label is taken back.")
    return redirect(f"/reviews/{call_id}/{n}?{urlencode({'at': at})}")


_SAID = {
    "open": "Kept.",
    "second": "Kept. Danger takes two: somebody else looks at it as well.",
    "disputed": "Kept. Another reviewer sees it differently: it is disputed now.",
    "settled": "Kept. It is settled.",
    "discarded": "Kept. Nothing is learnt from it.",
}


async def _shown(
    request: Request, turn: Answer | None, wanted: inbox.Wanted, status: int = 200, problem: str = "",
    pressed: labels.Pressed | None = None,
) -> HTTPResponse:  # fmt: skip
    casework = request.ctx.casework
    agreement, groups, talk = await asyncio.gather(
        casework.agreement(), those(casework.turn_groups(words=False), "groups"), _talk(request, turn)
    )
    about = {} if turn is None else _about(request, turn)
    return page(
        request,
        "review.html",
        status,
        turn=turn,
        talk=talk,
        wanted=wanted,
        skip=wanted.behind(turn).query if turn else "",
        states=inbox.STATES,
        reasons=inbox.REASONS,
        needs=request.ctx.look.agency.needs.needs,
        agreement=agreement,
        groups=groups,
        pressed=pressed or labels.Pressed("", "", (), ""),
        problem=problem,
        can_undo=bool(request.ctx.visit.get(_UNDONE)),
        **about,
    )


def _about(request: Request, turn: Answer) -> dict[str, Any]:
    """Until somebody has said what a turn was, they do not see what another said."""
    who = request.ctx.who.login
    mine = inbox.label_of(turn, who)
    blind = mine is None and turn["state"] in inbox.WAITING
    return {
        "own": labels.agreed(turn, request.ctx.look.agency.needs.needs),
        "danger_open": labels.danger_is_open(turn),
        "mine": mine,
        "others": [] if blind else [one for one in turn["labels"] if one["reviewer"] != who],
    }


async def _talk(request: Request, turn: Answer | None) -> list[Answer]:
    """The conversation around the turn; empty where its record cannot be had."""
    if turn is None:
        return []
    record = await part(request.ctx.casework.call_record(turn["call_id"]))
    if record is None:
        return []
    said = [Answer(one, n=n) for n, one in enumerate(record["turns"])]
    return said[max(0, turn["n"] - _BEFORE) : turn["n"] + _AFTER + 1]


async def _turn(request: Request, call_id: str, n: int) -> Answer:
    """Raises NotFound."""
    at = str(request.args.get("at") or given(request, "at"))[:40]
    try:
        found = await inbox.one(request.ctx.casework, call_id, n, at) if at else None
    except CaseworkRefused as refused:
        if refused.status != 400:
            raise
        found = None
    if found is None:
        raise NotFound("There is no such turn; it may have been deleted after its retention period.")
    return found


def _wanted(request: Request) -> inbox.Wanted:
    told = {
        name: str(request.args.get(name) or given(request, f"in_{name}"))[:160]
        for name in ("state", "reason", "after", "alike")
    }
    return inbox.Wanted(
        told["state"] if told["state"] in inbox.STATES else "",
        told["reason"] if told["reason"] in inbox.REASONS else "",
        told["after"],
        told["alike"] if told["alike"].isascii() and told["alike"].isdigit() and len(told["alike"]) < 10 else "",
    )
