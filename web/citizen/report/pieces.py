"""What the pages of a report have in common: the report of this visit, its words, a page."""

from __future__ import annotations

from typing import Any

from sanic import HTTPResponse, Request
from sanic.exceptions import NotFound

from casework_client.errors import CaseworkRefused
from web.citizen.report.wording import Wording
from web.shared.forms import given

CHANNEL = "web"


class NoReport(NotFound):
    """The visit has no report any more: it has to be found with code and PIN."""


def alarm(request: Request, action: str, *names: str) -> HTTPResponse:
    """Asks whether somebody is in danger. Whoever says no goes on to `action` with these fields of the form, as they were sent."""
    kept = {name: value for name in names if (value := given(request, name))}
    return page_of(request, "report/alarm.html", action=action, kept=kept)


async def report_of(request: Request) -> dict[str, Any]:
    try:
        return await request.app.ctx.casework.report(report_id(request))  # type: ignore[no-any-return]
    except CaseworkRefused as refused:
        if refused.status != 404:
            raise
        request.ctx.visit.take("report")
        raise NoReport from None


async def tell(request: Request, report: str, what: str, body: dict[str, Any]) -> dict[str, Any]:
    return await request.app.ctx.casework.tell_report(report, what, body)  # type: ignore[no-any-return]


def report_id(request: Request) -> str:
    found = request.ctx.visit.get("report")
    if not found:
        raise NoReport("There is no report in this visit.")
    return str(found)


def remember(request: Request, report: str, kind: str, code: str) -> None:
    request.ctx.visit.put("report", report)
    request.ctx.visit.put("code", code)


def as_typed(kept: Any) -> str:
    """What is put into the field again: as it was written, else as it was understood."""
    if not kept or kept.get("how") != "given":
        return ""
    value = kept.get("value")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(kept.get("text") or value or "")


def wording_of(request: Request) -> Wording:
    return Wording(request.ctx.look, request.ctx.language, words_of(request))


def words_of(request: Request) -> Any:
    return request.app.ctx.pages.words(request)


def page_of(request: Request, template: str, status: int = 200, **values: Any) -> HTTPResponse:
    return request.app.ctx.pages.page(request, template, status, **values)  # type: ignore[no-any-return]
