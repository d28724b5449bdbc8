"""The tables of a case's life. All of them go when their case goes (retention.py); the audit trail only then."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.models import Base

_CASE = "cases.id"


class AuditEntry(Base):
    """Who did what, when and why. The database refuses to change it, and to delete it but for retention (guards.py)."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index(None, "agency", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[int | None] = mapped_column(ForeignKey(_CASE, ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    actor_id: Mapped[str] = mapped_column(String(80))
    actor_role: Mapped[str] = mapped_column(String(20))
    action: Mapped[str] = mapped_column(String(40))
    from_stage: Mapped[str | None] = mapped_column(String(40))
    to_stage: Mapped[str | None] = mapped_column(String(40))
    why: Mapped[str | None] = mapped_column(String(500))
    details: Mapped[dict[str, Any]]


class RetentionGate(Base):
    """Holds a row only inside a transaction that deletes what expired; no other transaction ever sees one."""

    __tablename__ = "retention_gate"

    id: Mapped[int] = mapped_column(primary_key=True)


class NumberSeries(Base):
    """The last official number that was given out in a year."""

    __tablename__ = "number_series"

    agency: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class CaseMessage(Base):
    """What the citizen and the agency wrote to each other. `read_at` is the receipt of the other side."""

    __tablename__ = "case_messages"
    __table_args__ = (UniqueConstraint("case_id", "key"), Index(None, "case_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(_CASE, ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(64))
    side: Mapped[str] = mapped_column(String(10))  # citizen | agency
    author_id: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    read_by: Mapped[str | None] = mapped_column(String(80))


class CaseAttachment(Base):
    """A file of a message; its bytes lie below var/attachments/ under `stored_as`."""

    __tablename__ = "case_attachments"
    __table_args__ = (UniqueConstraint("stored_as"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(_CASE, ondelete="CASCADE"), index=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("case_messages.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(60))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    stored_as: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]


class ThriveAssessment(Base):
    """One assessment; the newest decided one counts, an older one is history. `levels`: element -> level and reasons."""

    __tablename__ = "thrive_assessments"
    __table_args__ = (Index(None, "case_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(_CASE, ondelete="CASCADE"))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(80))
    decided: Mapped[bool]
    levels: Mapped[dict[str, Any]]
    note: Mapped[str | None] = mapped_column(String(500))


class AgencyFlag(Base):
    """One entry of the agency's own list: whom or what it wants to recognise. Only a digest of it is kept."""

    __tablename__ = "agency_flags"
    __table_args__ = (UniqueConstraint("agency", "flag", "digest"), Index(None, "agency", "digest"))

    id: Mapped[int] = mapped_column(primary_key=True)
    agency: Mapped[str] = mapped_column(String(40))
    flag: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64))
    note: Mapped[str | None] = mapped_column(String(200))
    added_by: Mapped[str] = mapped_column(String(80))
    until: Mapped[datetime] = mapped_column(index=True)


class Webhook(Base):
    """An address of the agency's own systems that wants to hear of changes. The secret signs what is sent."""

    __tablename__ = "webhooks"
    __table_args__ = (Index(None, "agency"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency: Mapped[str] = mapped_column(String(40))
    url: Mapped[str] = mapped_column(String(500))
    secret: Mapped[str] = mapped_column(String(80))
    events: Mapped[list[str]]
    is_on: Mapped[bool]
    created_at: Mapped[datetime]


_WAITING = text("state = 'waiting'")


class WebhookDelivery(Base):
    """One message to one address, written in the transaction of the change. `id` is the receiver's idempotency id."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        Index("ix_webhook_deliveries_due", "next_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index(None, "webhook_id", "state", "id"),
        Index(None, "created_at"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey(_CASE, ondelete="CASCADE"), index=True)
    event: Mapped[str] = mapped_column(String(60))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10))  # waiting | delivered | dead
    tries: Mapped[int]
    next_at: Mapped[datetime]
    last_problem: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]


class ImportedUpdate(Base):
    """An update of a records system that was already taken in: the same one again does nothing."""

    __tablename__ = "imported_updates"
    __table_args__ = (Index(None, "case_id"),)

    agency: Mapped[str] = mapped_column(String(40), primary_key=True)
    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    update_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(_CASE, ondelete="CASCADE"))
    at: Mapped[datetime]
