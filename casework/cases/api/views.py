"""Rows as the agency's side of the API shows them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agencies.properties import Properties
from casework.cases import at_risk, need_to_know, thrive
from casework.cases.api import shapes
from casework.cases.machine import life
from casework.cases.tables import Case, CaseMessage, ThriveAssessment
from casework.notifications.tables import Contact
from casework.trail.actors import Actor
from casework.trail.tables import AuditEntry

_LINE = tuple(name for name in shapes.CaseLine.model_fields if name != "case")


def line(case: Case, actor: Actor) -> shapes.CaseLine:
    """A case in a list; of one that is kept close, whoever does not serve it sees no place and no call."""
    shown = {name: getattr(case, name) for name in _LINE}
    if need_to_know.is_kept_close(case) and not need_to_know.serves(case, actor):
        shown["place"] = shown["point"] = shown["call_id"] = None
    return shapes.CaseLine(case=case.id, **shown)


def detail(
    session: Session, case: Case, properties: Properties, actor: Actor, now: datetime, closely: bool = False
) -> shapes.CaseDetail:
    """All about a case, for one who may see it. `closely`: they do not serve it and said why they look."""
    unread = select(func.count()).where(
        CaseMessage.case_id == case.id, CaseMessage.side == "citizen", CaseMessage.read_at.is_(None)
    )
    return shapes.CaseDetail(
        **(
            dict(line(case, actor))
            | {
                "place": case.place,
                "point": case.point,
                "call_id": case.call_id,
                "flags": at_risk.standing(session, case, now),
            }
        ),
        contact=_contact(session, case) if closely or need_to_know.serves(case, actor) else None,
        anonymous=case.anonymous,
        channel=case.channel,
        report=case.report_id,
        answers=case.answers,
        redirected_to=case.redirected_to,
        merged=list(session.scalars(select(Case.id).where(Case.merged_into == case.id).order_by(Case.id))),
        thrive=assessments(session, case, properties),
        unread=session.scalar(unread) or 0,
        moves=life().moves_from(case.stage, actor.role),
    )


def _contact(session: Session, case: Case) -> shapes.CaseContact | None:
    row = session.get(Contact, case.contact_id) if case.contact_id else None
    if row is None:
        return None
    names = tuple(name for name in shapes.CaseContact.model_fields if name not in ("contact", "flags"))
    shown = {name: getattr(row, name) for name in names}
    return shapes.CaseContact(contact=row.id, flags=at_risk.on_person(session, row), **shown)


def assessments(session: Session, case: Case, properties: Properties) -> shapes.Assessments:
    """What the rules say now, what was decided, and the history."""
    rows = thrive.history(session, case.id)
    now = thrive.prefill(case.need, case.answers, case.flags, properties)
    decided = next((row for row in rows if row.decided), None)
    changed = decided is not None and any(not row.decided and row.id > decided.id for row in rows)
    return shapes.Assessments(
        prefilled=shapes.Assessment.model_validate(
            {"at": case.updated_at, "by": "civicline", "decided": False, "levels": now}
        ),
        decided=_assessment(decided, changed) if decided else None,
        history=[_assessment(row) for row in rows],
    )


def trail(row: AuditEntry) -> shapes.AuditLine:
    return shapes.AuditLine(
        id=row.id,
        at=row.at,
        actor=row.actor_id,
        role=row.actor_role,
        action=row.action,
        from_stage=row.from_stage,
        to_stage=row.to_stage,
        why=row.why,
        details=row.details,
    )


def _assessment(row: ThriveAssessment, changed: bool = False) -> shapes.Assessment:
    return shapes.Assessment.model_validate(
        {
            "at": row.at,
            "by": row.by,
            "decided": row.decided,
            "levels": row.levels,
            "note": row.note,
            "older_than_answers": changed,
        }
    )
