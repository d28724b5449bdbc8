"""Subject access: all that is held on a person, as one JSON document that can be given to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from casework.base import Base
from casework.cases.tables import Case, CaseAttachment, CaseMessage, Correction, StatusEvent
from casework.intake.tables import Report, ReportAnswer
from casework.notifications.contacts import earlier
from casework.notifications.tables import Notification, NotificationEvent
from casework.records_system.whole import document
from casework.rights.subject import Subject
from casework.trail.actors import Actor
from casework.trail.entries import noted
from casework.trail.tables import AuditEntry

_NEVER = frozenset(
    {"pin_hash", "access_code", "stored_as", "file", "key", "body"}
)  # secrets, and names of our own files


def told(session: Session, subject: Subject, zone: ZoneInfo) -> dict[str, Any]:
    """JSON values only. Staff are named by their ids; hashes, codes and names of stored files are left out."""
    contacts = [one.id for one in subject.contacts]
    events = select(NotificationEvent).where(NotificationEvent.contact_id.in_(contacts))
    sent = select(Notification).where(Notification.contact_id.in_(contacts)).order_by(Notification.created_at)
    return {
        "contacts": [
            _row(one) | {"earlier": [_row(change) for change in earlier(session, one.id)]} for one in subject.contacts
        ],
        "cases": [_case(session, one, zone) for one in subject.cases],
        "drafts": [_draft(session, one) for one in subject.drafts],
        "call_backs": [_row(one) for one in subject.call_backs],
        "told": [_row(one) for one in session.scalars(events.order_by(NotificationEvent.id))],
        "messages_sent": [_row(one) for one in session.scalars(sent)],
    }


def noted_as_given(session: Session, agency: str, actor: Actor, subject: Subject, why: str, at: datetime) -> None:
    """That it was given out, and why, stands in the trail."""
    details = {"why": why, "cases": [one.id for one in subject.cases], "drafts": len(subject.drafts)}
    noted(session, agency, actor, "subject_access", at, details)


def _case(session: Session, case: Case, zone: ZoneInfo) -> dict[str, Any]:
    more: dict[str, Any] = {
        "stages": StatusEvent, "messages": CaseMessage, "attachments": CaseAttachment, "corrections": Correction, "trail": AuditEntry,
    }  # fmt: skip
    parts = {
        name: [_row(one) for one in session.scalars(select(table).where(table.case_id == case.id).order_by(table.id))]
        for name, table in more.items()
    }
    return document(session, case, zone) | parts


def _draft(session: Session, report: Report) -> dict[str, Any]:
    answers = session.scalars(select(ReportAnswer).where(ReportAnswer.report_id == report.id).order_by(ReportAnswer.id))
    return _row(report) | {"answers": [_row(one) for one in answers]}


def _row(row: Base) -> dict[str, Any]:
    shown = {
        column.key: getattr(row, column.key) for column in inspect(row).mapper.column_attrs if column.key not in _NEVER
    }
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in shown.items()}
