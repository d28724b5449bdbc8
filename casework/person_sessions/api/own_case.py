"""What a citizen sees of their own case, and says of it, signed in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from sanic import HTTPResponse, Request
from sanic.response import empty
from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies import Agency
from casework.access.tables import PersonSession
from casework.calls import surveys
from casework.calls.claiming import Also
from casework.cases import changes, messages
from casework.cases.duplicates import survivor
from casework.cases.status import describe, language_of, passed_on_to
from casework.cases.tables import Case
from casework.errors import Conflict
from casework.http.acting import key_of, person_of
from casework.http.callers import Person
from casework.http.guard import answer, read_shape
from casework.http.routes import Routes
from casework.http.shapes import ErrorAnswer
from casework.intake import finding
from casework.intake.api import services as intake
from casework.intake.tables import Report
from casework.person_sessions import own, shapes
from casework.rights import own_erasing
from casework.staff_accounts.tables import StaffAccount
from casework.trail.actors import Actor
from casework.trail.entries import noted


class Services(intake.Services, Protocol):
    @property
    def survey_answered(self) -> Also: ...


routes: Routes[Services] = Routes("own_case")


@routes.operation("get", "/v1/person-session", "What this session is for", {200: ("it", (shapes.PersonSessionAnswer,))})
async def get_session(request: Request, services: Services) -> HTTPResponse:
    person, now = person_of(request), datetime.now(UTC)
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
        private = own.private(session, case, agency)
        return shapes.PersonSessionAnswer.model_validate(
            told | {
                "filed": True, "number": case.number, "access_code": case.access_code,
                "status": describe(stays, agency, _language(session, case)),
                "unread": 0 if private else len(messages.unread_by_citizen(session, case)), "in_person_only": private,
                "history": [] if private else _history(session, case),
                "handled_by": None if private else _handled_by(stays, passed_on_to(stays, agency)),
                "officer_name": _officer(session, stays) if agency.info.show_officer and not private else None,
                "kind": None if private else _form(case, agency),
                "decided": not private and own.may_ask_for_review(session, case),
                "asks_how": own.asked_how(session, case, agency), "helped": own.helped(session, case),
                "erasable": own_erasing.goes_at_once(session, case, agency.needs.properties, now),
            }
        )  # fmt: skip

    return answer(await services.database.write(load))


@routes.operation(
    "get", "/v1/person-session/told", "Dates and news that the agency told", {200: ("them", (shapes.OwnTold,))}
)
async def get_told(request: Request, services: Services) -> HTTPResponse:
    person, now = person_of(request), datetime.now(UTC)
    agency = services.directory.get(person.agency)
    properties = agency.needs.properties

    def load(session: Session) -> shapes.OwnTold:
        case = _own_case(session, person)
        return shapes.OwnTold(
            told=[] if own.private(session, case, agency) else own.told(session, case, properties, now)
        )

    return answer(await services.database.read(load))


@routes.operation(
    "get", "/v1/person-session/seen", "Who of the agency looked at one's case", {200: ("it", (shapes.OwnSeen,))}
)
async def get_seen(request: Request, services: Services) -> HTTPResponse:
    person = person_of(request)
    agency = services.directory.get(person.agency)

    def load(session: Session) -> shapes.OwnSeen:
        case = _own_case(session, person)
        return shapes.OwnSeen(
            seen=[] if own.private(session, case, agency) else own.seen(session, case, agency.info.zone)
        )

    return answer(await services.database.read(load))


@routes.operation(
    "post",
    "/v1/person-session/review",
    "Ask for the decision to be looked at again",
    {
        201: ("asked, or asked before with this key", (shapes.ReviewAsked,)),
        409: ("nothing was decided yet", (ErrorAnswer,)),
    },
    body=shapes.ReviewRequest,
    key=True,
)
async def post_review(request: Request, services: Services) -> HTTPResponse:
    asked, key, person = read_shape(request, shapes.ReviewRequest), key_of(request), person_of(request)
    agency = services.directory.get(person.agency)

    def store(session: Session) -> shapes.ReviewAsked:
        case = changes.held(session, person.case or 0, person.agency)
        if own.private(session, case, agency):
            raise Conflict("A person of the agency talks to you about this report.")
        actor = Actor(person.acts_as, "citizen")
        return shapes.ReviewAsked(
            message=own.ask_for_review(session, case, actor, asked.why, f"review {key}", datetime.now(UTC))
        )

    return answer(await services.database.write(store), 201)


@routes.operation(
    "put",
    "/v1/person-session/helped",
    "Whether the person got what they needed, as they say; again replaces it",
    {204: ("kept with the call in which it was begun", ()), 409: ("nobody asks", (ErrorAnswer,))},
    body=shapes.HelpedRequest,
)
async def put_helped(request: Request, services: Services) -> HTTPResponse:
    asked, person, now = read_shape(request, shapes.HelpedRequest), person_of(request), datetime.now(UTC)
    agency = services.directory.get(person.agency)

    def store(session: Session) -> None:
        case = _own_case(session, person)
        if case.call_id is None or not own.asked_how(session, case, agency):
            raise Conflict("Nobody asks how this went.")
        surveys.keep(session, person.agency, case.call_id, asked.helped, now, services.survey_answered)

    await services.database.write(store)
    return empty()


def _form(case: Case, agency: Agency) -> str | None:
    """The agency's kind of report: its own, or the first one of the same need."""
    kinds = agency.reports.kinds
    return (
        case.kind if case.kind in kinds else next((name for name, one in kinds.items() if one.need == case.need), None)
    )


def _history(session: Session, case: Case) -> list[shapes.HistoryLine]:
    return [shapes.HistoryLine(stage=one.stage, at=one.at) for one in own.history(session, case)]


def _own_case(session: Session, person: Person) -> Case:
    """Raises NotFound while there is none."""
    return changes.there(session, person.case or 0, person.agency)


def _language(session: Session, case: Case) -> str:
    report = session.get(Report, case.report_id) if case.report_id else None
    return language_of(session, case, report.language if report else None)


def _officer(session: Session, case: Case) -> str | None:
    """As the account is called, badge and all; of an agency that shows it."""
    if case.closed_at is not None or not case.assigned_to:
        return None
    account = select(StaffAccount.name).where(
        StaffAccount.agency == case.agency, StaffAccount.login == case.assigned_to
    )
    return session.scalar(account)


def _handled_by(case: Case, passed_on_to: str | None) -> str | None:
    """Nobody is named here. A closed case is with nobody."""
    if case.redirected_to:
        return passed_on_to
    if case.closed_at is not None:
        return None
    return "officer" if case.assigned_to else "desk"
