"""The map of a report: a page of its own with one pin, and what the pin asks while it moves. Without script nobody comes here."""

from __future__ import annotations

from sanic import Blueprint, HTTPResponse, Request, json

from agencies.map.finding import find
from web.citizen.report.pages import is_question
from web.citizen.report.pieces import page_of, words_of
from web.citizen.report.pin import point_in, spot_of, told
from web.shared import maps
from web.shared.forms import given, once

blueprint = Blueprint("report_place", url_prefix="/report")
LONGEST_PLACE = 300
_MOST_WORDS = 400


@blueprint.get("/map")
async def empty_map(request: Request) -> HTTPResponse:
    return _map(request)


@blueprint.post("/map")
async def with_words(request: Request) -> HTTPResponse:
    """With what was typed so far, and the question that it answers when the report has begun."""
    return _map(request)


@blueprint.get("/near")
async def near(request: Request) -> HTTPResponse:
    """{words, told} of a pin."""
    spot = spot_of(request.args.get("lat") or "", request.args.get("lon") or "")
    if spot is None:
        return json({"error": "lat and lon are degrees"}, status=400)
    words, said = told(request.ctx.look, spot, words_of(request))
    return json({"words": words, "told": said})


@blueprint.get("/place")
async def place(request: Request) -> HTTPResponse:
    """{lat, lon} of words, or {told} when they are not found."""
    found = find(request.ctx.look.map, (request.args.get("where") or "")[:_MOST_WORDS])
    if found is None:
        said = words_of(request)("That is not on the map. Put the pin yourself, or go on with your words.")
        return json({"told": said})
    return json({"lat": found.spot.lat, "lon": found.spot.lon})


def _map(request: Request) -> HTTPResponse:
    question = given(request, "question", 130)
    page = page_of(
        request,
        "report/map.html",
        where=(given(request, "where", LONGEST_PLACE) or given(request, "value", LONGEST_PLACE)),
        point=point_in(request) or point_in(request, "was_"),
        question=question if is_question(question) else "",
        correcting=given(request, "correcting") == "yes",
        turn=once(request, "turn"),
    )
    return maps.allowed(page, request.ctx.look)
