"""A citizen's session over HTTP: begun, looked at, ended; and the invitation that an agency gives."""

from __future__ import annotations

from datetime import UTC, datetime

from sanic import HTTPResponse, Request
from sanic.response import empty
from sqlalchemy.orm import Session

from casework.access import persons
from casework.access.access import Asked, NotFound
from casework.access.attempts import Locked
from casework.access.persons import Begun, Whose
from casework.access.pin_choice import chosen_pin, why_not
from casework.access.tables import PersonSession
from casework.cases import changes, messages
from casework.cases.duplicates import survivor
from casework.cases.status import describe, in_person, language_of, passed_on_to
from casework.cases.tables import Case
from casework.errors import Unauthorized
from casework.http.acting import actor_of, number
from casework.http.callers import PERSON_SESSION, Person
from casework.http.guard import answer, read_shape
from casework.http.routes import Answers, Routes
from casework.intake import finding
from casework.intake.api.services import Services
from casework.intake.api.shapes import DraftFound
from casework.intake.finding import digits
from casework.intake.tables import Report
from casework.lookup.lookup import find
from casework.lookup.shapes import CaseLocked, CaseNotFound
from casework.person_sessions import codes, reminders, shapes
from casework.trail.actors import Actor
from casework.trail.entries import noted
from spoken.number_forms import NumberForms

routes: Routes[Services] = Routes("person_sessions")
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
    return await _begun(request, services, Whose(asked.agency, report, case), "pin", now)


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
    return await _begun(request, services, opened.thing, "invitation", now)


@routes.operation(
    "post",
    _S + "/codes",
    "Send a code to the contact on record, for who has lost the PIN",
    {200: ("asked for, or locked", (shapes.CodeAsked, CaseLocked))},
    body=shapes.CodeRequest,
)
async def post_code(request: Request, services: Services) -> HTTPResponse:
    """The answer is the same whether there is such a case or not."""
    asked, now = read_shape(request, shapes.CodeRequest), datetime.now(UTC)
    forms = services.directory.get(asked.agency).info.number_forms
    number, code, reference = _reference(asked, forms)
    locked = await services.access.asked_for_a_code(asked.agency, reference, asked.source, now)
    if locked is not None:
        return answer(CaseLocked(minutes=locked.minutes))
    await services.database.write(codes.send, asked.agency, number, code, reference, now)
    return answer(shapes.CodeAsked(minutes=persons.ONE_TIME_CODE_MINUTES))


@routes.operation(
    "post",
    _S + "/reminders",
    "Send the access codes of what is running to the contact on record, for who has lost them",
    {200: ("asked for, or locked", (shapes.ReminderAsked, CaseLocked))},
    body=shapes.ReminderRequest,
)
async def post_reminder(request: Request, services: Services) -> HTTPResponse:
    """The answer is the same whether there is such a person or not. With the code, a lost PIN is next (`/codes`)."""
    asked, now = read_shape(request, shapes.ReminderRequest), datetime.now(UTC)
    country = services.directory.get(asked.agency).info.country
    address = reminders.written(asked.phone, asked.email, country)
    locked = await services.access.asked_for_a_code(asked.agency, f"reminder {address}", asked.source, now)
    if locked is not None:
        return answer(CaseLocked(minutes=locked.minutes))
    await services.database.write(reminders.send, asked.agency, address, now)
    return answer(shapes.ReminderAsked())


@routes.operation(
    "post",
    _S + "/by-code",
    "A citizen signs in by a code that was sent, once",
    {200: ("begun, not found or locked", (shapes.PersonSessionBegun, CaseNotFound, CaseLocked))},
    body=shapes.CodeSignIn,
)
async def post_by_code(request: Request, services: Services) -> HTTPResponse:
    asked, now = read_shape(request, shapes.CodeSignIn), datetime.now(UTC)
    forms = services.directory.get(asked.agency).info.number_forms
    _, _, reference = _reference(asked, forms)

    def redeem(session: Session) -> Whose | None:
        return persons.redeem_code(session, asked.agency, reference, digits(asked.code), now)

    tried = Asked(asked.agency, f"page {asked.source}", reference, "", asked.source)
    opened = await services.access.open_by(tried, redeem, now)
    if isinstance(opened, Locked):
        return answer(CaseLocked(minutes=opened.minutes))
    if isinstance(opened, NotFound):
        return answer(CaseNotFound(tries_left=opened.tries_left))
    return await _begun(request, services, opened.thing, "one_time_code", now)


