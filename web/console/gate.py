"""Before every page: who is signed in, whether the page is theirs, and their way to casework (`request.ctx.casework`)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sanic import HTTPResponse, Request, Sanic, empty
from sanic.exceptions import Forbidden

from casework_client.errors import CaseworkRefused
from casework_client.staff import StaffCasework
from casework_client.wire_httpx import HttpxWire
from web.console.roles import OPEN, may
from web.shared.pages import redirect

SESSION = "session"  # in the visit: casework's token
WHY = "why"  # in the visit: [address, reason], of the last thing kept close that was opened with one
BESIDE = "/compare/"  # in the address of two cases side by side
_OVER = 401


@dataclass(frozen=True, slots=True)
class Who:
    """Who is signed in. `acts`: what their roles may do. `by_provider`: by the agency's identity provider, without a password here."""

    login: str
    name: str
    roles: tuple[str, ...]
    acts: frozenset[str]
    idle_minutes: int
    by_provider: bool = False


def guard(app: Sanic[Any, Any]) -> None:
    @app.on_request
    async def _enter(request: Request) -> HTTPResponse | None:
        request.ctx.who = None
        request.ctx.casework = staff_of(request, request.ctx.visit.get(SESSION))
        if request.path.startswith(OPEN):
            return None
        if request.ctx.visit.get(SESSION) is None:
            return to_sign_in(request)
        try:
            told = await request.ctx.casework.who()
        except CaseworkRefused as refused:
            if refused.status != _OVER:
                raise
            request.ctx.visit.forget()
            return to_sign_in(request)
        if told["step"] != "done":
            return None if request.path in ("/password", "/sign-out") else _to(request, next_step(told["step"]))
        request.ctx.who = who_of(told)
        if not may(request.path, request.ctx.who.acts):
            raise Forbidden("This page is not for your role.", quiet=True)
        return None


def who_of(told: dict[str, Any]) -> Who:
    account = told["account"]
    return Who(
        account["login"],
        account["name"],
        tuple(account["roles"]),
        frozenset(told["acts"]),
        told["idle_minutes"],
        bool(account.get("provider")),
    )


def staff_of(request: Request, session: str | None) -> StaffCasework:
    return StaffCasework(HttpxWire(request.app.ctx.casework_http), request.ctx.look.id, session, _why(request))


def _why(request: Request) -> str:
    """The reason that this person gave for opening this one case, call, hand-over or call-back, or two cases side by side."""
    address, reason = request.ctx.visit.get(WHY) or ("", "")
    return str(reason) if _is_for(str(address), request.path) else ""


def _is_for(address: str, path: str) -> bool:
    """A reason for one case is none for another that is put beside it; one for both is one for the first, and for what is done with it."""
    thing = address.split(BESIDE)[0]
    return path == address or (bool(thing) and BESIDE not in path and (path == thing or path.startswith(f"{thing}/")))


def next_step(step: str) -> str:
    """Where the person goes on who has signed in half way."""
    return {"second_factor": "/sign-in/code", "enrolment": "/sign-in/app", "change_password": "/password"}.get(
        step, "/"
    )


def to_sign_in(request: Request) -> HTTPResponse:
    back = request.path if request.method == "GET" and request.path != "/" else ""
    return _to(request, f"/sign-in?back={quote(back)}" if back else "/sign-in")


def _to(request: Request, address: str) -> HTTPResponse:
    """A piece of a page is not replaced by the sign-in page: the whole page goes there."""
    if request.headers.get("hx-request"):
        return empty(status=200, headers={"HX-Redirect": address})
    if "text/event-stream" in request.headers.get("accept", ""):
        return empty(status=401)
    return redirect(address)


def source(request: Request) -> str:
    """Where somebody signs in from, as casework counts tries by it: a digest, no address."""
    asked_from = request.remote_addr or request.ip
    return hashlib.sha256(f"console {asked_from}".encode()).hexdigest()[:32]
