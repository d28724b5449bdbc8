"""The agency's records system over HTTP: a file of cases out, updates in."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sanic import HTTPResponse, Request

from casework.database import Database
from casework.directory.services import Services
from casework.errors import DatabaseDown
from casework.http.acting import actor_of, query
from casework.http.guard import answer
from casework.http.routes import Routes
from casework.records_system import export, importing, shapes
from casework.trail.actors import Actor
from casework.trail.entries import noted

routes: Routes[Services] = Routes("records_system")
_RETRY_WAITS_S = (0.5, 1, 2, 4)
_LARGEST_IMPORT = 64 * 1024 * 1024


@routes.operation(
    "get",
    "/v1/agencies/{agency}/export",
    "Cases as a file, with NIBRS's names where it has an element",
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
    kind = "text/csv; charset=utf-8" if asked.format == "csv" else "application/x-ndjson"
    response: Any = await request.respond(content_type=kind, headers={"Cache-Control": "no-store"})
    pieces = export.pages(services.database, agency, zone, asked.since, asked.format)
    while (piece := await services.database.run(_next, pieces)) is not None:
        await response.send(piece)
    await response.eof()


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
    services.directory.get(agency)
    stream: Any = request.stream
    stream.request_max_size = _LARGEST_IMPORT
    result, lines, waiting = importing.Result(), importing.Lines(), []
    while True:
        piece = await stream.read()
        waiting += lines.end() if piece is None else lines.feed(piece)
        while len(waiting) >= importing.BATCH or (piece is None and waiting):
            batch, waiting = waiting[: importing.BATCH], waiting[importing.BATCH :]
            await _take_in(services.database, agency, asked.source, actor, batch, result)
        if piece is None:
            return answer(shapes.ImportAnswer.model_validate(vars(result)))


async def _take_in(
    database: Database, agency: str, source: str, actor: Actor, lines: list[tuple[int, bytes]], result: importing.Result
) -> None:
    """One batch, again when the database was busy for too long; then a pause, so that callers get their turn."""
    for wait_s in (*_RETRY_WAITS_S, None):
        started = time.monotonic()
        try:
            await database.run(importing.take_in, database, agency, source, actor, lines, datetime.now(UTC), result)
            await asyncio.sleep(min(0.1, (time.monotonic() - started) / 4))
            return
        except DatabaseDown:
            if wait_s is None:
                raise
            await asyncio.sleep(wait_s)


def _next(pieces: Iterator[str]) -> str | None:
    return next(pieces, None)
