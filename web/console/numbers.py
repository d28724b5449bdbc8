"""Numbers for a supervisor: what came, what became of it, how long it took, beside the period before; and who is needed when."""

from __future__ import annotations

import asyncio
import csv
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sanic import Blueprint, HTTPResponse, Request, raw
from sanic.exceptions import NotFound

from casework_client.staff import Answer
from web.console import charts
from web.console.demand import demand
from web.console.pages import need_name, page
from web.console.tables import TABLES, Line, Table, rows
from web.console.times import day
from web.shared.forms import whole_number

blueprint = Blueprint("numbers", url_prefix="/numbers")
_SPANS = (1, 7, 28, 91)


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Period:
        """As long, and just before."""
        return Period(self.first - timedelta(days=self.days), self.first - timedelta(days=1))

    @property
    def query(self) -> str:
        return f"first={self.first}&last={self.last}"


@blueprint.get("")
async def overview(request: Request) -> HTTPResponse:
    period = period_of(request)
    now, before = await _both(request, period)
    return page(
        request,
        "numbers.html",
        period=period,
        spans=_SPANS,
        today=datetime.now(UTC).astimezone(request.ctx.look.zone).date(),
        timedelta=timedelta,
        now=now,
        before=before,
        tables=[(table, _some(rows(table, now, before, lambda name: need_name(request, name)))) for table in TABLES],
    )


@blueprint.get("/tables/<name:str>/chart")
async def chart(request: Request, name: str) -> HTTPResponse:
    table, period = _table(name), period_of(request)
    now, before = await _both(request, period)
    lines = rows(table, now, before, lambda one: need_name(request, one))[:24]
    drawn = await asyncio.to_thread(
        charts.bars,
        table.title,
        [line.name for line in lines],
        [line.now for line in lines],
        [line.before for line in lines],
    )
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'"  # the styles of this picture; it is no page and runs nothing
    )
    return raw(drawn, content_type="image/svg+xml", headers={"Content-Security-Policy": policy})


@blueprint.get("/tables/<name:str>/csv")
async def as_csv(request: Request, name: str) -> HTTPResponse:
    table, period = _table(name), period_of(request)
    now, before = await _both(request, period)
    written = io.StringIO()
    out = csv.writer(written)
    out.writerow([table.title, f"{period.first} to {period.last}", f"{period.before.first} to {period.before.last}"])
    for line in rows(table, now, before, lambda one: need_name(request, one)):
        out.writerow([_harmless(line.name), line.now, line.before])
    headers = {"Content-Disposition": f"attachment; filename={table.name}-{period.first}.csv"}
    return raw(written.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


@blueprint.get("/demand")
async def people_needed(request: Request) -> HTTPResponse:
    """From the hand-overs of the period: how many call-takers each half hour of a week would have needed."""
    period = period_of(request, 28)
    now = await _figures(request, period)
    asked = whole_number(request.args.get("within"), 20, 5, 600), whole_number(request.args.get("share"), 80, 50, 99)
    handled = whole_number(request.args.get("handled"), 0, 0, 7_200) or now["handovers"]["handled_s"]["median"] or 240
    found = demand(
        now["handovers"]["by_half_hour"], period.first, period.last, float(handled), asked[0], asked[1] / 100
    )
    return page(
        request, "demand.html", period=period, demand=found, within=asked[0], share=asked[1], handled=round(float(handled)),
        measured=now["handovers"]["handled_s"]["count"],
    )  # fmt: skip


def _some(lines: list[Line]) -> list[Line]:
    """Hours and weekdays are all there; where nothing was in any of them there is nothing to draw."""
    return lines if any(line.now or line.before for line in lines) else []


def period_of(request: Request, days: int = 7) -> Period:
    today = datetime.now(UTC).astimezone(request.ctx.look.zone).date()
    last = min(day(str(request.args.get("last") or ""), today), today)
    first = day(str(request.args.get("first") or ""), last - timedelta(days=days - 1))
    if first > last or (last - first).days > 91:
        first = last - timedelta(days=days - 1)
    return Period(first, last)


async def _both(request: Request, period: Period) -> tuple[Answer, Answer]:
    now, before = await asyncio.gather(_figures(request, period), _figures(request, period.before))
    return now, before


async def _figures(request: Request, period: Period) -> Answer:
    told: Answer = await request.ctx.casework.of_agency("figures", first=str(period.first), last=str(period.last))
    return told


def _table(name: str) -> Table:
    found = next((table for table in TABLES if table.name == name), None)
    if found is None:
        raise NotFound("There are no such numbers.")
    return found


def _harmless(text: str) -> str:
    """A spreadsheet takes a cell that begins so for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
