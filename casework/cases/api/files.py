"""Files that came with a report, for the agency's people: listed, and taken one at a time with an entry in the trail."""

from __future__ import annotations

from datetime import UTC, datetime

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import raw
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases import changes
from casework.cases.api import citizen_shapes
from casework.cases.api.staff import there
from casework.errors import NotFound
from casework.http.acting import actor_of, number
from casework.http.guard import answer
from casework.intake import evidence
from casework.intake.tables import Evidence
from casework.models import Case

case_files = Blueprint("case_files", url_prefix="/v1/agencies/<agency:str>/cases/<case_id:str>/evidence")


@case_files.get("")
async def get_files(request: Request, agency: str, case_id: str) -> HTTPResponse:
    services = request.app.ctx.services
    actor_of(request, "see")

    def load() -> citizen_shapes.EvidenceFiles:
        with services.database.reading() as session:
            case = there(session, agency, number(case_id))
            rows = session.scalars(_of(case).order_by(Evidence.at, Evidence.id)) if case.report_id else ()
            names = tuple(citizen_shapes.EvidenceLine.model_fields)
            return citizen_shapes.EvidenceFiles(
                files=[citizen_shapes.EvidenceLine(**{name: getattr(row, name) for name in names}) for row in rows]
            )

    return answer(await services.database.run(load))


@case_files.get("/<evidence_id:str>")
async def get_file(request: Request, agency: str, case_id: str, evidence_id: str) -> HTTPResponse:
    """At most 10 MB, as it was put in; never shown by a browser as a page of ours."""
    services = request.app.ctx.services
    actor = actor_of(request, "see")

    def load() -> tuple[Evidence, bytes]:
        with services.database.reading() as session:
            row = _one(session, there(session, agency, number(case_id)), evidence_id)
            session.expunge(row)
        data = evidence.load(services.var, row)  # nobody waits for the disk while the database is held
        with services.database.writing() as session:
            case = changes.held(session, number(case_id), agency)
            changes.wrote(session, case, actor, "take_evidence", datetime.now(UTC), details={"evidence": row.id})
        return row, data

    row, data = await services.database.run(load)
    return raw(data, headers=as_attachment(row.name), content_type=row.media_type)


def as_attachment(name: str) -> dict[str, str]:
    """Headers by which a browser keeps the file and does nothing else with it."""
    plain = name.encode("ascii", "replace").decode().replace('"', "_").replace("?", "_").replace("\\", "_")
    return {
        "Content-Disposition": f'attachment; filename="{plain}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }


def _of(case: Case):  # type: ignore[no-untyped-def]
    return select(Evidence).where(Evidence.report_id == case.report_id)


def _one(session: Session, case: Case, evidence_id: str) -> Evidence:
    fits = case.report_id is not None and len(evidence_id) <= 64 and "\0" not in evidence_id
    row = session.scalar(_of(case).where(Evidence.id == evidence_id)) if fits else None
    if row is None:
        raise NotFound("There is no such file with this case.")
    return row  # type: ignore[no-any-return]
