"""What a person may want of their own report beside following it: its dates as a file, who saw it, another look, its end."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sanic import Blueprint, HTTPResponse, Request, raw

from casework_client.errors import CaseworkRefused
from casework_client.persons import PersonCasework
from web.citizen.case.calendar_file import calendar
from web.citizen.case.dates import Ahead, ahead
from web.citizen.case.pages import signed_in
from web.citizen.report.danger import alarms
from web.shared.forms import given, once
from web.shared.pages import redirect

blueprint = Blueprint("own", url_prefix="/case")
LONGEST_WHY = 3_000


@blueprint.get("/calendar")
@signed_in
async def dates(request: Request, casework: PersonCasework) -> HTTPResponse:
    """The dates that stand."""
    here, words, tab = await casework.now(), _words(request), request.ctx.look.said(request.ctx.language).tab
    uid = hashlib.sha256(f"{here.get('access_code')}{here.get('number')}".encode()).hexdigest()[:32]

    appointment = words("appointment")

    def called(_: Ahead) -> str:
        return f"{tab}: {appointment}"  # never that it is about a court: calendars are shared

    data = calendar(ahead(await casework.told()), called, uid, datetime.now(UTC))
    headers = {"Content-Disposition": 'attachment; filename="dates.ics"'}
    return raw(data, headers=headers, content_type="text/calendar; charset=utf-8")


@blueprint.get("/seen")
@signed_in
async def seen(request: Request, casework: PersonCasework) -> HTTPResponse:
    lines = await casework.seen()
    by_day = groupby(lines, key=lambda one: (one["day"], one["role"]))
    days = [(day, role, list(found)) for (day, role), found in by_day]
    return _page(request, "case/seen.html", days=days)


@blueprint.post("/helped")
@signed_in
async def helped(request: Request, casework: PersonCasework) -> HTTPResponse:
    """Whether they got what they needed, where the agency asks."""
    if (said := given(request, "helped", 5)) in ("yes", "no"):
        with suppress(CaseworkRefused):  # the agency has just stopped asking
            await casework.say_helped(said == "yes")
    return redirect("/case#how")


@blueprint.get("/review")
@signed_in
async def ask_for_review(request: Request, casework: PersonCasework) -> HTTPResponse:
    if not (await casework.now()).get("decided"):
        return redirect("/case")
    return _review(request)


@blueprint.post("/review")
@signed_in
async def review(request: Request, casework: PersonCasework) -> HTTPResponse:
    words, why = _words(request), given(request, "why")
    if not why:
        return _review(request, 422, problem=words("Write why it should be looked at again."))
    if not given(request, "safe") and alarms(request.ctx.look.id, why):
        return _review(request, 422, kept=why, alarm=True)
    if len(why) > LONGEST_WHY:
        told = words("That is longer than 3,000 characters. Nothing was sent yet; what you wrote is below.")
        return _review(request, 422, problem=told, kept=why)
    try:
        await casework.ask_for_review(why, once(request))
    except CaseworkRefused as refused:
        if refused.status != 409:
            raise
        told = words(
            "Another look cannot be asked for here at the moment: nothing is decided now, or a person talks to you about "
            "this report. Nothing was sent; what you wrote is below. Send it as a message, or call."
        )
        return _review(request, 409, problem=told, kept=why)
    request.ctx.visit.put("told", "review")
    return redirect("/case#messages")


@blueprint.get("/delete")
@signed_in
async def ask_to_delete(request: Request, casework: PersonCasework) -> HTTPResponse:
    here = await casework.now()
    return _page(request, "case/delete.html", at_once=bool(here.get("erasable")), form=secrets.token_hex(8))


@blueprint.post("/delete")
@signed_in
async def delete(request: Request, casework: PersonCasework) -> HTTPResponse:
    """Gone, with this visit; or the agency is asked."""
    done = await casework.erase(once(request))
    if done["outcome"] == "erased":
        request.ctx.visit.forget()
        return _page(request, "case/deleted.html", call_days=done["call_days"], log_days=done["log_days"])
    request.ctx.visit.put("told", "delete")
    return redirect("/case#messages")


def _review(
    request: Request, status: int = 200, problem: str = "", kept: str = "", *, alarm: bool = False
) -> HTTPResponse:
    form = secrets.token_hex(8)
    return _page(request, "case/review.html", status, problem=problem, kept=kept, alarm=alarm, form=form)


def _words(request: Request) -> Any:
    return request.app.ctx.pages.words(request)


def _page(request: Request, template: str, status: int = 200, **values: object) -> HTTPResponse:
    return request.app.ctx.pages.page(request, template, status, **values)  # type: ignore[no-any-return]
