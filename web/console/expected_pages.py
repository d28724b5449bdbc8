"""Expected calls by hour and the call-takers that they need, as page, picture and CSV, with how wrong it would have been before."""

from __future__ import annotations

import asyncio
import csv
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from babel.dates import format_date
from sanic import Blueprint, HTTPResponse, Request, raw

from web.console import charts
from web.console.erlang import needed
from web.console.forecast import Expected, TooLittle, expected, whole
from web.console.pages import page
from web.shared.forms import whole_number

blueprint = Blueprint("expected", url_prefix="/numbers/expected")
_LOOKS_BACK = timedelta(days=91)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # the styles of this picture; it is no page and runs nothing


@dataclass(frozen=True, slots=True)
class Day:
    name: str
    at: date
    calls: list[float]
    people: list[int]


@dataclass(frozen=True, slots=True)
class Asked:
    """`share` of callers in percent, answered within `within` seconds; `handled`: seconds with each; `handed`: share of calls that
    come to a call-taker."""

    share: int
    within: int
    handled: int
    handed: float


@blueprint.get("")
async def show(request: Request) -> HTTPResponse:
    told, asked, days_known = await _expected(request)
    about: dict[str, Any] = {
        "share": asked.share,
        "within": asked.within,
        "handled": asked.handled,
        "handed": asked.handed,
    }
    if isinstance(told, str):
        return page(request, "expected.html", too_few=told, **about)
    return page(
        request, "expected.html", too_few="", error=told.error, days=_days(told, asked), days_known=days_known, **about
    )


@blueprint.get("/chart")
async def chart(request: Request) -> HTTPResponse:
    told, asked, _ = await _expected(request)
    days = [] if isinstance(told, str) else _days(told, asked)
    drawn = await asyncio.to_thread(
        charts.bars, "Expected calls and chats", [one.name for one in days], [round(sum(one.calls)) for one in days]
    )
    return raw(drawn, content_type="image/svg+xml", headers={"Content-Security-Policy": _POLICY})


@blueprint.get("/csv")
async def as_csv(request: Request) -> HTTPResponse:
    told, asked, _ = await _expected(request)
    written = io.StringIO()
    out = csv.writer(written)
    out.writerow(["day", "hour", "expected calls", "call-takers"])
    for one in [] if isinstance(told, str) else _days(told, asked):
        out.writerows([one.at.isoformat(), hour, f"{one.calls[hour]:.2f}", one.people[hour]] for hour in range(24))
    headers = {"Content-Disposition": "attachment; filename=expected-calls.csv"}
    return raw(written.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


async def _expected(request: Request) -> tuple[Expected | str, Asked, int]:
    """What is expected, or why nothing is; today, which is not over, is left out."""
    last = datetime.now(UTC).astimezone(request.ctx.look.zone).date() - timedelta(days=1)
    first = last - _LOOKS_BACK + timedelta(days=1)
    figures = await request.ctx.casework.of_agency("figures", first=str(first), last=str(last))
    calls, taken = figures["calls"], figures["handovers"]
    handled = whole_number(request.args.get("handled"), 0, 0, 7_200) or round(taken["handled_s"]["median"] or 240)
    asked = Asked(
        whole_number(request.args.get("share"), 80, 50, 99),
        whole_number(request.args.get("within"), 20, 5, 600),
        handled,
        min(1.0, taken["total"] / calls["total"]) if calls["total"] else 1.0,
    )
    past = whole(calls["by_day_and_hour"], first, last)
    try:
        return await _kept(request, last, past), asked, len(past)
    except TooLittle as little:
        return str(little), asked, len(past)


async def _kept(request: Request, last: date, past: dict[date, list[float]]) -> Expected:
    """Reckoned once a day: page, picture and CSV tell the same. Raises TooLittle."""
    kept: dict[str, tuple[date, Expected]] = request.app.ctx.expected
    known = kept.get(request.ctx.look.id)
    if known is None or known[0] != last:
        known = kept[request.ctx.look.id] = (last, await asyncio.to_thread(expected, past))
    return known[1]


def _days(told: Expected, asked: Asked) -> list[Day]:
    def people(calls: float) -> int:
        return needed(calls * asked.handed, asked.handled, asked.within, asked.share / 100).people

    return [
        Day(format_date(at, "EEE d MMM", locale="en"), at, calls, [people(one) for one in calls])
        for at, calls in told.days.items()
    ]
