"""Turns that are unlike all training data and like each other: what callers have begun to want, labelled together or one by one."""

from __future__ import annotations

import re

from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import NotFound

from casework_client.staff import Answer
from web.console.pages import page, tell, warn
from web.console.review import labels
from web.shared.forms import given
from web.shared.pages import redirect

blueprint = Blueprint("groups", url_prefix="/reviews/groups")
_KEY = re.compile(r"([A-Za-z0-9_-]{1,100}) ([0-9]{1,4})")
_AT_ONCE = 100


@blueprint.get("")
async def groups(request: Request) -> HTTPResponse:
    return page(request, "review_groups.html", found=await request.ctx.casework.turn_groups())


@blueprint.get("/<group:int>")
async def one(request: Request, group: int) -> HTTPResponse:
    return await _shown(request, group)


@blueprint.post("/<group:int>")
async def label(request: Request, group: int) -> HTTPResponse:
    """One label for all that were ticked; of those that somebody labelled since the page was shown, none."""
    ticked = _ticked(request)
    try:
        if not ticked:
            raise labels.NotALabel("Tick at least one of them.")
        body = labels.of_all(given(request, "act")[:20], given(request, "need")[:60])
    except labels.NotALabel as wrong:
        return await _shown(request, group, 422, str(wrong))
    _tell(request, await request.ctx.casework.label_turns(ticked, body))
    return redirect(f"/reviews/groups/{group}")


@blueprint.post("/<group:int>/undo")
async def undo(request: Request, group: int) -> HTTPResponse:
    """One's own labels of this group, as many as the page shows."""
    mine = (await _of(request, group))["mine"]
    if mine:
        await request.ctx.casework.label_turns([(turn["call_id"], turn["n"]) for turn in mine], None)
        tell(request, f"Taken back: your labels of {len(mine)} turns.")
    else:
        warn(request, "There is no label of yours to take back.")
    return redirect(f"/reviews/groups/{group}")


async def _of(request: Request, group: int) -> Answer:
    """Raises NotFound for a number that no group can have."""
    if not 0 < group < 2**31:
        raise NotFound("There is no such group.")
    found: Answer = await request.ctx.casework.turn_group(group)
    return found


async def _shown(request: Request, group: int, status: int = 200, problem: str = "") -> HTTPResponse:
    found = await _of(request, group)
    waiting = [Answer(turn) for turn in found["waiting"]]
    apart = [turn for turn in waiting if labels.danger_is_open(turn)]
    return page(
        request,
        "review_group.html",
        status,
        group=group,
        together=[turn for turn in waiting if turn not in apart],
        apart=apart,
        mine=[Answer(turn) for turn in found["mine"]],
        needs=request.ctx.look.agency.needs.needs,
        problem=problem,
        ticked=set(_ticked(request)) if problem else None,
    )


def _ticked(request: Request) -> list[tuple[str, int]]:
    given_: list[str] = (request.form.getlist("turn") if request.form else None) or []
    found = (_KEY.fullmatch(value) for value in given_[:_AT_ONCE])
    return [(one[1], int(one[2])) for one in found if one]


def _tell(request: Request, kept: Answer) -> None:
    labelled = sum(kept[state] for state in ("settled", "second", "disputed", "discarded"))
    words = f"Kept for {labelled} turns." if labelled else "Nothing was labelled."
    if kept["second"] or kept["disputed"]:
        words += f" {kept['second'] + kept['disputed']} of them go to another reviewer as well."
    if kept["passed_over"]:
        words += f" {kept['passed_over']} were labelled by somebody meanwhile, or are gone: they were passed over."
    (tell if labelled else warn)(request, words)
