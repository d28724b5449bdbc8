"""Rows as the agency's side of the API shows them."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.cases import thrive
from casework.cases.api import shapes
from casework.cases.machine import life
from casework.cases.tables import Case, CaseMessage, ThriveAssessment
from casework.trail.actors import Actor
from casework.trail.tables import AuditEntry

_LINE = tuple(name for name in shapes.CaseLine.model_fields if name != "case")


def line(case: Case) -> shapes.CaseLine:
    return shapes.CaseLine(case=case.id, **{name: getattr(case, name) for name in _LINE})


def detail(session: Session, case: Case, actor: Actor) -> shapes.CaseDetail:
    """All about a case, for one who may see it."""
    unread = select(func.count()).where(
        CaseMessage.case_id == case.id, CaseMessage.side == "citizen", CaseMessage.read_at.is_(None)
    )
    return shapes.CaseDetail(
        **dict(line(case)),
        anonymous=case.anonymous,
        channel=case.channel,
        report=case.report_id,
        answers=case.answers,
        redirected_to=case.redirected_to,
        merged=list(session.scalars(select(Case.id).where(Case.merged_into == case.id).order_by(Case.id))),
        thrive=assessments(session, case),
        unread=session.scalar(unread) or 0,
        moves=life().moves_from(case.stage, actor.role),
    )


def assessments(session: Session, case: Case) -> shapes.Assessments:
    """What the rules say now, what was decided, and the history."""
    rows = thrive.history(session, case.id)
    now = thrive.prefill(case.need, case.answers, case.flags)
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
