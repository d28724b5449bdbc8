"""People's own data over HTTP: subject access, erasure, legal hold, correction; and a draft, deleted by its person."""

from __future__ import annotations

from datetime import UTC, datetime

from sanic import HTTPResponse, Request
from sanic.response import empty
from sqlalchemy.orm import Session

from casework.cases import changes, messages, need_to_know
from casework.cases.opening import CITIZEN
from casework.directory.services import Services
from casework.http.acting import actor_of, key_of, number, person_of, why_of
from casework.http.guard import answer, read_shape
from casework.http.routes import Routes
from casework.intake.store import held
from casework.rights import drafts, erasing, own_erasing, shapes, statements, subject, telling
from casework.trail.actors import Actor, allow

routes: Routes[Services] = Routes("rights")
_A = "/v1/agencies/{agency}"


@routes.operation(
    "post",
    _A + "/subject-access",
    "All that is held on a person; that it was given out stands in the trail",
    {200: ("row by row", (shapes.SubjectAnswer,))},
    body=shapes.SubjectRequest,
)
async def post_subject_access(request: Request, services: Services, agency: str) -> HTTPResponse:
    asked = read_shape(request, shapes.SubjectRequest)
    actor, info = asked.actor.actor(), services.directory.get(agency).info
    allow("manage", actor.role)

    def work(session: Session) -> shapes.SubjectAnswer:
        found = subject.found(session, agency, info.country, asked.phone, asked.email, asked.case)
        told = shapes.SubjectAnswer.model_validate(telling.told(session, found, info.zone))
        telling.noted_as_given(session, agency, actor, found, asked.why, datetime.now(UTC))
        return told

    return answer(await services.database.write(work))


@routes.operation(
    "post",
    _A + "/erasures",
    "Erase what is held on a person, but for open cases and those under a hold",
    {200: ("what went and what stayed", (shapes.ErasedAnswer,))},
    body=shapes.SubjectRequest,
)
async def post_erasure(request: Request, services: Services, agency: str) -> HTTPResponse:
    """Files go with the next run of retention, within a day."""
    asked = read_shape(request, shapes.SubjectRequest)
    info = services.directory.get(agency).info

    def work(session: Session) -> shapes.ErasedAnswer:
        allow("manage", asked.actor.role)
        found = subject.found(session, agency, info.country, asked.phone, asked.email, asked.case)
        done = erasing.erase(session, agency, found, asked.why, asked.actor.actor(), datetime.now(UTC))
        return shapes.ErasedAnswer.model_validate(vars(done))

    return answer(await services.database.write(work))


@routes.operation(
    "post",
    "/v1/person-session/erasure",
    "A person wants their own report erased: at once what they took back a week ago, else the agency is asked",
    {200: ("what became of it", (shapes.OwnErasure,))},
    key=True,
)
async def post_own_erasure(request: Request, services: Services) -> HTTPResponse:
    """Files go with the next run of retention, within a day. The session is over with its case."""
    key, person, now = key_of(request), person_of(request), datetime.now(UTC)
    agency = services.directory.get(person.agency)
    properties, info = agency.needs.properties, agency.info

    def work(session: Session) -> shapes.OwnErasure:
        case, actor = changes.held(session, person.case or 0, person.agency), Actor(person.acts_as, "citizen")
        if own_erasing.erase(session, case, properties, actor, now):
            return shapes.OwnErasure(outcome="erased", call_days=info.retention_days, log_days=info.trail_days)
        words = "I ask for everything that is kept of this report and of me to be erased."
        return shapes.OwnErasure(
            outcome="asked", message=messages.write(session, case, actor, words, f"erasure {key}", now)
        )

    return answer(await services.database.write(work))


@routes.operation(
    "post",
    _A + "/cases/{case_id}/hold",
    "Keep all of a case, or no longer",
    {204: ("done", ())},
    body=shapes.HoldRequest,
)
async def post_hold(request: Request, services: Services, agency: str, case_id: str) -> HTTPResponse:
    asked = read_shape(request, shapes.HoldRequest)
    given = (number(case_id), agency, asked.on, asked.why, asked.actor.actor(), datetime.now(UTC))
    await services.database.write(erasing.hold, *given)
    return empty()


@routes.operation(
    "post",
    _A + "/cases/{case_id}/corrections",
    "Correct an answer at its person's wish; what was said first is kept",
    {204: ("corrected", ())},
    body=shapes.CorrectionRequest,
)
async def post_correction(request: Request, services: Services, agency: str, case_id: str) -> HTTPResponse:
    asked, why, now = read_shape(request, shapes.CorrectionRequest), why_of(request), datetime.now(UTC)
    of, actor = number(case_id), asked.actor.actor()

    def work(session: Session) -> None:
        need_to_know.may_change(session, changes.held(session, of, agency), actor, why, now)
        erasing.correct(session, of, agency, asked.question, asked.value, asked.why, actor, now)

    await services.database.write(work)
    return empty()


@routes.operation(
    "get",
    _A + "/cases/{case_id}/statements",
    "What was said first and what afterwards; looking at it is written down",
    {200: ("in order", (shapes.Statements,))},
    acting=True,
)
async def get_statements(request: Request, services: Services, agency: str, case_id: str) -> HTTPResponse:
    actor, why = actor_of(request, "see"), why_of(request)

    def load(session: Session) -> shapes.Statements:
        case = changes.held(session, number(case_id), agency)
        need_to_know.may_open(case, actor, why)
        changes.wrote(session, case, actor, "see_statements", datetime.now(UTC), why=why)
        told = {"answers": statements.of_case(session, case), "contact": statements.of_contact(session, case)}
        return shapes.Statements.model_validate({name: [vars(one) for one in said] for name, said in told.items()})

    return answer(await services.database.write(load))


@routes.operation(
    "delete", "/v1/reports/{report}", "The person deletes their draft", {204: ("it is gone, with its files", ())}
)
async def delete_report(_request: Request, services: Services, report: str) -> HTTPResponse:
    """A filed report is taken back instead (/v1/case-withdrawals)."""

    def work(session: Session) -> None:
        drafts.delete(session, held(session, report), CITIZEN, datetime.now(UTC))

    await services.database.write(work)
    return empty()
