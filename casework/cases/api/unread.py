"""Over HTTP: messages of people that nobody has read."""

from __future__ import annotations

from sanic import HTTPResponse, Request

from casework.cases.api import unread_shapes as shapes
from casework.cases.api import unread_view
from casework.directory.services import Services
from casework.http.acting import actor_of, query, told
from casework.http.guard import answer
from casework.http.routes import Routes
from casework.trail.looking import looked

routes: Routes[Services] = Routes("unread")


@routes.operation(
    "get",
    "/v1/agencies/{agency}/unread-messages",
    "Messages of people that nobody of the agency has read, oldest first",
    {200: ("without their words", (shapes.UnreadPage,))},
    query=shapes.UnreadQuery,
    acting=True,
)
async def get_unread(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor, asked = actor_of(request, "see"), query(request, shapes.UnreadQuery)
    services.directory.get(agency)
    await looked(services.database, agency, actor, "list_unread", told(asked))
    return answer(await services.database.read(unread_view.listed, agency, asked))
