"""In by the link that somebody of the agency gave: opens a case or an unfinished report, once. What looks at links opens nothing."""

from __future__ import annotations

from sanic import Blueprint, HTTPResponse, Request

from web.citizen.case.pages import door_of, entered
from web.citizen.source import opaque_source
from web.shared.pages import redirect

blueprint = Blueprint("invited", url_prefix="/in")
_INVITATION = "invitation"  # in the visit, so that no address of ours stays in the history with it
_LONGEST = 200
BY_LINK = "by_link"  # in the visit: they may have come for nothing but to send a picture


@blueprint.get("/<invitation:str>")
async def arrive(request: Request, invitation: str) -> HTTPResponse:
    request.ctx.visit.put(_INVITATION, invitation[:_LONGEST])
    return redirect("/in")


@blueprint.get("")
async def ask(request: Request) -> HTTPResponse:
    if not request.ctx.visit.get(_INVITATION):
        return redirect("/case/sign-in")
    return request.app.ctx.pages.page(request, "case/invited.html")  # type: ignore[no-any-return]


@blueprint.post("")
async def open_it(request: Request) -> HTTPResponse:
    """Casework counts the tries."""
    request.app.ctx.sign_ins.take(opaque_source(request))
    invitation = str(request.ctx.visit.take(_INVITATION) or "")
    if len(invitation) < 20:
        return redirect("/case/sign-in")
    wish = {"agency": request.ctx.look.id, "invitation": invitation, "source": opaque_source(request)}
    found = await door_of(request).sign_in_by_invitation(wish)
    answer = entered(request, found)
    if found["outcome"] == "signed_in":
        request.ctx.visit.put(BY_LINK, True)
    return answer
