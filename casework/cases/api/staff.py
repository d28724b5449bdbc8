"""The agency's people and their cases: queues, one case with its trail, moves, assignment, duplicates, assessments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel
from sanic import HTTPResponse, Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies import Agency
from casework.cases import changes, duplicates, need_to_know, queues, staff, thrive
from casework.cases.api import shapes, views
from casework.cases.api.services import Services
from casework.cases.machine import life
from casework.cases.tables import Case
from casework.cases.withdrawing import withdraw
from casework.errors import RoleRefused
from casework.http.acting import actor_of, digest, key_of, number, query, told, why_of
from casework.http.guard import answer, read_shape
from casework.http.routes import Answers, Routes
from casework.http.shapes import ActorShape, ErrorAnswer, PageQuery
from casework.idempotency import done_once, named
from casework.trail.actors import Actor, allow
from casework.trail.looking import digest_of, looked
from casework.trail.tables import AuditEntry

routes: Routes[Services] = Routes("cases")
_A = "/v1/agencies/{agency}"
_C = _A + "/cases/{case_id}"
_MOVED: Answers = {
    200: ("where the case is now", (shapes.Moved,)),
    409: ("the state machine does not allow it, or the key was used for something else", (ErrorAnswer,)),
}
# the last is what names the change for ever
_Work = Callable[[Session, Agency, Case, Actor, datetime, str], None]


@routes.operation(
    "get",
    _A + "/cases",
    "Cases of a queue, or found by what was typed, page by page",
    {200: ("a page", (shapes.CasePage,))},
    query=shapes.QueueQuery,
    acting=True,
)
async def get_cases(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor = actor_of(request, "see")
    info = services.directory.get(agency).info
    asked = query(request, shapes.QueueQuery)
    given = asked.model_dump(exclude={"count"})
    wanted = queues.Wanted(**given, who=actor, country=info.country, forms=info.number_forms)
    await looked(services.database, agency, actor, "search" if asked.q else "list_cases", _told(agency, asked))

    def load(session: Session) -> shapes.CasePage:
        found, following = queues.page(session, agency, wanted)
        lines = [views.line(case, actor) for case in found]
        total = queues.total(session, agency, wanted) if asked.count else None
        return shapes.CasePage(cases=lines, next=following, total=total)

    return answer(await services.database.read(load))


@routes.operation(
    "get", _A + "/queues", "How many open cases wait where", {200: ("the counts", (shapes.QueueCounts,))}, acting=True
)
async def get_queues(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor_of(request, "see")
    services.directory.get(agency)
    rows = await services.database.read(queues.counts, agency)
    return answer(shapes.QueueCounts(queues=[shapes.QueueCount(queue=q, stage=s, open=n) for q, s, n in rows]))


@routes.operation(
    "get", _C, "A whole case; looking at it is written down", {200: ("the case", (shapes.CaseDetail,))}, acting=True
)
async def get_case(request: Request, services: Services, agency: str, case_id: str) -> HTTPResponse:
    actor, why = actor_of(request, "see"), why_of(request)

    def load(session: Session) -> shapes.CaseDetail:
        case, now = changes.held(session, number(case_id), agency), datetime.now(UTC)
        need_to_know.may_open(case, actor, why)
        changes.wrote(session, case, actor, "see", now, why=why)
        known = services.directory.get(agency).needs.properties
        return views.detail(session, case, known, actor, now, closely=bool(why))

    return answer(await services.database.write(load))


@routes.operation(
    "get",
    _C + "/audit",
    "Who did what, when and why",
    {200: ("a page of the trail", (shapes.AuditPage,))},
    query=PageQuery,
    acting=True,
)
async def get_audit(request: Request, services: Services, agency: str, case_id: str) -> HTTPResponse:
    actor, why = actor_of(request, "see_trail"), why_of(request)
    asked, of = query(request, PageQuery), number(case_id)

    def load(session: Session) -> shapes.AuditPage:
        case = changes.there(session, of, agency)
        need_to_know.may_open(case, actor, why)
        mine = select(AuditEntry).where(AuditEntry.case_id == case.id, AuditEntry.id > asked.after)
        rows = session.scalars(mine.order_by(AuditEntry.id).limit(asked.limit)).all()
        following = rows[-1].id if len(rows) == asked.limit else None
        return shapes.AuditPage(entries=[views.trail(row) for row in rows], next=following)

    page = await services.database.read(load)
    await looked(services.database, agency, actor, "see_trail", {}, of, why)
    return answer(page)


@routes.operation(
    "get",
    _C + "/duplicates",
    "Cases that may be the same matter",
    {200: ("nearest first", (shapes.CasePage,))},
    acting=True,
)
async def get_duplicates(request: Request, services: Services, agency: str, case_id: str) -> HTTPResponse:
    actor, why = actor_of(request, "see"), why_of(request)

    def load(session: Session) -> shapes.CasePage:
        case = changes.there(session, number(case_id), agency)
        need_to_know.may_open(case, actor, why)  # what is near it tells where it was
        found = duplicates.candidates(session, case)
        hidden = need_to_know.unread_by(session, (one.id for one in found), actor)  # and this tells where those were
        return shapes.CasePage(cases=[views.line(one, actor) for one in found if one.id not in hidden])

    page = await services.database.read(load)
    await looked(services.database, agency, actor, "see_duplicates", {}, number(case_id), why)
    return answer(page)


@routes.operation(
    "post",
    _C + "/moves",
    "Move a case on, as cases/stages.yml allows",
    _MOVED,
    body=shapes.MoveRequest,
    key=True,
)
async def post_move(request: Request, services: Services, agency: str, case_id: str) -> HTTPResponse:
    asked, why = read_shape(request, shapes.MoveRequest), why_of(request)
    wish = staff.Asked(**asked.model_dump(exclude={"actor"}))

    def work(session: Session, found: Agency, case: Case, actor: Actor, now: datetime, change: str) -> None:
        if actor.role == "citizen":
            raise RoleRefused("A citizen's moves come by their report form and their code, not by this address.")
        if asked.into is not None:
            need_to_know.may_change(
                session, duplicates.named(session, agency, asked.into), actor, why or asked.why, now
            )
        staff.do(session, found, case, actor, wish, now, services.reports, change, services.directory)

    return await _changed(request, services, agency, case_id, asked, asked.actor, work)


@routes.operation(
    "post",
    _C + "/assignment",
    "Give a case to an officer or a queue",
    _MOVED,
    body=shapes.AssignRequest,
    key=True,
)
async def post_assignment(request: Request, services: Services, agency: str, case_id: str) -> HTTPResponse:
    asked = read_shape(request, shapes.AssignRequest)

    def work(session: Session, _agency: Agency, case: Case, actor: Actor, now: datetime, change: str) -> None:
        to = asked.model_dump(exclude={"actor"})
        need_to_know.may_keep_close(case, asked.queue, actor, asked.why)
        staff.assign(session, case, actor, now, change=change, **to)

    return await _changed(request, services, agency, case_id, asked, asked.actor, work)


@routes.operation(
    "post",
    _C + "/notices",
    "Tell of an appointment, a hearing, property",
    _MOVED,
    body=shapes.NoticeRequest,
    key=True,
)
async def post_notice(request: Request, services: Services, agency: str, case_id: str) -> HTTPResponse:
    asked = read_shape(request, shapes.NoticeRequest)

    def work(session: Session, found: Agency, case: Case, actor: Actor, now: datetime, change: str) -> None:
        staff.notify(session, case, actor, now, asked.event, asked.values, found.info.zone, change)

    return await _changed(request, services, agency, case_id, asked, asked.actor, work)


@routes.operation("post", _C + "/thrive", "Decide an assessment", _MOVED, body=shapes.ThriveRequest, key=True)
async def post_thrive(request: Request, services: Services, agency: str, case_id: str) -> HTTPResponse:
    asked = read_shape(request, shapes.ThriveRequest)

    def work(session: Session, found: Agency, case: Case, actor: Actor, now: datetime, _change: str) -> None:
        allow("assess", actor.role)
        thrive.decide(session, case, found.needs.properties, actor, asked.levels, asked.note, now)
        levels = dict(asked.levels)
        changes.wrote(session, case, actor, "assess", now, why=asked.note, details={"levels": levels})

    return await _changed(request, services, agency, case_id, asked, asked.actor, work)


@routes.operation(
    "post",
    _C + "/withdrawal",
    "The same for a person who is signed in at the portal (actor: citizen)",
    _MOVED,
    body=shapes.SignedInWithdrawal,
    key=True,
)
async def post_withdrawal(request: Request, services: Services, agency: str, case_id: str) -> HTTPResponse:
    """The person has shown code and PIN already; by them alone it goes at /v1/case-withdrawals (lookup/)."""
    asked = read_shape(request, shapes.SignedInWithdrawal)

    def work(session: Session, _agency: Agency, case: Case, actor: Actor, now: datetime, change: str) -> None:
        withdraw(session, case, actor, now, asked.why, change)

    return await _changed(request, services, agency, case_id, asked, asked.actor, work)


async def _changed(
    request: Request,
    services: Services,
    agency_id: str,
    case_id: str,
    asked: BaseModel,
    who: ActorShape,
    work: _Work,
) -> HTTPResponse:
    """Does the work in one transaction, once per Idempotency-Key, and answers where the case is now."""
    now, key, why = datetime.now(UTC), key_of(request), why_of(request)
    agency, actor = services.directory.get(agency_id), who.actor()

    def inside(session: Session) -> dict[str, Any]:
        case = changes.held(session, number(case_id), agency_id)
        need_to_know.may_change(session, case, actor, why, now)
        work(session, agency, case, actor, now, named(scope))
        moves = life().moves_from(case.stage, actor.role)
        return shapes.Moved(case=case.id, stage=case.stage, number=case.number, moves=moves).model_dump()

    scope = f"case {agency_id} {number(case_id)} {key}"
    done = await services.database.run(done_once, services.database, scope, digest(request.path, asked), now, inside)
    return answer(shapes.Moved.model_validate(done))


def _told(agency: str, asked: shapes.QueueQuery) -> dict[str, Any]:
    """Which list it was, for the trail: the filters, and what was typed as a digest."""
    return told(asked) | ({"typed": digest_of(agency, asked.q)} if asked.q else {})
