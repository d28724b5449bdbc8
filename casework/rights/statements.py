"""What was said of a case, first and afterwards: every answer of its report, every correction, every change of its contact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.tables import Case, Correction
from casework.intake.tables import ReportAnswer
from casework.notifications.contacts import earlier
from casework.notifications.tables import Contact


@dataclass(frozen=True)
class Statement:
    """`by`: citizen, or the id of who corrected it, with the reason (`why`). `value` and `text` as they were taken."""

    question: str
    at: datetime
    by: str
    value: Any | None = None
    text: str | None = None
    why: str | None = None


def of_case(session: Session, case: Case) -> list[Statement]:
    """In the order in which it was said; the last one of a question counts. An answer that was taken back has neither value nor text."""
    said: list[Statement] = []
    if case.report_id is not None:
        answers = select(ReportAnswer).where(ReportAnswer.report_id == case.report_id).order_by(ReportAnswer.id)
        said += [Statement(one.question, one.at, "citizen", one.value, one.text) for one in session.scalars(answers)]
    corrections = select(Correction).where(Correction.case_id == case.id).order_by(Correction.id)
    said += [Statement(one.question, one.at, one.by, one.now, None, one.why) for one in session.scalars(corrections)]
    return sorted(said, key=lambda one: one.at)


def of_contact(session: Session, case: Case) -> list[Statement]:
    """Name, telephone and e-mail of the person: what stood there before, and now."""
    contact = session.get(Contact, case.contact_id) if case.contact_id is not None else None
    if contact is None:
        return []
    before = earlier(session, contact.id)
    since = {one.field: one.at for one in before}  # the last change of a field is when the present value came
    was_from: dict[str, datetime] = {}
    said = []
    for one in before:
        said.append(Statement(one.field, was_from.get(one.field, contact.created_at), "contact", one.was))
        was_from[one.field] = one.at
    now = [(field, getattr(contact, field)) for field in ("name", "phone", "email")]
    said += [Statement(field, since.get(field, contact.created_at), "contact", value) for field, value in now if value]
    return said