@routes.operation(
    "post",
    "/v1/person-session/pin",
    "Choose another PIN for one's own case",
    {200: ("chosen, or why not", (shapes.PinChosen,))},
    body=shapes.NewPin,
)
async def post_pin(request: Request, services: Services) -> HTTPResponse:
    asked, person, now = read_shape(request, shapes.NewPin), _person(request), datetime.now(UTC)
    common = services.directory.get(person.agency).reports.common

    def code_of(session: Session) -> str:
        return (changes.there(session, person.case, person.agency).access_code or "") if person.case else ""

    pin = chosen_pin(asked.pin)
    code = await services.database.read(code_of)
    problem = why_not(pin, code, common.pin) if common else None if pin else "A PIN has four digits."
    if problem or pin is None:
        return answer(shapes.PinChosen(outcome="refused", refused=problem))
    await services.database.write(codes.choose_pin, person, await services.pins.hashed(pin), now)
    return answer(shapes.PinChosen(outcome="chosen"))


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

    return await _begun(request, services, await services.database.read(whose), "report", now)


@routes.operation("get", "/v1/person-session", "What this session is for", {200: ("it", (shapes.PersonSessionAnswer,))})
async def get_session(request: Request, services: Services) -> HTTPResponse:
    person, now = _person(request), datetime.now(UTC)
    agency = services.directory.get(person.agency)

    def load(session: Session) -> shapes.PersonSessionAnswer:
        row = session.get_one(PersonSession, person.session)
        told = {"agency": person.agency, "expires_at": row.expires_at, "report": person.report}
        told["contact"] = person.contact is not None
        if person.case is None:
            report = finding.found(session, person.report or "")
            return shapes.PersonSessionAnswer.model_validate(told | {"filed": False, "access_code": report.access_code})
        case = changes.there(session, person.case, person.agency)
        stays = survivor(session, case)
        noted(session, person.agency, Actor(person.acts_as, "citizen"), "see_own", now, {}, case.id)
        private = in_person(case, agency)
        return shapes.PersonSessionAnswer.model_validate(
            told | {
                "filed": True, "number": case.number, "access_code": case.access_code,
                "status": describe(stays, agency, _language(session, case)),
                "unread": 0 if private else len(messages.unread_by_citizen(session, case)), "in_person_only": private,
                "history": [] if private else [{"stage": one.stage, "at": one.at} for one in stays.events],
                "handled_by": None if private else _handled_by(stays, passed_on_to(stays, agency)),
            }
        )  # fmt: skip

    return answer(await services.database.write(load))


@routes.operation("delete", "/v1/person-session", "A citizen signs out", {204: ("over", ())})
async def delete_session(request: Request, services: Services) -> HTTPResponse:
    await services.database.write(persons.end, _person(request).session)
    return empty()


@routes.operation(
    "post",
    "/v1/agencies/{agency}/cases/{case_id}/invitations",
    "A link for the person of a case: opens it once, within a day",
    {201: ("the invitation, told once", (shapes.Invited,))},
    acting=True,
)
async def post_invitation(request: Request, services: Services, agency: str, case_id: str) -> HTTPResponse:
    actor, now = actor_of(request, "invite"), datetime.now(UTC)

    def invite(session: Session) -> Begun:
        case = changes.held(session, number(case_id), agency)
        changes.wrote(session, case, actor, "invite", now)
        return persons.invite(session, Whose(agency, None, case.id), actor.id, now)

    made = await services.database.write(invite)
    return answer(shapes.Invited(invitation=made.token, expires_at=made.expires_at), 201)


def _reference(asked: shapes.CodeRequest, forms: NumberForms) -> tuple[str | None, str | None, str]:
    """(number, code, what tries are counted by), written as a look-up writes them."""
    if asked.case_number:
        number = forms.sought(asked.case_number)
        return number, None, number
    code = digits(asked.access_code or "")
    return None, code, f"code {code}"


def _language(session: Session, case: Case) -> str:
    report = session.get(Report, case.report_id) if case.report_id else None
    return language_of(session, case, report.language if report else None)


def _handled_by(case: Case, passed_on_to: str | None) -> str | None:
    """Nobody is named: a person's own case names no officer. A closed case is with nobody."""
    if case.redirected_to:
        return passed_on_to
    if case.closed_at is not None:
        return None
    return "officer" if case.assigned_to else "desk"


async def _begun(request: Request, services: Services, whose: Whose, way: persons.Way, now: datetime) -> HTTPResponse:
    acts_as = _ACTS_AS.get(request.ctx.client.kind, "by-web")

    def begin(session: Session) -> Begun:
        noted(session, whose.agency, Actor(acts_as, "citizen"), "sign_in", now, {"by": way}, whose.case)
        return persons.begin(session, whose, way, acts_as, now)

    begun = await services.database.write(begin)
    return answer(
        shapes.PersonSessionBegun(
            session=begun.token, expires_at=begun.expires_at, idle_minutes=persons.IDLE_MINUTES,
            report=whose.report, filed=whose.case is not None,
        )
    )  # fmt: skip


def _person(request: Request) -> Person:
    found: Person | None = getattr(request.ctx, "person", None)
    if found is None:
        raise Unauthorized(f"Send the session as {PERSON_SESSION.title()}.")
    return found
