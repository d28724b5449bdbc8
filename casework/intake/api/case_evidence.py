"""Files that came with a report, for the agency's people: listed, and taken one at a time with an entry in the trail."""

from __future__ import annotations

from sanic import HTTPResponse, Request
from sanic.response import empty, raw
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from casework.cases import changes, giving_out, need_to_know
from casework.cases.giving_out import FilesOf, Wanted
from casework.cases.tables import Case
from casework.directory.services import Services
from casework.errors import NotFound
from casework.http.acting import actor_of, number, why_of
from casework.http.files import as_attachment
from casework.http.guard import answer, read_shape
from casework.http.routes import Routes
from casework.intake import evidence
from casework.intake.api import evidence_shapes
from casework.intake.tables import Evidence
from casework.trail.actors import allow
from casework.trail.looking import looked

routes: Routes[Services] = Routes("case_evidence")
_C = "/v1/agencies/{agency}/cases/{case_id}/evidence"


@routes.operation(
    "get", _C, "Files that came with the report", {200: ("the files", (evidence_shapes.EvidenceFiles,))}, acting=True
)
async def get_files(request: Request, services: Services, agency: str, case_id: str) -> HTTPResponse:
    actor, why = actor_of(request, "see"), why_of(request)

    def load(session: Session) -> evidence_shapes.EvidenceFiles:
        case = changes.there(session, number(case_id), agency)
        need_to_know.may_open(case, actor, why)
        rows = session.scalars(_of(case).order_by(Evidence.at, Evidence.id)) if case.report_id else ()
        names = tuple(evidence_shapes.EvidenceLine.model_fields)
        return evidence_shapes.EvidenceFiles(
            files=[evidence_shapes.EvidenceLine(**{name: getattr(row, name) for name in names}) for row in rows]
        )

    told = await services.database.read(load)
    await looked(services.database, agency, actor, "see_evidence", {}, number(case_id), why)
    return answer(told)


@routes.operation(
    "get",
    _C + "/{evidence_id}",
    "One of them, to keep; who took it stands in the trail",
    {200: ("the file", ())},
    acting=True,
    gives="application/octet-stream",
)
async def get_file(request: Request, services: Services, agency: str, case_id: str, evidence_id: str) -> HTTPResponse:
    """At most 10 MB, as it was put in; never shown by a browser as a page of ours."""
    actor, why = actor_of(request, "see"), why_of(request)
    wanted = Wanted(agency, number(case_id), evidence_id, actor, why)
    row, data = await services.database.run(giving_out.take, services.database, services.store, _EVIDENCE, wanted)
    return raw(data, headers=as_attachment(row.name), content_type=row.media_type)


@routes.operation(
    "post",
    _C + "/{evidence_id}/release",
    "Let a file out of quarantine by hand; who answers for it stands in the trail",
    {204: ("it can be taken now", ())},
    body=evidence_shapes.Release,
)
async def post_release(
    request: Request, services: Services, agency: str, case_id: str, evidence_id: str
) -> HTTPResponse:
    asked = read_shape(request, evidence_shapes.Release)
    actor = asked.actor.actor()
    allow("manage", actor.role)
    wanted = Wanted(agency, number(case_id), evidence_id, actor, asked.why)
    await services.database.write(giving_out.release, _EVIDENCE, wanted)
    return empty()


def _of(case: Case) -> Select[Evidence]:
    return select(Evidence).where(Evidence.report_id == case.report_id)


def _one(session: Session, case: Case, evidence_id: str) -> Evidence:
    fits = case.report_id is not None and len(evidence_id) <= 64 and "\0" not in evidence_id
    row = session.scalar(_of(case).where(Evidence.id == evidence_id)) if fits else None
    if row is None:
        raise NotFound("There is no such file with this case.")
    return row


_EVIDENCE = FilesOf("evidence", _one, evidence.load)
