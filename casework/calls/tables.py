"""The tables of calls: the story at a hand-over, and the record of a call."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.base import Base

_MISSED = text("gone_at IS NOT NULL AND claimed_by IS NULL AND ended_at IS NULL")


class Handover(Base):
    """What a call-taker is told. The transcript is redacted before it gets here. `gone_at`: over.py."""

    __tablename__ = "handovers"
    __table_args__ = (
        Index(None, "agency", "created_at"),
        Index("ix_handovers_missed", "agency", "created_at", sqlite_where=_MISSED, postgresql_where=_MISSED),
    )

    ticket: Mapped[str] = mapped_column(String(40), primary_key=True)
    agency: Mapped[str] = mapped_column(String(40))
    call_id: Mapped[str] = mapped_column(String(100), index=True)
    channel: Mapped[str] = mapped_column(String(40))
    need: Mapped[str | None] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(40))
    language: Mapped[str | None] = mapped_column(String(20))
    wish: Mapped[str | None] = mapped_column(String(500))
    destination_id: Mapped[str | None] = mapped_column(String(80))
    facts: Mapped[dict[str, Any]]
    transcript: Mapped[list[dict[str, Any]]]
    created_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]  # when the person's call or chat was over
    claimed_by: Mapped[str | None] = mapped_column(String(80))  # who of the agency has it
    claimed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(80))
    outcome: Mapped[str | None] = mapped_column(String(20))
    found_need: Mapped[str | None] = mapped_column(String(60))  # what it was, as the call-taker found
    found_danger: Mapped[bool | None]


class CallSurvey(Base):
    """What a caller said afterwards: whether they got what they needed. It may come before the call's record."""

    __tablename__ = "call_surveys"
    __table_args__ = (Index(None, "agency", "at"),)

    call_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    agency: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    helped: Mapped[bool]


class CallRecord(Base):
    """One call, as contracts/call_record.schema.json has it; the columns beside `record` are for finding it."""

    __tablename__ = "call_records"
    __table_args__ = (Index(None, "agency", "ended_at"), Index(None, "agency", "need"))

    call_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    agency: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(40))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    language: Mapped[str | None] = mapped_column(String(20))
    need: Mapped[str | None] = mapped_column(String(60))
    disposition: Mapped[str | None] = mapped_column(String(40))
    destination_id: Mapped[str | None] = mapped_column(String(80))
    reason: Mapped[str | None] = mapped_column(String(40))
    record: Mapped[dict[str, Any]]
