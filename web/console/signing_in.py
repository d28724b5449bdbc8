"""Signing in with a password, then the code of an app; setting the app up; a new password; signing out. By the agency's identity
provider: by_provider.py."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import segno
from markupsafe import Markup
from sanic import Blueprint, HTTPResponse, Request, empty

from casework_client.errors import CaseworkRefused, CaseworkUnavailable
from web.console.gate import SESSION, next_step, source, staff_of, to_sign_in
from web.console.pages import page
from web.console.roles import menu
from web.shared.app import local
from web.shared.forms import given
from web.shared.pages import redirect

blueprint = Blueprint("signing_in")
ELSEWHERE = "sign-out-there"  # in the visit, once: where the provider signs people out
REFUSED = "That is not right. Check both, or ask your administrator."
_WRONG_CODE = "That code is not right. Wait for the next one in your app and try again."


@blueprint.get("/")
async def first(request: Request) -> HTTPResponse:
    """Everybody's work begins where their menu does."""
    pages = menu(request.ctx.who.acts)
    return redirect(pages[0].path) if pages else page(request, "nothing.html")


@blueprint.get("/sign-in")
async def form(request: Request) -> HTTPResponse:
    return await sign_in_page(request, 200, back=local(request.args.get("back")))


@blueprint.post("/sign-in")
async def password(request: Request) -> HTTPResponse:
    login, back = given(request, "login")[:80], local(given(request, "back"))
    secret = _secret(request, "password")
    problem = "Write your login and your password." if not login or not secret else ""
    if not problem:
        told = await staff_of(request, None).sign_in(login, secret, source(request))
        if "session" in told:
            request.ctx.visit.forget()  # another visit than before signing in, with another token for its forms
            request.ctx.visit.put(SESSION, told["session"])
            request.ctx.visit.put("back", back)
            return redirect(next_step(told["outcome"]))
        problem = _why(told, REFUSED)
    return await sign_in_page(request, 422, back=back, login=login, problem=problem)


async def sign_in_page(
    request: Request, status: int, back: str = "", login: str = "", problem: str = ""
) -> HTTPResponse:
    """With the button of the agency's identity provider, where there is one."""
    provider = None
    with contextlib.suppress(CaseworkRefused, CaseworkUnavailable):  # the form is shown whatever happens
        provider = (await staff_of(request, None).sign_in_ways())["provider"]
    return page(request, "sign_in.html", status, back=back, login=login, problem=problem, provider=provider)


@blueprint.get("/sign-in/code")
async def code_form(request: Request) -> HTTPResponse:
    return page(request, "second_factor.html", problem="")


@blueprint.post("/sign-in/code")
async def code(request: Request) -> HTTPResponse:
    return await _coded(request, request.ctx.casework.second_factor, "second_factor.html", {})


@blueprint.get("/sign-in/app")
async def app_form(request: Request) -> HTTPResponse:
    try:
        told = await request.ctx.casework.enrolment()
    except CaseworkRefused:
        return to_sign_in(request)
    return page(request, "enrolment.html", problem="", **_to_scan(told))


@blueprint.post("/sign-in/app")
async def app_code(request: Request) -> HTTPResponse:
    secret, address = given(request, "secret")[:80], given(request, "address")[:400]
    return await _coded(
        request, request.ctx.casework.confirm, "enrolment.html", _to_scan({"secret": secret, "address": address})
    )


@blueprint.get("/password")
async def password_form(request: Request) -> HTTPResponse:
    return page(request, "password.html", problem="")


@blueprint.post("/password")
async def new_password(request: Request) -> HTTPResponse:
    old, new, again = (_secret(request, name) for name in ("old", "new", "again"))
    problem = "The two new ones are not the same." if new != again else ""
    if not problem:
        told = await request.ctx.casework.change_password(old, new)
        problem = told.get("problem") or ""
    if problem:
        return page(request, "password.html", 422, problem=problem)
    request.ctx.visit.put("told", "Your password is changed.")
    return redirect(local(request.ctx.visit.take("back")))


@blueprint.get("/sessions")
async def where(request: Request) -> HTTPResponse:
    """Where the person is signed in."""
    return await _where(request)


@blueprint.post("/sessions")
async def end(request: Request) -> HTTPResponse:
    """Ends one of the others, or all of them."""
    one = given(request, "session")[:40]
    try:
        told = await request.ctx.casework.end_sessions(_secret(request, "password"), one or None)
    except CaseworkRefused as refused:
        if refused.status != 404:
            raise
        told = {"outcome": "ended", "ended": 0}  # it was over by then
    if told["outcome"] == "refused":
        return await _where(request, 422, "Your password is not right, or was tried too often; nothing was ended.")
    request.ctx.visit.put("told", f"Signed out elsewhere: {told['ended']}.")
    return redirect("/sessions")


async def _where(request: Request, status: int = 200, problem: str = "") -> HTTPResponse:
    found = await request.ctx.casework.sessions()
    return page(request, "sessions.html", status, sessions=found, problem=problem)


@blueprint.post("/sign-out")
async def out(request: Request) -> HTTPResponse:
    elsewhere = ""
    with contextlib.suppress(CaseworkRefused):  # it is over already
        elsewhere = (await request.ctx.casework.who()).get("sign_out_address") or ""
        await request.ctx.casework.sign_out()
    request.ctx.visit.forget()
    if elsewhere:
        request.ctx.visit.put(ELSEWHERE, elsewhere)
    response = redirect("/sign-in/over" if elsewhere else "/sign-in")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@blueprint.post("/still-here")
async def still_here(_request: Request) -> HTTPResponse:
    """The gate has asked casework about the session already, and that is what keeps it."""
    return empty()


async def _coded(request: Request, send: Any, template: str, shown: dict[str, Any]) -> HTTPResponse:
    digits = "".join(given(request, "code").split())[:40]
    try:
        told = await send(digits) if len(digits) >= 6 else {}
    except CaseworkRefused as refused:
        if refused.status in (401, 409):
            return to_sign_in(request)
        told = {}
    if told.get("outcome") != "signed_in":
        return page(request, template, 422, problem=_why(told, _WRONG_CODE), **shown)
    visit = request.ctx.visit
    visit.put(SESSION, told["session"])
    if told.get("recovery_codes"):
        return page(request, "recovery_codes.html", codes=told["recovery_codes"])
    if told["account"]["must_change_password"]:
        return redirect("/password")
    return redirect(local(visit.take("back")))


def _secret(request: Request, name: str) -> str:
    """As it was typed: a blank may be part of it."""
    return str(request.form.get(name) or "")[:400] if request.form else ""


def _why(told: dict[str, Any], refused: str) -> str:
    minutes = told.get("minutes")
    return f"Too many tries. Wait {minutes} minutes, then try again." if minutes else refused


def _to_scan(told: dict[str, Any]) -> dict[str, Any]:
    """The QR code is drawn here: the secret goes to nobody else. It has no style of its own, which the policy would refuse."""
    drawn = io.BytesIO()
    address = told["address"] if str(told["address"]).startswith("otpauth://") else "otpauth://"
    segno.make(address, error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=True, scale=5, border=2, svgclass="qr", lineclass=None, omitsize=False
    )
    return {"secret": told["secret"], "address": address, "qr": Markup(drawn.getvalue().decode())}  # noqa: S704 - segno's own
