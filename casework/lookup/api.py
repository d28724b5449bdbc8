"""With a case number or access code, and a PIN: the status of a case, its new messages, taking a report back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sanic import HTTPResponse, Request
from sqlalchemy.orm import Session

from casework.access import persons
from casework.cases import changes, messages
from casework.cases.duplicates import survivor
from casework.cases.status import describe
from casework.cases.tables import Case
from casework.cases.withdrawing import withdraw
from casework.errors import MoveRefused
from casework.http.acting import digest, key_of
from casework.http.guard import answer, read_shape
from casework.http.routes import Routes
from casework.idempotency import done_once, named
from casework.intake.api.services import Services
from casework.intake.api.shapes import DraftFound
from casework.lookup import shapes
from casework.lookup.lookup import find
from casework.trail.actors import Actor

routes: Routes[Services] = Routes("lookup")
_BY_TELEPHONE = Actor("by-telephone", "citizen")


@routes.operation(
    "post",
    "/v1/case-status",
    "How a reported crime is going",
    {
        200: (
            "found, a report that is not finished, not found, or locked",
            (shapes.CaseFound, DraftFound, shapes.CaseNotFound, shapes.CaseLocked),
        )
    },
    body=shapes.CaseStatusRequest,
)
async def post_case_status(request: Request, services: Services) -> HTTPResponse:
    asked = read_shape(request, shapes.CaseStatusRequest)
    agency = services.directory.get(asked.agency)
    found = await find(services, asked, datetime.now(UTC))
    if not isinstance(found, Case):
        return answer(found)
    case = await services.database.read(_standing, found) if found.merged_into is not None else found
    return answer(shapes.CaseFound(case=describe(case, agency, asked.language)))


@routes.operation(
    "post",
    "/v1/case-messages/unread",
    "New messages as they are said, by number or code, and PIN",
    {
        200: (
            "found, a report that is not finished, not found, or locked",
            (shapes.UnreadFound, DraftFound, shapes.CaseNotFound, shapes.CaseLocked),
        )
    },
    body=shapes.UnreadRequest,
)
async def post_unread(request: Request, services: Services) -> HTTPResponse:
    """Tries count as for a case status."""
    asked, now = read_shape(request, shapes.UnreadRequest), datetime.now(UTC)
    agency = services.directory.get(asked.agency)
    found = await find(services, asked, now)
    if not isinstance(found, Case):
        return answer(found)
    case_id = found.id

    def load(session: Session) -> shapes.UnreadFound:
        case = changes.held(session, case_id)
        new = messages.unread_by_citizen(session, case)
        said, up_to = messages.say(case, new, agency, asked.language)
        if asked.mark_read and up_to:
            messages.read(session, case, _BY_TELEPHONE, up_to, now)
        whose = persons.Whose(case.agency, None, case.id)
        receipt = persons.begin(session, whose, "pin", _BY_TELEPHONE.id, now).token if up_to else None
        return shapes.UnreadFound(case=case.id, count=len(new), spoken=said, up_to=up_to, session=receipt)

    return answer(await services.database.write(load))


@routes.operation(
    "post",
    "/v1/case-withdrawals",
    "A person takes their report back, by number or code, and PIN",
    {
        200: (
            "withdrawn, not possible any more, a report that is not finished, not found, or locked",
            (shapes.Withdrawn, shapes.WithdrawalNotPossible, DraftFound, shapes.CaseNotFound, shapes.CaseLocked),
        )
    },
    body=shapes.WithdrawalRequest,
    key=True,
)
async def post_withdrawal(request: Request, services: Services) -> HTTPResponse:
    """Tries count as for a case status."""
    asked, key, now = read_shape(request, shapes.WithdrawalRequest), key_of(request), datetime.now(UTC)
    text = services.directory.get(asked.agency).status.said(asked.language).withdrawal
    found = await find(services, asked, now)
    if not isinstance(found, Case):
        return answer(found)
    case_id = found.id
    scope = f"withdraw {asked.agency} {case_id} {key}"
    asked_for = digest(request.path, shapes.WithdrawalOfCase(case=case_id, why=asked.why))

    def inside(session: Session) -> dict[str, Any]:
        case = changes.held(session, case_id, asked.agency)
        by = Actor(f"by-{'number' if asked.case_number else 'code'}", "citizen")
        withdraw(session, case, by, now, asked.why, named(scope))
        return shapes.Withdrawn(case=case.id, say=text.done).model_dump()

    try:
        done = await services.database.run(done_once, services.database, scope, asked_for, now, inside)
    except MoveRefused:
        return answer(shapes.WithdrawalNotPossible(say=text.not_possible))
    return answer(shapes.Withdrawn.model_validate(done))


def _standing(session: Session, case: Case) -> Case:
    """The case itself, or the one that it was merged into: its status is the one that is true."""
    stays = survivor(session, case)
    session.expunge_all()
    return stays
