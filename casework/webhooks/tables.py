"""The tables of webhooks: the addresses that hear of changes, and what is sent to them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.base import Base


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
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    event: Mapped[str] = mapped_column(String(60))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10))  # waiting | delivered | dead | kept (its address is off)
    tries: Mapped[int]
    next_at: Mapped[datetime]
    last_problem: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
