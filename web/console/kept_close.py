"""What is kept close to those who serve it: whoever must open it says why, and the reason stands in the trail."""

from __future__ import annotations

from sanic import HTTPResponse, Request

from web.console.gate import WHY
from web.console.moves import LEAST_REASON
from web.console.pages import page
from web.shared.forms import given
from web.shared.pages import redirect

STATUSES = frozenset({403, 409})  # by which casework refuses it
_SAY = "Say in a few words why you must open it."


def ask_why(request: Request, address: str, what: str, status: int = 403, problem: str = "") -> HTTPResponse:
    """`address`: the page of the thing; `what`: case, call, hand-over or call-back."""
    return page(request, "kept_close.html", status, address=address, what=what, problem=problem)


def opened(request: Request, address: str, what: str) -> HTTPResponse:
    """Takes the reason that was given, and leads to the page."""
    reason = given(request, "reason")[:300]
    if len(reason) < LEAST_REASON:
        return ask_why(request, address, what, 422, _SAY)
    request.ctx.visit.put(WHY, [address, reason])
    return redirect(address)
