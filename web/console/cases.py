"""Cases: the queues, finding one, one whole case, two side by side. What is done with one stands in case_acts.py."""

from __future__ import annotations

import asyncio
from urllib.parse import quote, urlencode

from sanic import Blueprint, HTTPResponse, Request, raw
from sanic.exceptions import NotFound

from casework_client.errors import CaseworkRefused
from casework_client.staff import Answer
from web.console import case_acts, kept_close
from web.console.answers import answered
from web.console.gate import BESIDE
from web.console.moves import ELEMENTS, FLAGS, LEVELS, NOTICES, REASONS, offered
from web.console.pages import clock, page
from web.console.parts import part, those
from web.shared import maps

own = Blueprint("cases", url_prefix="/cases")
blueprint = Blueprint.group(own, case_acts.blueprint)
_FILTERS = ("queue", "stage", "assigned_to", "state", "q", "after", "unread")
_SAFE_NAME = "attachment; filename*=UTF-8''{}"


@own.get("")
async def listed(request: Request) -> HTTPResponse:
    wanted = wanted_of(request)
    counts, problem = await request.ctx.casework.queues(), ""
    try:
        found = await request.ctx.casework.cases(limit=50, **{name: value for name, value in wanted.items() if value})
    except CaseworkRefused as refused:
        if refused.status != 400:
            raise
        found, problem = Answer(cases=[], next=None), refused.message
    following = urlencode({**{name: value for name, value in wanted.items() if value}, "after": found["next"] or ""})
    return page(
        request,
        "cases.html",
        found=found["cases"],
        wanted=wanted,
        counts=counts,
        queues=sorted({one["queue"] for one in counts}),
        stages=sorted({one["stage"] for one in counts}),
        same=urlencode({name: value for name, value in wanted.items() if value and name != "after"}),
        following=following if found["next"] else "",
        problem=problem,
    )


def wanted_of(request: Request) -> dict[str, str]:
    """What is looked for, by its filter; "" for what is not asked."""
    wanted = {name: str(request.args.get(name) or "").strip()[:120] for name in _FILTERS}
    if wanted["state"] not in ("open", "closed", "all"):
        # what somebody asks for by its number may be closed, and people write to cases that are
        wanted["state"] = "all" if wanted["q"] or wanted["unread"] else "open"
    return wanted


@own.get("/<case_id:int>")
async def one(request: Request, case_id: int) -> HTTPResponse:
    casework = request.ctx.casework
    try:
        case = await found_case(request, case_id)
    except CaseworkRefused as refused:
        if refused.status not in kept_close.STATUSES:
            raise
        return kept_close.ask_why(request, f"/cases/{case_id}", "case")
    messages, files, trail, twins, told, untold = await asyncio.gather(
        those(casework.of_case(case_id, "messages", limit=200), "messages"),
        those(casework.of_case(case_id, "evidence"), "files"),
        those(casework.of_case(case_id, "audit", limit=200), "entries"),
        those(casework.of_case(case_id, "duplicates"), "cases"),
        those(casework.of_agency("notifications", case=case_id), "notifications"),
        those(casework.of_agency("notification-events", case=case_id), "events"),
    )
    if case["unread"] and messages:
        last = max((one["message"] for one in messages if one["side"] == "citizen"), default=0)
        await part(casework.tell_case(case_id, "messages/read", {"up_to": last}))
    form = request.ctx.look.agency.reports.kinds.get(case["kind"] or "")
    look = request.ctx.look
    answer = page(
        request,
        "case.html",
        case=case,
        spot=maps.on_map(look.map, case.get("point"), case["place"]),
        moves=offered(case["moves"]),
        answers=answered(form, case["answers"], lambda at: clock(request, at)),
        questions=[question for question in form.questions if question.kind not in ("items", "people")] if form else [],
        messages=messages,
        files=files,
        trail=list(reversed(trail)),
        twins=twins,
        sent=told,
        untold=untold,
        notices=NOTICES,
        reasons=REASONS,
        elements=ELEMENTS,
        levels=LEVELS,
        flags=FLAGS,
        destinations=look.agency.destinations,
    )
    return maps.allowed(answer, look)


@own.post("/<case_id:int>/why")
async def why(request: Request, case_id: int) -> HTTPResponse:
    """Whoever does not serve a sensitive case and must open it says why; it stands in the trail."""
    return kept_close.opened(request, f"/cases/{case_id}", "case")


@own.get("/<case_id:int>/compare/<other:int>")
async def compare(request: Request, case_id: int, other: int) -> HTTPResponse:
    """The same matter twice? Side by side, what differs marked."""
    try:
        first, second = await asyncio.gather(found_case(request, case_id), found_case(request, other))
    except CaseworkRefused as refused:
        if refused.status not in kept_close.STATUSES:
            raise
        return kept_close.ask_why(request, f"/cases/{case_id}{BESIDE}{other}", "case")
    rows = [
        (name, first[name], second[name])
        for name in ("number", "need", "kind", "stage", "queue", "assigned_to", "place", "happened_at", "opened_at")
    ]
    forms = request.ctx.look.agency.reports.kinds
    told = [dict(answered(forms.get(case["kind"] or ""), case["answers"])) for case in (first, second)]
    rows += [(label, told[0].get(label), told[1].get(label)) for label in dict.fromkeys([*told[0], *told[1]])]
    return page(request, "compare.html", first=first, second=second, rows=rows, can_merge="merge" in first["moves"])


@own.post("/<case_id:int>/compare/<other:int>/why")
async def why_both(request: Request, case_id: int, other: int) -> HTTPResponse:
    """One reason for both: whoever opened one of them has said nothing of the other."""
    return kept_close.opened(request, f"/cases/{case_id}{BESIDE}{other}", "case")


@own.get("/<case_id:int>/files/<what:(evidence|attachments)>/<name:str>")
async def file(request: Request, case_id: int, what: str, name: str) -> HTTPResponse:
    """To be kept, never shown by the browser as a page of ours."""
    known = await _name_of(request, case_id, what, name)
    data = await request.ctx.casework.file_of_case(case_id, what, name)
    headers = {
        "Content-Disposition": _SAFE_NAME.format(quote(known or "file", safe="")),
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return raw(data, headers=headers, content_type="application/octet-stream")


async def found_case(request: Request, case_id: int) -> Answer:
    """Raises NotFound."""
    try:
        case: Answer = await request.ctx.casework.case(case_id)
    except CaseworkRefused as refused:
        if refused.status != 404:
            raise
        raise NotFound("There is no such case.") from None
    return case


async def _name_of(request: Request, case_id: int, what: str, name: str) -> str:
    casework = request.ctx.casework
    if what == "evidence":
        listed = (await casework.of_case(case_id, "evidence"))["files"]
        return next((str(one["name"]) for one in listed if one["id"] == name), "")
    messages = (await casework.of_case(case_id, "messages", limit=200))["messages"]
    files = [one for message in messages for one in message["attachments"] or []]
    return next((str(one["name"]) for one in files if str(one["attachment"]) == name), "")
