"""How a reported crime is going: by case number or access code, and PIN."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from sanic import Blueprint, HTTPResponse, Request
from sqlalchemy import select

from casework import attempts
from casework.api import shapes
from casework.api.guard import answer, read_shape
from casework.attempts import Locked, Taken, TryLimit
from casework.database import Database
from casework.life.duplicates import survivor
from casework.models import Case
from casework.pins import Pins
from casework.status import describe

cases = Blueprint("cases", url_prefix="/v1")


@cases.post("/case-status")
async def post_case_status(request: Request) -> HTTPResponse:
    asked = read_shape(request, shapes.CaseStatusRequest)
    services = request.app.ctx.services
    agency = services.directory.get(asked.agency)
    lookup = CaseLookup(services.database, services.pins, services.limit)
    found = await lookup.find(asked, datetime.now(UTC))
    if not isinstance(found, Case):
        return answer(found)
    case = await services.database.run(standing, services.database, found)
    passed_on = agency.destinations.get(case.redirected_to or "")
    return answer(shapes.CaseFound(case=describe(case, agency.info.zone, passed_on.name if passed_on else None)))


def standing(database: Database, case: Case) -> Case:
    """The case itself, or the one that it was merged into: its status is the one that is true."""
    if case.merged_into is None:
        return case
    with database.reading() as session:
        found = survivor(session, case)
        session.expunge_all()
        return found


class CaseLookup:
    """Takes a try, checks the PIN, gives the try back when it fits. The same work is done for a case that is not there."""

    def __init__(self, database: Database, pins: Pins, limit: TryLimit) -> None:
        self._database, self._pins, self._limit = database, pins, limit

    async def find(
        self, asked: shapes.CaseStatusRequest, now: datetime
    ) -> Case | shapes.CaseNotFound | shapes.CaseLocked:
        """The case, or what to answer instead."""
        call = attempts.key("call", asked.agency, asked.call_id)
        reference = attempts.key("reference", asked.agency, _reference(asked))
        taken, case = await self._database.run(self._take, asked, [call, reference], now)
        if isinstance(taken, Locked):
            return shapes.CaseLocked(minutes=taken.minutes)
        fits = await self._pins.matches(case.pin_hash if case else None, _digits(asked.pin))
        if not fits or case is None:
            return self._refused(taken)
        await self._database.run(self._give_back, call, reference)
        return case

    def _take(
        self, asked: shapes.CaseStatusRequest, keys: list[str], now: datetime
    ) -> tuple[Taken | Locked, Case | None]:
        with self._database.writing() as session:
            taken = self._limit.take(session, keys, now)
            where = (
                Case.number == _number(asked.case_number)
                if asked.case_number
                else Case.access_code == _digits(asked.access_code or "")
            )
            case = session.scalar(select(Case).where(Case.agency == asked.agency, where))
            if case:
                session.expunge(case)
            return taken, case

    def _give_back(self, call: str, reference: str) -> None:
        with self._database.writing() as session:
            self._limit.give_back(session, call, reference)

    def _refused(self, taken: Taken) -> shapes.CaseNotFound | shapes.CaseLocked:
        if taken.left <= 0:
            return shapes.CaseLocked(minutes=self._limit.lock_minutes)
        return shapes.CaseNotFound(tries_left=taken.left)


def _reference(asked: shapes.CaseStatusRequest) -> str:
    return _number(asked.case_number) if asked.case_number else "code " + _digits(asked.access_code or "")


def _number(written: str) -> str:
    """2026417702, '2026 417702' and '2026-417702' are the same case."""
    digits = _digits(written)
    return f"{digits[:4]}-{digits[4:]}"


def _digits(written: str) -> str:
    return re.sub(r"[^0-9]", "", written)
