"""Which model answers callers, which might, what the gate says of each, and the wish that one is promoted, that the one before comes back,
or that a candidate is trained.

The console has no models: what is asked for here is done where they are (retraining/keeping.py), and what came of it is shown.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sanic import Blueprint, HTTPResponse, Request, empty, html

from casework_client.errors import CaseworkRefused
from casework_client.staff import Answer
from web.console.pages import page, render, tell, warn
from web.shared.forms import given
from web.shared.pages import redirect

blueprint = Blueprint("models", url_prefix="/models")
SILENT_AFTER = timedelta(minutes=3)  # it tells every minute that it is there
OPEN = ("asked", "doing")


@blueprint.get("")
async def all_of_them(request: Request) -> HTTPResponse:
    told = await request.ctx.casework.models()
    heard = datetime.fromisoformat(told["heard_at"]) if told["heard_at"] else None
    return page(
        request,
        "models.html",
        report=told,
        registry=told["registry"] or Answer(models=[], history=[]),
        open=_open(told),
        past=[one for one in told["wishes"] if one["state"] not in OPEN],
        silent=heard is not None and datetime.now(UTC) - heard > SILENT_AFTER,
    )


@blueprint.get("/wish")
async def wish(request: Request) -> HTTPResponse:
    """What waits, again and again while it waits; the whole page once it is over."""
    open_ = _open(await request.ctx.casework.models())
    if open_ is None:
        return empty(200, {"HX-Redirect": "/models"}) if request.headers.get("hx-request") else redirect("/models")
    return html(render(request, "_model_wish.html", open=open_))


@blueprint.post("")
async def ask(request: Request) -> HTTPResponse:
    """A promotion of `model`; with `in_use` that `model` comes back in place of that one, which the page showed in use; with `train`
    a candidate."""
    try:
        await request.ctx.casework.wish_model(_wished(request))
        tell(request, "Asked for. What comes of it stands here.")
    except CaseworkRefused as refused:
        _warned(request, refused)
    return redirect("/models")


@blueprint.post("/wishes/<wish_id:int>/back")
async def take_back(request: Request, wish_id: int) -> HTTPResponse:
    try:
        await request.ctx.casework.take_back_model_wish(str(wish_id))
        tell(request, "Taken back.")
    except CaseworkRefused as refused:
        _warned(request, refused)
    return redirect("/models")


def _wished(request: Request) -> dict[str, str]:
    model, in_use, why = given(request, "model")[:100], given(request, "in_use")[:100], given(request, "why")[:500]
    if given(request, "train"):
        body = {"what": "train"}
    elif in_use:
        body = {"what": "roll_back", "model": model, "in_use": in_use}
    else:
        body = {"what": "promote", "model": model}
    return {**body, **({"why": why} if why else {})}


def _open(told: Answer) -> Answer | None:
    return next((one for one in told["wishes"] if one["state"] in OPEN), None)


def _warned(request: Request, refused: CaseworkRefused) -> None:
    """Raises it again where it is no matter of the wish."""
    if refused.status not in (400, 403, 404, 409):
        raise refused
    warn(request, refused.message or "That cannot be done.")
