"""The cases of a search on the map, and beside it the same ones as a list: nobody needs to see the map."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from sanic import Blueprint, HTTPResponse, Request

from casework_client.errors import CaseworkRefused
from web.console.cases import wanted_of
from web.console.pages import need_name, page
from web.shared import maps

blueprint = Blueprint("case_map", url_prefix="/cases/map")
MOST = 200


@blueprint.get("")
async def shown(request: Request) -> HTTPResponse:
    wanted, problem = wanted_of(request), ""
    asked = {name: value for name, value in wanted.items() if value and name != "after"}
    try:
        found = list((await request.ctx.casework.cases(limit=MOST, **asked))["cases"])
        more = len(found) == MOST
    except CaseworkRefused as refused:
        if refused.status != 400:
            raise
        found, more, problem = [], False, refused.message
    city = request.ctx.look.map
    spots = [(one, maps.on_map(city, one.get("point"), one["place"])) for one in found]
    answer = page(
        request,
        "case_map.html",
        placed=[(one, spot) for one, spot in spots if spot],
        unplaced=[one for one, spot in spots if not spot],
        points=[_point(request, one, spot) for one, spot in spots if spot],
        query=urlencode(asked),
        wanted=wanted,
        more=more,
        problem=problem,
    )
    return maps.allowed(answer, request.ctx.look)


def _point(request: Request, case: dict[str, Any], spot: dict[str, Any]) -> dict[str, Any]:
    number = case["number"] or f"no. {case['case']}"
    text = f"{number}, {need_name(request, case['need'])}, {case['place'] or ''}"
    return {
        "lat": spot["lat"],
        "lon": spot["lon"],
        "exact": spot["exact"],
        "text": text,
        "to": f"/cases/{case['case']}",
    }
