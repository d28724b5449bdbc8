"""Handing a caller in over HTTP: the report that a call-taker begins, its ways in, and how it stands meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sanic import HTTPResponse, Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access.access import Asked, NotFound
from casework.access.attempts import Locked
from casework.access.persons import Whose, redeem_pass
from casework.http.acting import actor_of, digest, key_of
from casework.http.guard import answer, read_shape
from casework.http.routes import Routes
from casework.http.shapes import ErrorAnswer
from casework.idempotency import done_once
from casework.intake import answering, finding, handing_in
from casework.intake.answering import Begin
from casework.intake.api import handing_in_shapes, shapes, views
from casework.intake.api.services import Services
from casework.intake.open_report import open_report
from casework.intake.tables import Evidence

routes: Routes[Services] = Routes("handing_in")
_ALL = "/v1/agencies/{agency}/handed-in"
_CHANNEL = "staff"


@routes.operation(
    "post",
    _ALL,
    "Begin a report for a caller, with what they have told",
    {
        201: ("begun, or begun before with this key", (handing_in_shapes.WayIn,)),
        409: ("the key was used for another request", (ErrorAnswer,)),
        503: ("no access code is left", (ErrorAnswer,)),
    },
    body=handing_in_shapes.HandInRequest,
    key=True,
    acting=True,
)
async def post_handed_in(request: Request, services: Services, agency: str) -> HTTPResponse:
    actor, asked, key = (
        actor_of(request, "invite"),
        read_shape(request, handing_in_shapes.HandInRequest),
        key_of(request),
    )
    services.directory.get(agency)
    now = datetime.now(UTC)
    begin = Begin(agency, asked.kind, _CHANNEL, f"hand-in {key}"[:100], asked.language, None, asked.known)

    def work(session: Session) -> dict[str, Any]:
        return {"report": handing_in.hand_in(session, services.directory, begin, actor, now)}

    scope = f"hand-in {agency} {actor.id} {key}"
    made = await services.database.run(done_once, services.database, scope, digest(request.path, asked), now, work)
    return answer(await _ways(request, services, agency, made["report"]), 201)


@routes.operation(
    "post",
    _ALL + "/{report}/ways",
    "New ways in; those that were given before are over",
    {200: ("told once", (handing_in_shapes.WayIn,))},
    acting=True,
)
async def post_ways(request: Request, services: Services, agency: str, report: str) -> HTTPResponse:
    services.directory.get(agency)
    return answer(await _ways(request, services, agency, report))


@routes.operation(
    "get",
    _ALL + "/{report}",
    "How the report stands that was begun for a caller: what they have answered and sent",
    {200: ("the report", (shapes.ReportAnswer,))},
    acting=True,
)
async def get_handed_in(request: Request, services: Services, agency: str, report: str) -> HTTPResponse:
    actor = actor_of(request, "invite")
    services.directory.get(agency)

    def read(session: Session) -> shapes.ReportAnswer:
        row = handing_in.begun_by(session, agency, report, actor)
        files = session.scalars(select(Evidence).where(Evidence.report_id == row.id).order_by(Evidence.at))
        return views.report(open_report(session, services.directory, row), list(files))

    return answer(await services.database.read(read))


@routes.operation(
    "post",
    "/v1/reports/handed-in",
    "Go on with a report that a call-taker began, by their digits, once",
    {200: ("found, not found or locked", (shapes.ResumeFound, shapes.ResumeNotFound, shapes.ResumeLocked))},
    body=handing_in_shapes.HandedInRequest,
)
async def post_resume_handed_in(request: Request, services: Services) -> HTTPResponse:
    asked, now = read_shape(request, handing_in_shapes.HandedInRequest), datetime.now(UTC)
    services.directory.get(asked.agency)

    def redeem(session: Session) -> Whose | None:
        return redeem_pass(session, asked.agency, asked.way_in, now)

    tried = Asked(asked.agency, asked.call_id, f"handed in {asked.way_in}", "")
    opened = await services.access.open_by(tried, redeem, now)
    if isinstance(opened, Locked):
        return answer(shapes.ResumeLocked(minutes=opened.minutes))
    if isinstance(opened, NotFound):
        return answer(shapes.ResumeNotFound(tries_left=opened.tries_left))

    def resumed(session: Session) -> shapes.ResumeFound:
        report_now = answering.resume(session, services.directory, opened.thing.report or "")
        return shapes.ResumeFound(
            report=report_now.report.id,
            kind=report_now.report.kind,
            spoken=report_now.form.spoken,
            progress=views.progress(report_now),
            step=views.step(report_now),
        )

    return answer(await services.database.write(resumed))


async def _ways(request: Request, services: Services, agency: str, report: str) -> handing_in_shapes.WayIn:
    actor, now = actor_of(request, "invite"), datetime.now(UTC)

    def work(session: Session) -> handing_in_shapes.WayIn:
        made = handing_in.ways(session, agency, report, actor, now)
        return handing_in_shapes.WayIn(
            report=report,
            access_code=finding.code_of(session, finding.found(session, report)),
            way_in=made.way_in.token,
            way_in_until=made.way_in.expires_at,
            link=made.link.token,
            link_until=made.link.expires_at,
        )

    return await services.database.write(work)
