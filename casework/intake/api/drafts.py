"""Over HTTP: reports that were begun and not filed."""

from __future__ import annotations

from sanic import HTTPResponse, Request

from casework.directory.services import Services
from casework.http.acting import actor_of, query, told
from casework.http.guard import answer
from casework.http.routes import Routes
from casework.intake.api import draft_shapes as shapes
from casework.intake.api import draft_view
from casework.trail.looking import looked

routes: Routes[Services] = Routes("drafts")


@routes.operation(
    "get",
    "/v1/agencies/{agency}/drafts",
    "Reports that were begun and not filed, the newest change first",
    {200: ("without their answers", (shapes.DraftPage,))},
    query=shapes.DraftQuery,
    acting=True,
)
async def get_drafts(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor, asked = actor_of(request, "see"), query(request, shapes.DraftQuery)
    services.directory.get(agency)
    await looked(services.database, agency, actor, "list_drafts", told(asked))
    return answer(await services.database.read(draft_view.listed, agency, asked))
