"""Where a report says it happened, on the map: the point of a form, what is near it, and whose place it is."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from sanic import Request

from agencies.map.finding import Near, near
from agencies.map.shape import Spot
from web.shared.forms import given
from web.shared.look import Look


def point_in(request: Request, was: str = "") -> dict[str, Any] | None:
    """{lat, lon, by} that the form holds; None without one, or when it is none. `was`: "was_" for the one of the answer before."""
    spot = spot_of(given(request, f"{was}lat", 20), given(request, f"{was}lon", 20))
    by = given(request, f"{was}by", 10)
    return {"lat": spot.lat, "lon": spot.lon, "by": by if by in ("pin", "words") else "pin"} if spot else None


def spot_of(lat: str, lon: str) -> Spot | None:
    """Two numbers of degrees, to about a metre; None for anything else."""
    try:
        spot = Spot(round(float(lat), 5), round(float(lon), 5))
    except ValueError:
        return None
    fits = math.isfinite(spot.lat) and math.isfinite(spot.lon) and abs(spot.lat) <= 90 and abs(spot.lon) <= 180
    return spot if fits else None


def told(look: Look, spot: Spot, gettext: Callable[[str], str]) -> tuple[str, str]:
    """(the place as it is written, what the page says of it)."""
    known = near(look.map, spot)
    if not known.inside:
        return "", outside(look, known, gettext)
    corner, area = str(known.crossing or ""), known.area
    if corner and area:
        return str(known), gettext("The pin is near %(corner)s, %(area)s.") % {"corner": corner, "area": area}
    if corner or area:
        return str(known), gettext("The pin is near %(corner)s.") % {"corner": corner or area}
    return "", gettext("The pin is set. Write what is there, so that it can be found.")


def in_words(look: Look, point: dict[str, Any]) -> str:
    """A pin without words: what is near it, else its degrees."""
    known = near(look.map, Spot(point["lat"], point["lon"]))
    return str(known) if known.inside and str(known) else f"{point['lat']:.5f}, {point['lon']:.5f}"


def outside(look: Look, known: Near, gettext: Callable[[str], str]) -> str:
    """Whose a place is that is not the agency's, as far as its map knows."""
    city = look.agency.info.limits.own[0]
    if known.beside:
        return gettext("That is in %(place)s, not in %(city)s: the police there take the report.") % {
            "place": known.beside, "city": city,
        }  # fmt: skip
    return gettext(
        "That is outside %(city)s: the police of that place take the report. If you are not sure whose it is, go on or call us."
    ) % {"city": city}


def neighbour_in(look: Look, place: str) -> str:
    """The neighbouring city that the words end in ("Colfax and Havana, Aurora"); "" when they name none."""
    words = " ".join(place.lower().split())
    ends = ("{}", ", {}", " in {}")
    known = look.agency.info.limits.neighbours
    return next((name for name in known if any(_ends(words, end.format(name.lower())) for end in ends)), "")


def _ends(words: str, end: str) -> bool:
    return words == end or (end[0] in ", " and words.endswith(end))
