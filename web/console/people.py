"""Who of the agency has an account, and in which roles; for administrators."""

from __future__ import annotations

from typing import Any

from sanic import Blueprint, HTTPResponse, Request

from casework_client.errors import CaseworkRefused
from web.console.pages import page, tell, warn
from web.shared.forms import given
from web.shared.pages import redirect

blueprint = Blueprint("people", url_prefix="/people")
# each with what it is for
ROLES = {
    "call_taker": "takes hand-overs, chats and call-backs; reads cases",
    "officer": "reviews reports and works on cases",
    "supervisor": "the same for everybody's; numbers, storm mode, notices",
    "reviewer": "listens to how calls went, to make the assistant better",
    "designer": "changes the assistant's words",
    "administrator": "accounts, settings",
    "auditor": "reads the trail",
}


@blueprint.get("")
async def all_of_them(request: Request) -> HTTPResponse:
    accounts = (await request.ctx.casework.of_agency("accounts"))["accounts"]
    ways = await request.ctx.casework.sign_in_ways()
    return page(request, "people.html", accounts=accounts, roles=ROLES, provider=ways["provider"])


@blueprint.post("")
async def add(request: Request) -> HTTPResponse:
    body = {
        "login": given(request, "login")[:40].lower(),
        "name": given(request, "name")[:120],
        "roles": _roles(request),
    }
    try:
        told = await request.ctx.casework.tell_agency("accounts", body)
    except CaseworkRefused as refused:
        return _refused(request, refused)
    return page(request, "new_password.html", login=body["login"], password=told["password"])


@blueprint.post("/<login:str>")
async def change(request: Request, login: str) -> HTTPResponse:
    body: dict[str, Any] = {"name": given(request, "name")[:120]}
    if not given(request, "roles-elsewhere"):  # people whose roles the identity provider says
        body["roles"] = _roles(request)
    return await _changed(request, login, body, f"{login} is changed and signed out everywhere.")


@blueprint.post("/<login:str>/<what:(off|on)>")
async def switch(request: Request, login: str, what: str) -> HTTPResponse:
    told = f"{login} is switched {what}."
    return await _changed(request, login, {"disabled": what == "off"}, told)


@blueprint.post("/<login:str>/provider")
async def by_provider(request: Request, login: str) -> HTTPResponse:
    told = f"{login} signs in by the identity provider from now on; the password is gone."
    return await _changed(request, login, {"provider": True}, told)


@blueprint.post("/<login:str>/reset")
async def reset(request: Request, login: str) -> HTTPResponse:
    try:
        told = await request.ctx.casework.tell_agency(f"accounts/{login}/reset", None)
    except CaseworkRefused as refused:
        return _refused(request, refused)
    return page(request, "new_password.html", login=login, password=told["password"])


async def _changed(request: Request, login: str, body: dict[str, Any], told: str) -> HTTPResponse:
    try:
        await request.ctx.casework.change(f"accounts/{login}", body)
        tell(request, told)
    except CaseworkRefused as refused:
        return _refused(request, refused)
    return redirect("/people")


def _refused(request: Request, refused: CaseworkRefused) -> HTTPResponse:
    if refused.status == 401:
        raise refused
    warn(request, refused.message or "That cannot be done.")
    return redirect("/people")


def _roles(request: Request) -> list[str]:
    chosen = request.form.getlist("roles") if request.form else []
    return [str(one) for one in chosen if one in ROLES]
