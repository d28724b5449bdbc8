"""Maps on pages: the agency's outlines and streets as a file of ours, its own tiles where it serves some, and what a map is told."""

from __future__ import annotations

import gzip
import hashlib
import json
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from sanic import Blueprint, HTTPResponse, Request, empty, raw

from agencies.map.drawing import drawn
from agencies.map.finding import find
from agencies.map.shape import CityMap
from web.shared.guarding import policy
from web.shared.look import Look

GROUND = "/look/map.json"
blueprint = Blueprint("maps")


@blueprint.get(GROUND)
async def ground(request: Request) -> HTTPResponse:
    """What a map draws below its pins. The browser asks whether it has changed."""
    packed, tag = _packed(request.ctx.look.map)
    headers = {"Cache-Control": "public, max-age=300", "ETag": tag, "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == tag:
        return empty(304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return raw(packed, headers={**headers, "Content-Encoding": "gzip"}, content_type="application/json")
    return raw(gzip.decompress(packed), headers=headers, content_type="application/json")


@lru_cache(maxsize=16)
def _packed(city: CityMap) -> tuple[bytes, str]:
    data = json.dumps(drawn(city), separators=(",", ":"), ensure_ascii=False).encode()
    return gzip.compress(data, 6, mtime=0), f'"{hashlib.sha256(data).hexdigest()[:16]}"'


def allowed(response: HTTPResponse, look: Look) -> HTTPResponse:
    """The page may load the agency's tiles too, where they come from another address of theirs."""
    tiles = look.pages.map.tiles if look.pages.map else ""
    if tiles.startswith("http"):
        at = urlsplit(tiles)
        response.headers["Content-Security-Policy"] = policy(images=f"{at.scheme}://{at.netloc}")
    return response


def on_map(city: CityMap, point: dict[str, Any] | None, place: str | None) -> dict[str, Any] | None:
    """{lat, lon, exact, by} of a place: as it was shown, else as its words are found ("by": pin, words, found); None where neither."""
    if point:
        return {"lat": point["lat"], "lon": point["lon"], "exact": True, "by": point["by"]}
    found = find(city, place) if place else None
    return {"lat": found.spot.lat, "lon": found.spot.lon, "exact": found.exact, "by": "found"} if found else None
