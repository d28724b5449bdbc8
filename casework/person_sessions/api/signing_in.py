"""A citizen signs in and out; and the invitation that an agency gives."""

from __future__ import annotations

from datetime import UTC, datetime

from sanic import HTTPResponse, Request
from sanic.response import empty
from sqlalchemy.orm import Session

from casework.access import persons
from casework.access.access import Asked, NotFound
from casework.access.attempts import Locked
from casework.access.persons import Begun, Whose
from casework.cases import changes, need_to_know
from casework.http.acting import actor_of, number, of_its_agency, person_of, why_of
from casework.http.guard import answer, read_shape
from casework.http.routes import Answers, Routes
from casework.intake import finding
from casework.intake.api.services import Services
from casework.intake.api.shapes import DraftFound
from casework.lookup.lookup import find
from casework.lookup.shapes import CaseLocked, CaseNotFound
from casework.person_sessions import shapes
from casework.trail.actors import Actor
from casework.trail.entries import noted

routes: Routes[Services] = Routes("signing_in")
_S = "/v1/person-sessions"
_BEGUN: Answers = {
    200: ("begun, not found or locked", (shapes.PersonSessionBegun, CaseNotFound, CaseLocked)),
}
_ACTS_AS = {"bot": "by-telephone"}  # whom the trail names; every other client is a page


@routes.operation(
    "post", _S, "A citizen signs in, by number or code, and PIN", _BEGUN, body=shapes.PersonSessionRequest
)
async def post_session(request: Request, services: Services) -> HTTPResponse:
    asked, now = read_shape(request, shapes.PersonSessionRequest), datetime.now(UTC)
    services.directory.get(asked.agency)
    found = await find(services, asked, now)
    if isinstance(found, (CaseNotFound, CaseLocked)):
        return answer(found)
    case, report = (None, found.report) if isinstance(found, DraftFound) else (found.id, None)
    return await begun(request, services, Whose(asked.agency, report, case), "pin", now)


@routes.operation(
    "post",
    _S + "/by-invitation",
    "The same by an invitation, once",
    {200: ("begun, over or locked", (shapes.PersonSessionBegun, shapes.InvitationOver, CaseLocked))},
    body=shapes.InvitationRequest,
)
async def post_by_invitation(request: Request, services: Services) -> HTTPResponse:
    asked, now = read_shape(request, shapes.InvitationRequest), datetime.now(UTC)
    services.directory.get(asked.agency)

    def redeem(session: Session) -> Whose | None:
        return persons.redeem_invitation(session, asked.agency, asked.invitation, now)

    tried = Asked(asked.agency, f"page {asked.source}", f"invitation {asked.invitation}", "", asked.source)
    opened = await services.access.open_by(tried, redeem, now)
    if isinstance(opened, Locked):
        return answer(CaseLocked(minutes=opened.minutes))
    if isinstance(opened, NotFound):
        return answer(shapes.InvitationOver())
    return await begun(request, services, opened.thing, "invitation", now)


@routes.operation(
    "post",
    _S + "/by-report",
    "The same for whoever began or resumed a report just now",
    {200: ("begun", (shapes.PersonSessionBegun,))},
    body=shapes.ByReport,
)
async def post_by_report(request: Request, services: Services) -> HTTPResponse:
    asked, now = read_shape(request, shapes.ByReport), datetime.now(UTC)

    def whose(session: Session) -> Whose:
        report = finding.found(session, asked.report)
        return Whose(report.agency, report.id, report.case_id)

    found = await services.database.read(whose)
    of_its_agency(request, found.agency)
    return await begun(request, services, found, "report", now)


@routes.operation("delete", "/v1/person-session", "A citizen signs out", {204: ("over", ())})
async def delete_session(request: Request, services: Services) -> HTTPResponse:
    await services.database.write(persons.end, person_of(request).session)
    return empty()


@routes.operation(
    "post",
    "/v1/agencies/{agency}/cases/{case_id}/invitations",
    "A link for the person of a case: opens it once, within a day",
    {201: ("the invitation, told once", (shapes.Invited,))},
    acting=True,
)
async def post_invitation(request: Request, services: Services, agency: str, case_id: str) -> HTTPResponse:
    actor, why, now = actor_of(request, "invite"), why_of(request), datetime.now(UTC)

    def invite(session: Session) -> Begun:
        case = changes.held(session, number(case_id), agency)
        need_to_know.may_change(session, case, actor, why, now)
        changes.wrote(session, case, actor, "invite", now)
        return persons.invite(session, Whose(agency, None, case.id), actor.id, now)

    made = await services.database.write(invite)
    return answer(shapes.Invited(invitation=made.token, expires_at=made.expires_at), 201)


async def begun(request: Request, services: Services, whose: Whose, way: persons.Way, now: datetime) -> HTTPResponse:
    acts_as = _ACTS_AS.get(request.ctx.client.kind, "by-web")

    def begin(session: Session) -> Begun:
        noted(session, whose.agency, Actor(acts_as, "citizen"), "sign_in", now, {"by": way}, whose.case)
        return persons.begin(session, whose, way, acts_as, now)

    made = await services.database.write(begin)
    return answer(
        shapes.PersonSessionBegun(
            session=made.token, expires_at=made.expires_at, idle_minutes=persons.IDLE_MINUTES,
            report=whose.report, filed=whose.case is not None,
        )
    )  # fmt: skip
