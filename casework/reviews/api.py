"""Reviewing over HTTP: the inbox, labels and their taking back, and how far reviewers agree."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from sanic import HTTPResponse, Request

from casework.calls.need_to_know import NeedToKnow
from casework.directory import services
from casework.http.acting import actor_of, number, query
from casework.http.guard import answer, done, read_shape
from casework.http.routes import Routes
from casework.reviews import explaining, grouping, outcomes, shapes, store
from casework.reviews.close import Shown
from casework.trail.actors import Actor


class Services(services.Services, Protocol):
    @property
    def calls_kept_close(self) -> NeedToKnow: ...


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
    actor, asked = actor_of(request, "see_turns"), query(request, shapes.TurnQuery)
    shown = _shown(services, agency, actor)
    found = await services.database.run(store.listed, services.database, shown, asked, actor, datetime.now(UTC))
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
    shown = _shown(services, agency, actor)
    key, now = (call_id, _place(n)), datetime.now(UTC)
    state = await services.database.run(store.label, services.database, shown, key, asked, actor, now)
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
    _TURNS + "/unexplained",
    "Turns of which the nearest examples are not known yet; for the machine that has the training data",
    {200: ("some of them, what teaches most first", (shapes.Unexplained,))},
)
async def get_unexplained(request: Request, services: Services, agency: str) -> HTTPResponse:
    machine = Actor(request.ctx.client.name, "system")
    shown = _shown(services, agency, None)
    return answer(await services.database.write(explaining.unexplained, shown, machine, datetime.now(UTC)))


@routes.operation(
    "put",
    _TURNS + "/explained",
    "The nearest examples of turns, and what settled ones become; for the machine that has the training data",
    {204: ("kept; turns that are gone are passed over", ())},
    body=shapes.Explanations,
)
async def put_explained(request: Request, services: Services, agency: str) -> HTTPResponse:
    told = read_shape(request, shapes.Explanations)
    services.directory.get(agency)
    await services.database.write(explaining.explain, agency, told.turns)
    return done(True)


@routes.operation(
    "get",
    _TURNS + "/groups",
    "Turns that are unlike all examples and like each other: new needs, or old ones in new words",
    {200: ("the largest group first", (shapes.TurnGroupList,))},
    query=shapes.GroupQuery,
    acting=True,
)
async def get_groups(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor, asked = actor_of(request, "see_turns"), query(request, shapes.GroupQuery)
    shown, machine = _shown(services, agency, actor), _shown(services, agency, None)
    if not asked.words:
        return answer(await services.database.read(grouping.numbers, shown, machine))
    return answer(await services.database.write(grouping.groups, shown, machine, actor, datetime.now(UTC)))


@routes.operation(
    "get",
    _TURNS + "/groups/{group}",
    "The turns of a group that wait for a first label, and those that oneself labelled; looking at them is written down",
    {200: ("the most typical first", (shapes.GroupTurns,))},
    acting=True,
)
async def get_group(request: Request, services: Services, agency: str, group: str) -> HTTPResponse:
    actor = actor_of(request, "see_turns")
    shown = _shown(services, agency, actor)
    return answer(await services.database.write(grouping.turns_of, shown, number(group), actor, datetime.now(UTC)))


@routes.operation(
    "put",
    _TURNS + "/groups",
    "Which turns that are unlike all examples are like each other; for the machine that has the training data",
    {204: ("kept; a group keeps its number, and turns that are gone are passed over", ())},
    body=shapes.Groups,
)
async def put_groups(request: Request, services: Services, agency: str) -> HTTPResponse:
    told = read_shape(request, shapes.Groups)
    services.directory.get(agency)
    await services.database.write(grouping.group, agency, told.turns)
    return done(True)


@routes.operation(
    "put",
    _TURNS + "/labels",
    "One label for each of several turns, as this reviewer says, or their own taken back",
    {200: ("kept", (shapes.LabelsKept,))},
    body=shapes.LabelsRequest,
    acting=True,
)
async def put_labels(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor, asked = actor_of(request, "review"), read_shape(request, shapes.LabelsRequest)
    shown = _shown(services, agency, actor)
    return answer(await services.database.write(grouping.label_all, shown, asked, actor, datetime.now(UTC)))


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


def _shown(services: Services, agency: str, actor: Actor | None) -> Shown:
    return Shown.to(actor, services.directory.get(agency), services.calls_kept_close)


def _place(written: str) -> int:
    """The place of a turn in its record, from 0."""
    return 0 if written == "0" else number(written)
