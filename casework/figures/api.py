"""Figures over HTTP: numbers only, nobody's name, nobody's words. A period for supervisors; how long people wait for whoever waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sanic import HTTPResponse, Request

from casework.directory.services import Services
from casework.errors import BadRequest
from casework.figures import shapes
from casework.figures import waits as waiting
from casework.figures.counting import Period, figures
from casework.http.acting import actor_of, query
from casework.http.guard import answer
from casework.http.routes import Routes

routes: Routes[Services] = Routes("figures")
_LONGEST = timedelta(days=92)


@routes.operation(
    "get",
    "/v1/agencies/{agency}/figures",
    "Calls, hand-overs, cases and messages of a period, counted",
    {200: ("the figures", (shapes.Figures,))},
    query=shapes.FiguresQuery,
    acting=True,
)
async def get_figures(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor_of(request, "manage")
    info, asked = services.directory.get(agency).info, query(request, shapes.FiguresQuery)
    if not timedelta() <= asked.last - asked.first < _LONGEST:
        raise BadRequest("last does not fit: it is the first day or a later one, at most 92 days in all.")
    period = Period(agency, asked.first, asked.last, info.zone)
    return answer(await services.database.read(figures, period))


@routes.operation(
    "get",
    "/v1/agencies/{agency}/waits",
    "How long people wait for a person now",
    {200: ("chats and call-backs", (shapes.Waits,))},
)
async def get_waits(request: Request, services: Services, agency: str) -> HTTPResponse:
    services.directory.get(agency)
    return answer(await services.database.read(waiting.waits, agency, datetime.now(UTC)))
