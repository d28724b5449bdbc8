"""How good contacts are, for a supervisor: a steady sample held against the agency's card, to agree with or correct; agreement and trends.

Nothing here happens to anybody by itself: it is read and talked about. Call-takers are named only where the card says so.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from sanic import Blueprint, HTTPResponse, Request

from casework_client.errors import CaseworkRefused
from casework_client.staff import Answer
from web.console.numbers import Period, period_of
from web.console.pages import page, tell, warn
from web.shared.forms import given
from web.shared.pages import redirect

blueprint = Blueprint("quality", url_prefix="/quality")
SAMPLE = 20
BY = ("need", "hour", "channel", "day")
WHO = ("assistant", "staff")
_MET = ("yes", "no", "not_due")


@blueprint.get("")
async def overview(request: Request) -> HTTPResponse:
    period, by, who = _asked(request)
    days = {"first": period.first, "last": period.last}
    casework = request.ctx.casework
    try:
        contacts, trends, agreement, prefilled = await asyncio.gather(
            casework.quality("contacts", **_moments(request, period), answered_by=who, sample=SAMPLE),
            casework.quality("trends", **days, by=by, answered_by=who),
            casework.quality("agreement"),
            casework.quality("prefilled", **days),
        )
    except CaseworkRefused as refused:
        if refused.status != 404:
            raise
        return page(request, "quality.html", period=period, no_card=refused.message)
    return page(
        request, "quality.html", period=period, by=by, ways=BY, answered_by=who, contacts=contacts["contacts"], trends=trends["trends"],
        agreement=agreement["items"], prefilled=prefilled, practice=await _practice(request, days, who), query=_query(period, by, who),
        no_card="",
    )  # fmt: skip


@blueprint.post("/<contact_id:str>/<item:str>")
async def correct(request: Request, contact_id: str, item: str) -> HTTPResponse:
    """The supervisor's word in place of the rule's; the same word counts for agreement."""
    period, by, who = _asked(request)
    met = given(request, "met")
    if met not in _MET:
        warn(request, "Say whether it was met.")
    else:
        body = {"met": met, "why": given(request, "why")[:500] or None}
        try:
            await request.ctx.casework.correct_quality(contact_id, item, body)
            tell(request, "Kept.")
        except CaseworkRefused as refused:
            if refused.status not in (400, 404):
                raise
            warn(request, refused.message)
    return redirect(f"/quality?{_query(period, by, who)}#contacts")


async def _practice(request: Request, days: dict[str, Any], who: str) -> list[Answer] | None:
    """None where the agency makes no such list."""
    if who != "staff":
        return None
    try:
        return list((await request.ctx.casework.quality("coaching", **days, answered_by="staff"))["practice"])
    except CaseworkRefused as refused:
        if refused.status != 404:
            raise
        return None


def _asked(request: Request) -> tuple[Period, str, str]:
    by, who = (str(request.args.get(name) or "") for name in ("by", "who"))
    return period_of(request, 28), by if by in BY else "need", who if who in WHO else "assistant"


def _moments(request: Request, period: Period) -> dict[str, str]:
    zone = request.ctx.look.zone
    until = datetime.combine(period.last + timedelta(days=1), time(), zone)
    since = datetime.combine(period.first, time(), zone)
    return {"since": since.astimezone(UTC).isoformat(), "until": until.astimezone(UTC).isoformat()}


def _query(period: Period, by: str, who: str) -> str:
    return f"{period.query}&{urlencode({'by': by, 'who': who})}"
