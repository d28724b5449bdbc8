"""Back into one's own report without the PIN: six digits go to the contact on record, they open it once, and another PIN is chosen.

The answers are the same whether there is such a report or not, and never say where the digits went.
"""

from __future__ import annotations

import re
from typing import Any

from sanic import Blueprint, HTTPResponse, Request

from casework_client.errors import CaseworkRefused
from casework_client.persons import PersonCasework
from web.citizen.case.pages import door_of, forms_of, reference_of, signed_in
from web.citizen.source import opaque_source
from web.shared.forms import given
from web.shared.pages import redirect

blueprint = Blueprint("lost_pin", url_prefix="/case")
_LOST = "lost"  # in the visit: the code or number as it was written; no address of ours holds it
_HERE = "/case/lost-pin"
_NO_CASE = 409


@blueprint.get("/lost-pin")
async def ask(request: Request) -> HTTPResponse:
    return _page(request, "case/lost_pin.html", problem="")


@blueprint.post("/lost-pin")
async def send(request: Request) -> HTTPResponse:
    """Casework counts how often it is asked."""
    request.app.ctx.sign_ins.take(opaque_source(request))
    written = given(request, "reference", 40)
    which = reference_of(written, forms_of(request))
    if which is None:
        told = _words(request)("Write the code that you were given, or the official number.")
        return _page(request, "case/lost_pin.html", 422, problem=told)
    told = await door_of(request).send_code(_asked(request, which))
    if told["outcome"] == "locked":
        return _page(request, "case/lost_pin.html", 429, problem=_too_many(request, told["minutes"]))
    request.ctx.visit.put(_LOST, written)
    return redirect(f"{_HERE}/code")


@blueprint.get("/lost-pin/code")
async def ask_for_code(request: Request) -> HTTPResponse:
    return _code_page(request) if request.ctx.visit.get(_LOST) else redirect(_HERE)


@blueprint.post("/lost-pin/code")
async def enter(request: Request) -> HTTPResponse:
    request.app.ctx.sign_ins.take(opaque_source(request))
    which = reference_of(request.ctx.visit.get(_LOST, ""), forms_of(request))
    digits = re.sub(r"\D", "", given(request, "code", 20))
    words = _words(request)
    if which is None:
        return redirect(_HERE)
    if not digits:
        return _code_page(request, 422, words("Write the six digits of our message."))
    found = await door_of(request).sign_in_by_code({**_asked(request, which), "code": digits})
    if found["outcome"] == "locked":
        return _code_page(request, 429, _too_many(request, found["minutes"]))
    if found["outcome"] != "signed_in":
        told = words(
            "These are not the digits of our newest message, or they are too old. Look again, or have new ones sent."
        )
        return _code_page(request, 422, told)
    request.ctx.visit.forget()
    request.ctx.visit.put("person", found["session"])
    return redirect("/case/new-pin")


@blueprint.get("/new-pin")
@signed_in
async def ask_for_pin(request: Request, casework: PersonCasework) -> HTTPResponse:
    """A report that was not sent yet has its PIN chosen with it; there it goes on."""
    if not (await casework.now())["filed"]:
        return redirect("/case")
    return _page(request, "case/new_pin.html", problem="")


@blueprint.post("/new-pin")
@signed_in
async def choose(request: Request, casework: PersonCasework) -> HTTPResponse:
    """Casework says which PINs everybody would guess; the page says it in the person's language."""
    pin = re.sub(r"\D", "", given(request, "pin", 20))
    words = _words(request)
    if len(pin) != 4:
        return _page(request, "case/new_pin.html", 422, problem=words("A PIN has four digits."))
    try:
        told = await casework.choose_pin(pin)
    except CaseworkRefused as refused:
        if refused.status != _NO_CASE:
            raise
        return redirect("/case")
    if told["outcome"] != "chosen":
        easy = words(
            "That PIN is easy to guess. Take other digits: not in a row, no pairs, no year, and not out of your code."
        )
        return _page(request, "case/new_pin.html", 422, problem=easy)
    request.ctx.visit.put("told", "new_pin")
    return redirect("/case")


def _asked(request: Request, which: dict[str, str]) -> dict[str, Any]:
    return {**which, "agency": request.ctx.look.id, "source": opaque_source(request)}


def _too_many(request: Request, minutes: int) -> str:
    return str(
        _words(request)("Too many wrong tries. Try again in %(minutes)s minutes, or call us.") % {"minutes": minutes}
    )


def _code_page(request: Request, status: int = 200, problem: str = "") -> HTTPResponse:
    return _page(request, "case/lost_pin_code.html", status, problem=problem, reference=request.ctx.visit.get(_LOST))


def _words(request: Request) -> Any:
    return request.app.ctx.pages.words(request)


def _page(request: Request, template: str, status: int = 200, **values: Any) -> HTTPResponse:
    return request.app.ctx.pages.page(request, template, status, **values)  # type: ignore[no-any-return]
