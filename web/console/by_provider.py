"""Signing in by the agency's identity provider: going there, coming back, and signing out there too.

Casework knows the provider and makes the session; the console sends the browser, and keeps what it has to bring back where only
this browser has it. A form may not lead elsewhere (Content-Security-Policy, form-action), so going is a link.
"""

from __future__ import annotations

import hmac

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import redirect as away

from casework_client.errors import CaseworkRefused
from web.console.gate import SESSION, staff_of
from web.console.pages import page
from web.console.signing_in import ELSEWHERE, sign_in_page
from web.shared.app import local
from web.shared.pages import redirect

blueprint = Blueprint("by_provider", url_prefix="/sign-in")
_STATE, _BACK = "provider-state", "back"
_LONGEST = 4_000
WHY = {
    "over": "That took too long, or was used before. Sign in again.",
    "refused_there": "You were not signed in there. Try again, or ask your administrator.",
    "no_role": "You are known there, but nobody has given you a role here. Ask your administrator.",
    "second_factor": "A second factor is wanted, and none was asked of you there. Ask your administrator.",
    "login_taken": "There is another account of your login here. Ask your administrator.",
    "off": "Your account is switched off here. Ask your administrator.",
    "set_up_wrong": "Signing in that way does not work at the moment. Your administrator finds the reason in the log.",
}


@blueprint.get("/provider")
async def go(request: Request) -> HTTPResponse:
    try:
        told = await staff_of(request, None).provider_sign_in()
    except CaseworkRefused as refused:
        if refused.status != 404:
            raise
        return redirect("/sign-in")
    if told["outcome"] != "go":
        return await _refused(request, told["why"])
    request.ctx.visit.put(_STATE, told["state"])
    request.ctx.visit.put(_BACK, local(request.args.get("back")))
    return away(told["address"], status=303)


@blueprint.get("/provider/done")
async def come_back(request: Request) -> HTTPResponse:
    visit, brought = request.ctx.visit, _brought(request)
    state = str(visit.take(_STATE) or "")
    if not state or not hmac.compare_digest(state.encode(), brought.get("state", "").encode()):
        return await _refused(request, "over")  # another browser's, or one that was here before
    told = await staff_of(request, None).provider_answer(brought)
    if told["outcome"] != "signed_in":
        return await _refused(request, told["why"])
    back = local(visit.get(_BACK))
    visit.forget()
    visit.put(SESSION, told["session"])
    return redirect(back)


@blueprint.get("/over")
async def over(request: Request) -> HTTPResponse:
    """Signed out here; the page goes on to where the provider signs people out."""
    elsewhere = str(request.ctx.visit.take(ELSEWHERE) or "")
    return page(request, "signed_out.html", elsewhere=elsewhere) if elsewhere else redirect("/sign-in")


async def _refused(request: Request, why: str) -> HTTPResponse:
    return await sign_in_page(request, 422, back=local(request.ctx.visit.get(_BACK)), problem=WHY[why])


def _brought(request: Request) -> dict[str, str]:
    """What the provider put into the address, as far as anybody reads it."""
    known = {name: str(request.args.get(name) or "")[:_LONGEST] for name in ("state", "code", "error", "iss")}
    return {name: value for name, value in known.items() if value}
