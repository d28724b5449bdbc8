"""The tables of telling people: contacts, what happened (the outbox), the notifications made of it, addresses that said stop."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.base import Base


class Contact(Base):
    """How one person wants to be told. `wants`: sms, email, voice, any mix; empty is nothing at all.

    `flags`: what the agency's people said of this person (cases/at_risk.py); it holds for the same telephone and e-mail too.
    """

    __tablename__ = "contacts"
    __table_args__ = (Index(None, "agency", "updated_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency: Mapped[str] = mapped_column(String(40))
    name: Mapped[str | None] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(20), index=True)
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    language: Mapped[str] = mapped_column(String(20))
    wants: Mapped[list[str]] = mapped_column(JSON)
    frequency: Mapped[str] = mapped_column(String(20))
    flags: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    unsubscribed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ContactChange(Base):
    """What a name or address of a contact was before; it goes with its contact."""

    __tablename__ = "contact_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    of_contact: Mapped[int] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    field: Mapped[str] = mapped_column(String(20))
    was: Mapped[str | None] = mapped_column(String(254))
    at: Mapped[datetime]


class NotificationEvent(Base):
    """Something happened that a person may be told: written in the transaction of the change itself.

    `state`: waiting, planned (notifications exist), suppressed (`why` says by which rule) or failed (`why` says what is missing).
    """

    __tablename__ = "notification_events"
    __table_args__ = (Index(None, "state", "id"), Index(None, "agency", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    agency: Mapped[str] = mapped_column(String(40))
    event: Mapped[str] = mapped_column(String(60))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    case_id: Mapped[int | None] = mapped_column(index=True)
    report_id: Mapped[str | None] = mapped_column(String(64), index=True)
    need: Mapped[str | None] = mapped_column(String(60))
    given: Mapped[dict[str, Any]]
    flags: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    why: Mapped[str | None] = mapped_column(String(200))
    planned_at: Mapped[datetime | None]


class Notification(Base):
    """One message to one person over one channel. The id follows from event and channel, and is the idempotency key.

    `rank`: 0 urgent, 1 important, 2 the rest; the lower goes first. After `not_after` it is of no use, and is not sent.
    `state`: queued -> handed (given to the task queue) -> sending (a vendor is being asked) -> sent -> delivered or
    undelivered; dead (given up) or held (nobody can know whether it was sent) wait for an operator; skipped will not be sent.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        Index(None, "state", "due_at"),
        Index("ix_notifications_state_rank_due_at", "state", "rank", "due_at"),
        Index(None, "contact_id", "sent_at"),
        Index(None, "vendor", "vendor_ref"),
        Index(None, "agency", "created_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("notification_events.id", ondelete="CASCADE"), index=True)
    agency: Mapped[str] = mapped_column(String(40))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"))
    channel: Mapped[str] = mapped_column(String(10))
    template: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str | None] = mapped_column(String(200))
    body: Mapped[str | None] = mapped_column(Text)
    urgent: Mapped[bool] = mapped_column(default=False)
    secret: Mapped[bool] = mapped_column(default=False)
    rank: Mapped[int] = mapped_column(default=2, server_default="2")
    not_after: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(20), default="queued")
    due_at: Mapped[datetime]
    lease: Mapped[str | None] = mapped_column(String(32))
    attempts: Mapped[int] = mapped_column(default=0)
    in_doubt: Mapped[bool] = mapped_column(default=False)
    vendor: Mapped[str | None] = mapped_column(String(40))
    vendor_ref: Mapped[str | None] = mapped_column(String(200))
    error: Mapped[str | None] = mapped_column(String(80))
    created_at: Mapped[datetime]
    attempted_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class StoppedAddress(Base):
    """An address that said stop, or that bounced; the key is a digest of agency, channel and address."""

    __tablename__ = "stopped_addresses"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    agency: Mapped[str] = mapped_column(String(40), index=True)
    channel: Mapped[str] = mapped_column(String(10))
    why: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]


class MessageSwitch(Base):
    """An agency whose messages are switched off, all of them; no row: on."""

    __tablename__ = "message_switches"

    agency: Mapped[str] = mapped_column(String(40), primary_key=True)
    by: Mapped[str] = mapped_column(String(80))
    why: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]
