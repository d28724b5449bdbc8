"""Calls and chats that are over: found by what was decided and when, and one whole conversation with what was made of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import NotFound

from casework_client.errors import CaseworkRefused
from casework_client.staff import Answer
from web.console import kept_close
from web.console.pages import page

blueprint = Blueprint("calls", url_prefix="/calls")
CHANNELS = ("voice", "web")
DISPOSITIONS = ("911", "call_taker", "transfer", "info", "self_service_report", "case_status", "abandoned")
REASONS = (
    "routed", "asked_for_person", "emergency", "not_understood", "other_language", "low_confidence", "no_input",
    "out_of_scope", "system_failure",
)  # fmt: skip
_FILTERS = ("channel", "need", "disposition", "reason", "language", "first", "last", "cursor")


@blueprint.get("")
async def listed(request: Request) -> HTTPResponse:
    wanted = {name: str(request.args.get(name) or "").strip()[:160] for name in _FILTERS}
    problem = ""
    try:
        found = await request.ctx.casework.calls(limit=50, **_asked(request, wanted))
    except CaseworkRefused as refused:
        if refused.status != 400:
            raise
        found, problem = Answer(calls=[], next=None), refused.message
    following = urlencode({**{name: one for name, one in wanted.items() if one}, "cursor": found["next"] or ""})
    return page(
        request,
        "calls.html",
        found=found["calls"],
        wanted=wanted,
        following=following if found["next"] else "",
        problem=problem,
        channels=CHANNELS,
        dispositions=DISPOSITIONS,
        reasons=REASONS,
        needs=request.ctx.look.agency.needs.needs,
        languages=request.ctx.look.languages,
        lasted=lasted,
    )


@blueprint.get("/<call_id:str>")
async def one(request: Request, call_id: str) -> HTTPResponse:
    try:
        record = await record_of(request, call_id)
    except CaseworkRefused as refused:
        if refused.status not in kept_close.STATUSES:
            raise
        return kept_close.ask_why(request, f"/calls/{call_id}", "call")
    return page(request, "call_record.html", record=record, lasted=lasted)


@blueprint.post("/<call_id:str>/why")
async def why(request: Request, call_id: str) -> HTTPResponse:
    """Whoever does not serve the caller and must read it says why; it stands in the trail."""
    return kept_close.opened(request, f"/calls/{call_id}", "call")


async def record_of(request: Request, call_id: str) -> Answer:
    """Raises NotFound, and CaseworkRefused where it is kept close."""
    try:
        record: Answer = await request.ctx.casework.call_record(call_id)
    except CaseworkRefused as refused:
        if refused.status != 404:
            raise
        raise NotFound("There is no such call; it may have been deleted after its retention period.") from None
    return record


def lasted(one: dict[str, Any]) -> str:
    """As a clock of minutes: 2:05."""
    seconds = (datetime.fromisoformat(one["ended_at"]) - datetime.fromisoformat(one["started_at"])).total_seconds()
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _asked(request: Request, wanted: dict[str, str]) -> dict[str, str]:
    """As casework wants it; whole days are the agency's."""
    zone = request.ctx.look.zone
    asked = {name: one for name, one in wanted.items() if one and name not in ("first", "last")}
    for name, part, later in (("first", "since", 0), ("last", "until", 1)):
        if (day := _day(wanted[name])) is not None:
            moment = datetime.combine(day + timedelta(days=later), time(), zone)
            asked[part] = moment.astimezone(UTC).isoformat()
    return asked


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
