"""The agency's people and their cases: queues, one case with its trail, moves, assignment, duplicates, assessments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from pydantic import BaseModel
from sanic import Blueprint, HTTPResponse, Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies import Agency
from casework.cases import changes, duplicates, queues, staff, thrive
from casework.cases.api import shapes, staff_shapes
from casework.cases.api import views as views
from casework.cases.machine import Actor, MoveRefused, life
from casework.cases.tables import AuditEntry
from casework.errors import NotFound
from casework.http.acting import actor_of, digest, key_of, number, query
from casework.http.guard import answer, read_shape
from casework.idempotency import done_once, named
from casework.models import Case

cases_of_agency = Blueprint("desk", url_prefix="/v1/agencies/<agency:str>")
Asked = TypeVar("Asked", bound=BaseModel)
# the last is what names the change for ever
_Work = Callable[[Session, Agency, Case, Actor, datetime, str], None]


@cases_of_agency.get("/cases")
async def get_cases(request: Request, agency: str) -> HTTPResponse:
    services = request.app.ctx.services
    actor_of(request, "see")
    services.directory.get(agency)
    wanted = queues.Wanted(**query(request, staff_shapes.QueueQuery).model_dump())

    def load() -> staff_shapes.CasePage:
        with services.database.reading() as session:
            found, following = queues.page(session, agency, wanted)
            return staff_shapes.CasePage(cases=[views.line(case) for case in found], next=following)

    return answer(await services.database.run(load))


@cases_of_agency.get("/queues")
async def get_queues(request: Request, agency: str) -> HTTPResponse:
    services = request.app.ctx.services
    actor_of(request, "see")
    services.directory.get(agency)

    def load() -> staff_shapes.QueueCounts:
        with services.database.reading() as session:
            rows = queues.counts(session, agency)
            return staff_shapes.QueueCounts(
                queues=[staff_shapes.QueueCount(queue=q, stage=s, open=n) for q, s, n in rows]
            )

    return answer(await services.database.run(load))


@cases_of_agency.get("/cases/<case_id:str>")
async def get_case(request: Request, agency: str, case_id: str) -> HTTPResponse:
    """The whole case; that somebody looked at it stands in its trail."""
    services = request.app.ctx.services
    actor = actor_of(request, "see")

    def load() -> staff_shapes.CaseDetail:
        with services.database.writing() as session:
            case = changes.held(session, number(case_id), agency)
            changes.wrote(session, case, actor, "see", datetime.now(UTC))
            return views.detail(session, case, actor)

    return answer(await services.database.run(load))


@cases_of_agency.get("/cases/<case_id:str>/audit")
async def get_audit(request: Request, agency: str, case_id: str) -> HTTPResponse:
    services = request.app.ctx.services
    actor_of(request, "see")
    asked = query(request, shapes.PageQuery)

    def load() -> staff_shapes.AuditPage:
        with services.database.reading() as session:
            case = there(session, agency, number(case_id))
            mine = select(AuditEntry).where(AuditEntry.case_id == case.id, AuditEntry.id > asked.after)
            rows = session.scalars(mine.order_by(AuditEntry.id).limit(asked.limit)).all()
            following = rows[-1].id if len(rows) == asked.limit else None
            return staff_shapes.AuditPage(entries=[views.trail(row) for row in rows], next=following)

    return answer(await services.database.run(load))


@cases_of_agency.get("/cases/<case_id:str>/duplicates")
async def get_duplicates(request: Request, agency: str, case_id: str) -> HTTPResponse:
    services = request.app.ctx.services
    actor_of(request, "see")

    def load() -> staff_shapes.CasePage:
        with services.database.reading() as session:
            found = duplicates.candidates(session, there(session, agency, number(case_id)))
            return staff_shapes.CasePage(cases=[views.line(case) for case in found])

    return answer(await services.database.run(load))


@cases_of_agency.post("/cases/<case_id:str>/moves")
async def post_move(request: Request, agency: str, case_id: str) -> HTTPResponse:
    asked = read_shape(request, staff_shapes.MoveRequest)
    wish, directory = staff.Asked(**asked.model_dump(exclude={"actor"})), request.app.ctx.services.directory

    def work(session: Session, found: Agency, case: Case, actor: Actor, now: datetime, change: str) -> None:
        if actor.role == "citizen":
            raise MoveRefused("A citizen's moves come by their report form and their code, not by this address.")
        staff.do(session, found, case, actor, wish, now, change, directory)

    return await changed(request, agency, case_id, asked, asked.actor, work)


@cases_of_agency.post("/cases/<case_id:str>/assignment")
async def post_assignment(request: Request, agency: str, case_id: str) -> HTTPResponse:
    asked = read_shape(request, staff_shapes.AssignRequest)

    def work(session: Session, _agency: Agency, case: Case, actor: Actor, now: datetime, change: str) -> None:
        to = asked.model_dump(exclude={"actor"})
        staff.assign(session, case, actor, now, change=change, **to)

    return await changed(request, agency, case_id, asked, asked.actor, work)


@cases_of_agency.post("/cases/<case_id:str>/notices")
async def post_notice(request: Request, agency: str, case_id: str) -> HTTPResponse:
    asked = read_shape(request, staff_shapes.NoticeRequest)

    def work(session: Session, _agency: Agency, case: Case, actor: Actor, now: datetime, change: str) -> None:
        staff.notify(session, case, actor, now, asked.event, asked.values, change)

    return await changed(request, agency, case_id, asked, asked.actor, work)


@cases_of_agency.post("/cases/<case_id:str>/thrive")
async def post_thrive(request: Request, agency: str, case_id: str) -> HTTPResponse:
    asked = read_shape(request, staff_shapes.ThriveRequest)

    def work(session: Session, _agency: Agency, case: Case, actor: Actor, now: datetime, _change: str) -> None:
        life().allow("assess", actor.role)
        thrive.decide(session, case, actor, asked.levels, asked.note, now)
        levels = dict(asked.levels)
        changes.wrote(session, case, actor, "assess", now, why=asked.note, details={"levels": levels})

    return await changed(request, agency, case_id, asked, asked.actor, work)


def there(session: Session, agency: str, case_id: int) -> Case:
    """The agency's case, for reading; raises NotFound."""
    case = session.get(Case, case_id)
    if case is None or case.agency != agency:
        raise NotFound("There is no such case; it may have been deleted after its retention period.")
    return case


async def changed(
    request: Request, agency_id: str, case_id: str, asked: BaseModel, who: shapes.ActorShape, work: _Work
) -> HTTPResponse:
    """Does the work in one transaction, once per Idempotency-Key, and answers where the case is now."""
    services, now, key = request.app.ctx.services, datetime.now(UTC), key_of(request)
    agency, actor = services.directory.get(agency_id), who.actor()

    def inside(session: Session) -> dict[str, Any]:
        case = changes.held(session, number(case_id), agency_id)
        work(session, agency, case, actor, now, named(scope))
        moves = life().moves_from(case.stage, actor.role)
        return staff_shapes.Moved(case=case.id, stage=case.stage, number=case.number, moves=moves).model_dump()

    scope = f"case {agency_id} {number(case_id)} {key}"
    done = await services.database.run(done_once, services.database, scope, digest(request.path, asked), now, inside)
    return answer(staff_shapes.Moved.model_validate(done))
