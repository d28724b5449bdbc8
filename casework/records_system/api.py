"""The agency's records system over HTTP: a file of cases out, updates in."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sanic import HTTPResponse, Request
from sanic.response import raw
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases import changes
from casework.database import Database
from casework.directory.services import Services
from casework.errors import DatabaseDown, NotFound
from casework.http.acting import actor_of, number, query
from casework.http.files import as_attachment
from casework.http.guard import answer
from casework.http.routes import Routes
from casework.http.shapes import PageQuery
from casework.intake import evidence
from casework.intake.tables import Evidence
from casework.records_system import events, export, importing, shapes, whole
from casework.trail.actors import Actor
from casework.trail.entries import noted
from spoken.number_forms import NumberForms

routes: Routes[Services] = Routes("records_system")
_RETRY_WAITS_S = (0.5, 1, 2, 4)
_MEDIA = {"csv": "text/csv; charset=utf-8", "nibrs_csv": "text/csv; charset=utf-8", "nibrs_xml": "application/xml"}
_LARGEST_IMPORT = 64 * 1024 * 1024


@routes.operation(
    "get",
    "/v1/agencies/{agency}/export",
    "Cases as a file: lines, whole cases, or NIBRS's segments as CSV or XML",
    {200: ("the file", ())},
    query=shapes.ExportQuery,
    acting=True,
    gives="application/x-ndjson",
)
async def get_export(request: Request, services: Services, agency: str) -> None:
    """All cases (or those changed since), one a line, streamed; that somebody took them stands in the trail."""
    actor, asked = actor_of(request, "export"), query(request, shapes.ExportQuery)
    zone = services.directory.get(agency).info.zone
    details = {"format": asked.format, "since": asked.since.isoformat() if asked.since else None}
    await services.database.write(noted, agency, actor, "export", datetime.now(UTC), details)
    kind = _MEDIA.get(asked.format, "application/x-ndjson")
    response: Any = await request.respond(content_type=kind, headers={"Cache-Control": "no-store"})
    pieces = export.pages(services.database, agency, zone, asked.since, asked.format)
    while (piece := await services.database.run(_next, pieces)) is not None:
        if piece:
            await response.send(piece)
    await response.eof()


@routes.operation(
    "get",
    "/v1/agencies/{agency}/records/events",
    "What happened to cases since a cursor, for a receiver that was off",
    {200: ("a page", (shapes.EventPage,))},
    query=PageQuery,
    acting=True,
)
async def get_events(request: Request, services: Services, agency: str) -> HTTPResponse:
    """Begin with after=0 and keep `next`. Looking at a case is no event."""
    actor_of(request, "take_over")
    asked = query(request, PageQuery)
    services.directory.get(agency)
    found = await services.database.read(events.events, agency, asked.after, asked.limit, datetime.now(UTC))
    return answer(found)


@routes.operation(
    "get",
    "/v1/agencies/{agency}/records/cases/{case_id}",
    "A case with all that its report is made of, for the records system; that it was taken stands in the trail",
    {200: ("the case", (shapes.WholeCase,))},
    acting=True,
)
async def get_whole(request: Request, services: Services, agency: str, case_id: str) -> HTTPResponse:
    actor = actor_of(request, "take_over")
    zone = services.directory.get(agency).info.zone

    def load(session: Session) -> shapes.WholeCase:
        case = changes.held(session, number(case_id), agency)
        changes.wrote(session, case, actor, "take_over", datetime.now(UTC))
        return shapes.WholeCase.model_validate(whole.document(session, case, zone))

    return answer(await services.database.write(load))


@routes.operation(
    "get",
    "/v1/agencies/{agency}/records/cases/{case_id}/files/{evidence_id}",
    "A file of it, as the agency's people get it",
    {200: ("the file", ())},
    acting=True,
    gives="application/octet-stream",
)
async def get_record_file(
    request: Request, services: Services, agency: str, case_id: str, evidence_id: str
) -> HTTPResponse:
    actor = actor_of(request, "take_over")

    def load(session: Session) -> Evidence:
        case = changes.held(session, number(case_id), agency)
        mine = select(Evidence).where(
            Evidence.report_id == case.report_id, Evidence.id == evidence_id[:64].replace("\0", "")
        )
        row = session.scalar(mine) if case.report_id else None
        if row is None:
            raise NotFound("There is no such file with this case.")
        changes.wrote(session, case, actor, "take_evidence", datetime.now(UTC), details={"evidence": row.id})
        session.flush()
        session.expunge(row)
        return row

    row = await services.database.write(load)
    data = await services.database.run(evidence.load, services.store, row)
    return raw(data, headers=as_attachment(row.name), content_type=row.media_type)


@routes.operation(
    "post",
    "/v1/agencies/{agency}/imports",
    "Updates of a records system, one JSON object a line",
    {200: ("what became of the lines", (shapes.ImportAnswer,))},
    query=shapes.ImportQuery,
    acting=True,
    takes="application/x-ndjson",
    stream=True,
)
async def post_import(request: Request, services: Services, agency: str) -> HTTPResponse:
    """Updates as NDJSON, taken in while they arrive. What was taken in stays, also when the connection breaks: send again."""
    actor, asked = actor_of(request, "import"), query(request, shapes.ImportQuery)
    forms = services.directory.get(agency).info.number_forms
    stream: Any = request.stream
    stream.request_max_size = _LARGEST_IMPORT
    result, lines, waiting = importing.Result(), importing.Lines(), []
    while True:
        piece = await stream.read()
        waiting += lines.end() if piece is None else lines.feed(piece)
        while len(waiting) >= importing.BATCH or (piece is None and waiting):
            batch, waiting = waiting[: importing.BATCH], waiting[importing.BATCH :]
            await _take_in(services.database, agency, asked.source, actor, batch, result, forms)
        if piece is None:
            return answer(shapes.ImportAnswer.model_validate(vars(result)))


async def _take_in(
    database: Database,
    agency: str,
    source: str,
    actor: Actor,
    lines: list[tuple[int, bytes]],
    result: importing.Result,
    forms: NumberForms,
) -> None:
    """One batch, again when the database was busy for too long; then a pause, so that callers get their turn."""
    for wait_s in (*_RETRY_WAITS_S, None):
        started = time.monotonic()
        try:
            now = datetime.now(UTC)
            await database.run(importing.take_in, database, agency, source, actor, lines, now, result, forms)
            await asyncio.sleep(min(0.1, (time.monotonic() - started) / 4))
            return
        except DatabaseDown:
            if wait_s is None:
                raise
            await asyncio.sleep(wait_s)


def _next(pieces: Iterator[str]) -> str | None:
    return next(pieces, None)
