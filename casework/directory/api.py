"""The directory over HTTP: an agency, and who handles a need."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Protocol

from sanic import HTTPResponse, Request

from agencies import Agency, Ask, Decided, route
from agencies.directory.vocabulary import FACTS
from casework.directory import services, shapes
from casework.http.guard import answer, read_shape
from casework.http.routes import Routes

Routed = shapes.RouteAsk | shapes.RouteDecided


class LooksUp(Protocol):
    """What the city's own sources know is put into a decision by a room above; the app hands it in."""

    def decided(self, agency: Agency, asked: shapes.RouteRequest, answer: Routed) -> Routed: ...


class Services(services.Services, Protocol):
    @property
    def look_ups(self) -> LooksUp: ...


routes: Routes[Services] = Routes("directory")


@routes.operation(
    "get", "/v1/agencies/{id}", "An agency as the channels need it", {200: ("the agency", (shapes.AgencyAnswer,))}
)
async def get_agency(_request: Request, services: Services, id: str) -> HTTPResponse:
    return answer(describe_agency(services.directory.get(id), datetime.now(UTC)))


@routes.operation(
    "post",
    "/v1/route",
    "Who handles a need, or the one question that decides it",
    {200: ("a question or a decision", (shapes.RouteAsk, shapes.RouteDecided))},
    body=shapes.RouteRequest,
)
async def post_route(request: Request, services: Services) -> HTTPResponse:
    asked = read_shape(request, shapes.RouteRequest)
    agency = services.directory.get(asked.agency)
    decided = decide(agency, asked)
    return answer(await asyncio.to_thread(services.look_ups.decided, agency, asked, decided))


def decide(agency: Agency, asked: shapes.RouteRequest) -> shapes.RouteAsk | shapes.RouteDecided:
    """Answers a route request; facts that no condition can know are left aside."""
    facts = {name: value for name, value in asked.facts.items() if name in FACTS and isinstance(value, (bool, str))}
    decision = route(agency, asked.need, facts, asked.asked, asked.at or datetime.now(UTC))
    return _question(decision) if isinstance(decision, Ask) else _decision(agency, decision)


def describe_agency(agency: Agency, at: datetime) -> shapes.AgencyAnswer:
    info = agency.info
    on = [notice.say for notice in agency.notices if not notice.needs and notice.is_on(at, info.is_stormy(at))]
    return shapes.AgencyAnswer(
        id=info.id,
        name=info.name,
        timezone=info.timezone,
        emergency=shapes.EmergencyAnswer(**info.emergency.model_dump(exclude={"also"})),
        general_line=agency.destinations[info.general_line].phone,
        languages=info.languages,
        notices=on,
        storm_mode=info.is_stormy(at),
    )


def _question(ask: Ask) -> shapes.RouteAsk:
    return shapes.RouteAsk(need=ask.need, ask=shapes.AskAnswer(**ask.question.model_dump(), danger=ask.danger))


def _decision(agency: Agency, decided: Decided) -> shapes.RouteDecided:
    offer = decided.offer
    person = decided.person
    return shapes.RouteDecided(
        need=decided.need,
        disposition=decided.disposition,
        act=decided.act,
        destination=_destination(agency, decided.destination),
        say=decided.say,
        offer=shapes.OfferAnswer(prompt=offer.prompt, online_say=offer.online_say) if offer else None,
        person=shapes.PersonAnswer(destination=_destination(agency, person.destination), say=person.say)
        if person
        else None,
        notices=[notice.say for notice in decided.notices],
        rule=decided.rule,
    )


def _destination(agency: Agency, name: str) -> shapes.DestinationAnswer:
    found = agency.destinations[name]
    return shapes.DestinationAnswer(id=name, name=found.name, phone=found.phone)
