"""How a person is reached and told, over HTTP: for those who serve their case, and the portal for the person themselves."""

from __future__ import annotations

from datetime import UTC, datetime

from sanic import HTTPResponse, Request
from sqlalchemy.orm import Session

from casework.cases import need_to_know
from casework.directory.services import Services
from casework.http.acting import actor_of, number, why_of
from casework.http.guard import answer, read_shape
from casework.http.routes import Routes
from casework.notifications import shapes, staff

routes: Routes[Services] = Routes("contacts")
_P = "/v1/agencies/{agency_id}/contacts/{contact_id}"


@routes.operation(
    "get",
    _P,
    "How a person is told; who looked stands in the trail",
    {200: ("the contact", (shapes.ContactAnswer,))},
    acting=True,
)
async def get_contact(request: Request, services: Services, agency_id: str, contact_id: str) -> HTTPResponse:
    """Whoever serves no case of theirs says why (Civicline-Why)."""
    actor, why, who = actor_of(request, "write"), why_of(request), number(contact_id)
    services.directory.get(agency_id)

    def load(session: Session) -> shapes.ContactAnswer:
        told = staff.seen_contact(session, agency_id, who, actor, datetime.now(UTC), why)
        need_to_know.may_reach(session, who, actor, why)
        return told

    return answer(await services.database.write(load))


@routes.operation(
    "patch",
    _P,
    "Change how a person is told",
    {200: ("the contact as it is now", (shapes.ContactAnswer,))},
    body=shapes.ContactChange,
    acting=True,
)
async def patch_contact(request: Request, services: Services, agency_id: str, contact_id: str) -> HTTPResponse:
    actor, change = actor_of(request, "write"), read_shape(request, shapes.ContactChange)
    country, why, who = services.directory.get(agency_id).info.country, why_of(request), number(contact_id)

    def work(session: Session) -> shapes.ContactAnswer:
        staff.contact(session, agency_id, who)  # another agency's is not there
        need_to_know.may_reach(session, who, actor, why)
        return staff.change_contact(session, agency_id, who, change, datetime.now(UTC), actor, country, why)

    return answer(await services.database.write(work))
