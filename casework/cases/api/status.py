"""How a reported crime is going: by case number or access code, and PIN."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sanic import Blueprint, HTTPResponse, Request

from casework.access.access import Asked, NotFound
from casework.access.attempts import Locked
from casework.cases.duplicates import survivor
from casework.cases.status import describe
from casework.database import Database
from casework.http import shapes
from casework.http.guard import answer, read_shape
from casework.intake.answering import stand
from casework.intake.api.shapes import DraftFound
from casework.intake.api.views import progress
from casework.intake.finding import by_code, by_number, digits
from casework.intake.finding import found as report_of
from casework.intake.step import the_way
from casework.intake.tables import Report
from casework.models import Case

cases = Blueprint("cases", url_prefix="/v1")


@cases.post("/case-status")
async def post_case_status(request: Request) -> HTTPResponse:
    asked = read_shape(request, shapes.CaseStatusRequest)
    services = request.app.ctx.services
    agency = services.directory.get(asked.agency)
    found = await CaseLookup(services).find(asked, datetime.now(UTC))
    if not isinstance(found, Case):
        return answer(found)
    merged = found.merged_into is not None
    case = await services.database.run(standing, services.database, found) if merged else found
    passed_on = agency.destinations.get(case.redirected_to or "")
    return answer(shapes.CaseFound(case=describe(case, agency.info.zone, passed_on.name if passed_on else None)))


def standing(database: Database, case: Case) -> Case:
    """The case itself, or the one that it was merged into: its status is the one that is true."""
    if case.merged_into is None:
        return case
    with database.reading() as session:
        stays = survivor(session, case)
        session.expunge_all()
        return stays


class CaseLookup:
    """Finds a case by number or code, and PIN; the code of a report that is not finished tells what is missing of it."""

    def __init__(self, services: Any) -> None:
        self._services = services

    async def find(
        self, asked: shapes.CaseStatusRequest, now: datetime
    ) -> Case | DraftFound | shapes.CaseNotFound | shapes.CaseLocked:
        """The case, or what to answer instead."""
        tried = Asked(asked.agency, asked.call_id, _reference(asked), digits(asked.pin), asked.source)
        look = (
            by_number(asked.agency, _number(asked.case_number))
            if asked.case_number
            else by_code(asked.agency, digits(asked.access_code or ""))
        )
        opened = await self._services.access.open(tried, look, now)
        if isinstance(opened, Locked):
            return shapes.CaseLocked(minutes=opened.minutes)
        if isinstance(opened, NotFound):
            return shapes.CaseNotFound(tries_left=opened.tries_left)
        if isinstance(opened.thing, Case):
            return opened.thing
        draft: DraftFound = await self._services.database.run(self._draft, opened.thing)
        return draft

    def _draft(self, report: Report) -> DraftFound:
        with self._services.database.reading() as session:
            now = stand(session, self._services.directory, report_of(session, report.id))
            return DraftFound(
                report=report.id,
                kind=report.kind,
                spoken=now.form.spoken,
                missing=[slot.label for slot in the_way(now.form, now.common, now.where).open],
                progress=progress(now),
            )


def _reference(asked: shapes.CaseStatusRequest) -> str:
    return _number(asked.case_number) if asked.case_number else "code " + digits(asked.access_code or "")


def _number(written: str) -> str:
    """2026417702, '2026 417702' and '2026-417702' are the same case."""
    plain = digits(written)
    return f"{plain[:4]}-{plain[4:]}"
