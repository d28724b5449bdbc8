"""A citizen takes a report back: by code and PIN in any channel, or signed in at a trusted service."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sqlalchemy.orm import Session

from agencies import Agency
from casework.cases import changes
from casework.cases.api import citizen_shapes
from casework.cases.api.staff import changed
from casework.cases.api.status import CaseLookup
from casework.cases.machine import Actor, MoveRefused
from casework.cases.withdrawing import DONE, NOT_POSSIBLE, withdraw
from casework.http import shapes as common
from casework.http.acting import digest, key_of
from casework.http.guard import answer, read_shape
from casework.idempotency import done_once, named
from casework.models import Case

withdrawals = Blueprint("withdrawals", url_prefix="/v1")


@withdrawals.post("/case-withdrawals")
async def post_withdrawal(request: Request) -> HTTPResponse:
    """By number or code, and PIN; tries count as for a case status."""
    asked, key = read_shape(request, citizen_shapes.WithdrawalRequest), key_of(request)
    services, now = request.app.ctx.services, datetime.now(UTC)
    services.directory.get(asked.agency)
    known = common.CaseStatusRequest.model_validate(asked.model_dump(exclude={"why"}))
    found = await CaseLookup(services).find(known, now)
    if not isinstance(found, Case):
        return answer(found)
    scope = f"withdraw {asked.agency} {found.id} {key}"
    asked_for = digest(request.path, citizen_shapes.WithdrawalOfCase(case=found.id, why=asked.why))

    def inside(session: Session) -> dict[str, Any]:
        case = changes.held(session, found.id, asked.agency)
        by = Actor(f"by-{'number' if asked.case_number else 'code'}", "citizen")
        withdraw(session, case, by, now, asked.why, named(scope))
        return citizen_shapes.Withdrawn(case=case.id, say=DONE).model_dump()

    try:
        done = await services.database.run(done_once, services.database, scope, asked_for, now, inside)
    except MoveRefused:
        return answer(citizen_shapes.WithdrawalNotPossible(say=NOT_POSSIBLE))
    return answer(citizen_shapes.Withdrawn.model_validate(done))


@withdrawals.post("/agencies/<agency:str>/cases/<case_id:str>/withdrawal")
async def post_withdrawal_of_case(request: Request, agency: str, case_id: str) -> HTTPResponse:
    """For the portal, where the person has shown code and PIN already; the actor is a citizen."""
    asked = read_shape(request, citizen_shapes.SignedInWithdrawal)

    def work(session: Session, _agency: Agency, case: Case, actor: Actor, now: datetime, change: str) -> None:
        withdraw(session, case, actor, now, asked.why, change)

    return await changed(request, agency, case_id, asked, asked.actor, work)
