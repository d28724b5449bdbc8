"""Reviewing over HTTP: the inbox, labels and their taking back, and how far reviewers agree."""

from __future__ import annotations

from datetime import UTC, datetime

from sanic import HTTPResponse, Request

from casework.directory.services import Services
from casework.http.acting import actor_of, number, query
from casework.http.guard import answer, read_shape
from casework.http.routes import Routes
from casework.reviews import outcomes, shapes, store

routes: Routes[Services] = Routes("reviews")
_TURNS = "/v1/agencies/{agency}/turns"
_LABEL = _TURNS + "/{call_id}/{n}/label"


@routes.operation(
    "get",
    _TURNS,
    "Judged turns, those first whose label would teach most; looking at them is written down",
    {200: ("a page", (shapes.TurnList,))},
    query=shapes.TurnQuery,
    acting=True,
)
async def get_turns(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor, asked = actor_of(request, "review"), query(request, shapes.TurnQuery)
    services.directory.get(agency)
    found = await services.database.run(store.listed, services.database, agency, asked, actor, datetime.now(UTC))
    return answer(found)


@routes.operation(
    "put",
    _LABEL,
    "What the turn was, as this reviewer says; again replaces it",
    {200: ("kept", (shapes.Labelled,))},
    body=shapes.LabelRequest,
    acting=True,
)
async def put_label(request: Request, services: Services, agency: str, call_id: str, n: str) -> HTTPResponse:
    actor, asked = actor_of(request, "review"), read_shape(request, shapes.LabelRequest)
    services.directory.get(agency)
    key, now = (call_id, _place(n)), datetime.now(UTC)
    state = await services.database.run(store.label, services.database, agency, key, asked, actor, now)
    return answer(shapes.Labelled(state=state))


@routes.operation(
    "delete",
    _LABEL,
    "Take the own label back",
    {200: ("taken back", (shapes.Labelled,))},
    acting=True,
)
async def delete_label(request: Request, services: Services, agency: str, call_id: str, n: str) -> HTTPResponse:
    actor = actor_of(request, "review")
    services.directory.get(agency)
    key, now = (call_id, _place(n)), datetime.now(UTC)
    state = await services.database.run(store.take_back, services.database, agency, key, actor, now)
    return answer(shapes.Labelled(state=state))


@routes.operation(
    "get",
    _TURNS + "/agreement",
    "How far two reviewers agree",
    {200: ("over all turns with two labels", (shapes.Agreement,))},
    acting=True,
)
async def get_agreement(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor_of(request, "review")
    services.directory.get(agency)
    return answer(await services.database.run(store.agreed, services.database, agency))


@routes.operation(
    "get",
    _TURNS + "/outcomes",
    "How calls went, by the model that understood them",
    {200: ("a line a model", (shapes.OutcomeList,))},
    query=shapes.OutcomeQuery,
    acting=True,
)
async def get_outcomes(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor_of(request, "review")
    needs, asked = services.directory.get(agency).needs.needs, query(request, shapes.OutcomeQuery)
    return answer(await services.database.read(outcomes.by_model, agency, needs, asked.since))


def _place(written: str) -> int:
    """The place of a turn in its record, from 0."""
    return 0 if written == "0" else number(written)
