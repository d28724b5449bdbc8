"""Renders the console's pages: with who is signed in, their menu, and how needs, times and codes read to the agency's people."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from babel.dates import format_datetime
from sanic import HTTPResponse, Request, html

from web.console.roles import menu
from web.console.words import LABELS, known, said


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTTPResponse:
    return html(render(request, template, **values), status=status)


def render(request: Request, template: str, **values: Any) -> str:
    who = request.ctx.who
    about: dict[str, Any] = {
        "who": who,
        "menu": menu(who.acts) if who else [],
        "told": request.ctx.visit.take("told"),
        "trouble": request.ctx.visit.take("trouble"),
        "label": lambda name: said(name, request.ctx.look.emergency),
        "known": known,
        "labels": LABELS,
        "need_name": lambda need: need_name(request, need),
        "since": lambda at: since(at),
        "clock": lambda at: clock(request, at),
        "may": lambda act: who is not None and act in who.acts,
    }
    return str(
        request.app.ctx.pages.render(request, template, **about, **values)
    )  # no page may give a name of these again


def need_name(request: Request, need: str | None) -> str:
    """As the agency's own list says it."""
    if not need:
        return "Not known yet"
    known = request.ctx.look.agency.needs.needs.get(need)
    return known.what if known else said(need)


def since(at: str | datetime) -> str:
    """How long ago, as a call-taker reads it at a glance: 40 s, 3 min, 2 h, 5 days."""
    then = datetime.fromisoformat(at) if isinstance(at, str) else at
    seconds = max(0, int((datetime.now(UTC) - then).total_seconds()))
    for unit, length in (("days", 172_800), ("h", 5_400), ("min", 90)):
        if seconds >= length:
            return f"{seconds // {'days': 86_400, 'h': 3_600, 'min': 60}[unit]} {unit}"
    return f"{seconds} s"


def clock(request: Request, at: str | datetime | None) -> str:
    """Day and time in the agency's zone."""
    if not at:
        return ""
    then = datetime.fromisoformat(at) if isinstance(at, str) else at
    return str(format_datetime(then.astimezone(request.ctx.look.zone), "MMM d, h:mm a", locale="en"))


def tell(request: Request, text: str) -> None:
    """Shown once, at the top of the next page."""
    request.ctx.visit.put("told", text)


def warn(request: Request, text: str) -> None:
    """The same for what did not work."""
    request.ctx.visit.put("trouble", text)
