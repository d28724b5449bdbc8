"""The agency's own list of flags over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime

from sanic import HTTPResponse, Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases import flags
from casework.cases.api import flag_shapes as shapes
from casework.cases.tables import AgencyFlag
from casework.directory.services import Services
from casework.http.acting import actor_of, number, query
from casework.http.guard import answer, done, read_shape
from casework.http.routes import Routes
from casework.http.shapes import PageQuery
from casework.trail.actors import allow

routes: Routes[Services] = Routes("flags")
_A = "/v1/agencies/{agency}/flags"


@routes.operation(
    "get", _A, "The agency's own list", {200: ("a page", (shapes.FlagPage,))}, query=PageQuery, acting=True
)
async def get_flags(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor_of(request, "manage")
    asked = query(request, PageQuery)
    services.directory.get(agency)

    def load(session: Session) -> shapes.FlagPage:
        ours = select(AgencyFlag).where(AgencyFlag.agency == agency, AgencyFlag.id > asked.after)
        rows = session.scalars(ours.order_by(AgencyFlag.id).limit(asked.limit)).all()
        lines = [
            shapes.FlagLine(entry=row.id, flag=row.flag, note=row.note, added_by=row.added_by, until=row.until)
            for row in rows
        ]
        return shapes.FlagPage(entries=lines, next=rows[-1].id if len(rows) == asked.limit else None)

    return answer(await services.database.read(load))


@routes.operation("post", _A, "Put an entry in", {201: ("its id", (shapes.FlagListed,))}, body=shapes.FlagRequest)
async def post_flag(request: Request, services: Services, agency: str) -> HTTPResponse:
    """The same entry again renews it."""
    asked = read_shape(request, shapes.FlagRequest)
    actor, now = asked.actor.actor(), datetime.now(UTC)
    allow("manage", actor.role)
    country = services.directory.get(agency).info.country
    given = (asked.flag, asked.match, asked.value, asked.note, asked.until, actor, now, country)
    entry = await services.database.write(flags.put, agency, *given)
    return answer(shapes.FlagListed(entry=entry), 201)


@routes.operation("delete", _A + "/{entry}", "Take an entry out", {204: ("gone", ())}, acting=True)
async def delete_flag(request: Request, services: Services, agency: str, entry: str) -> HTTPResponse:
    actor = actor_of(request, "manage")
    services.directory.get(agency)
    return done(await services.database.write(flags.remove, agency, number(entry), actor, datetime.now(UTC)))
