"""Flags that the agency's people set by hand, on a case or on a person; from that second nothing automatic leaves."""

from __future__ import annotations

from datetime import UTC, datetime

from sanic import HTTPResponse, Request
from sqlalchemy.orm import Session

from casework.cases import at_risk, changes, need_to_know
from casework.cases.api import flag_shapes as shapes
from casework.directory.services import Services
from casework.http.acting import number, why_of
from casework.http.guard import answer, read_shape
from casework.http.routes import Answers, Routes
from casework.notifications.tables import Contact

routes: Routes[Services] = Routes("at_risk")
_C = "/v1/agencies/{agency}/cases/{case_id}"
_P = "/v1/agencies/{agency}/contacts/{contact_id}"
_SET: Answers = {200: ("the flags that stand now, and what was held back", (shapes.FlagsSet,))}
_TAKEN: Answers = {200: ("the flags that are left", (shapes.FlagsLeft,))}


@routes.operation("post", _C + "/flags", "Set a flag on a case and its person", _SET, body=shapes.FlagChange)
async def post_case_flag(request: Request, services: Services, agency: str, case_id: str) -> HTTPResponse:
    """Messages that wait are held back in the same transaction; `on_their_way` were with a vendor already."""
    asked = read_shape(request, shapes.FlagChange)

    def work(session: Session) -> shapes.FlagsSet:
        case = changes.held(session, number(case_id), agency)
        known, actor = services.directory.get(agency).needs.properties, asked.actor.actor()
        held = at_risk.mark_case(session, case, known, actor, asked.flag, asked.reason, datetime.now(UTC))
        return shapes.FlagsSet(flags=case.flags, **vars(held))

    return answer(await services.database.write(work))


@routes.operation("post", _C + "/flags/removals", "Take a flag off a case", _TAKEN, body=shapes.FlagChange)
async def post_case_flag_removal(request: Request, services: Services, agency: str, case_id: str) -> HTTPResponse:
    """What was held back stays so. Of a case that is kept close, whoever does not serve it says why beside `reason` (Civicline-Why)."""
    asked, why, now = read_shape(request, shapes.FlagChange), why_of(request), datetime.now(UTC)

    def work(session: Session) -> shapes.FlagsLeft:
        case = changes.held(session, number(case_id), agency)
        known, actor = services.directory.get(agency).needs.properties, asked.actor.actor()
        need_to_know.may_change(session, case, actor, why, now)
        at_risk.unmark_case(session, case, known, actor, asked.flag, asked.reason, now)
        return shapes.FlagsLeft(flags=case.flags)

    return answer(await services.database.write(work))


@routes.operation(
    "post", _P + "/flags", "Set a flag on a person, whatever case they have", _SET, body=shapes.FlagChange
)
async def post_person_flag(request: Request, services: Services, agency: str, contact_id: str) -> HTTPResponse:
    """It holds for every contact of the agency with the same telephone or e-mail, also for drafts. What else stands is told to whoever
    serves a case of theirs."""
    asked = read_shape(request, shapes.FlagChange)
    services.directory.get(agency)

    def work(session: Session) -> shapes.FlagsSet:
        who, actor, now = number(contact_id), asked.actor.actor(), datetime.now(UTC)
        held = at_risk.mark_person(session, agency, who, actor, asked.flag, asked.reason, now)
        all_of_them = need_to_know.reaches(session, who, actor)
        return shapes.FlagsSet(flags=_standing(session, who) if all_of_them else [asked.flag], **vars(held))

    return answer(await services.database.write(work))


@routes.operation("post", _P + "/flags/removals", "Take a flag off a person", _TAKEN, body=shapes.FlagChange)
async def post_person_flag_removal(request: Request, services: Services, agency: str, contact_id: str) -> HTTPResponse:
    asked, why = read_shape(request, shapes.FlagChange), why_of(request)
    services.directory.get(agency)

    def work(session: Session) -> shapes.FlagsLeft:
        who, asked_for, now = number(contact_id), (asked.flag, asked.reason), datetime.now(UTC)
        need_to_know.may_reach(session, who, asked.actor.actor(), why)
        at_risk.unmark_person(session, agency, who, asked.actor.actor(), *asked_for, now)
        return shapes.FlagsLeft(flags=_standing(session, who))

    return answer(await services.database.write(work))


def _standing(session: Session, contact_id: int) -> list[str]:
    return at_risk.on_person(session, session.get_one(Contact, contact_id))
