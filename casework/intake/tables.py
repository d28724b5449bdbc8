"""The tables of reports: the report, every answer ever accepted (the last of a question counts), files put to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.base import Base


class Report(Base):
    """A report being filled in. Its access code goes to the case when it is filed, its PIN is kept as an Argon2id hash.

    state: draft, submitted or reopened. `asking` is a question that the person went back to, `last_move` the turn that
    did so. `left_because`: what the channel said, or "went_silent" (idle.py).
    `wanted`, `wanted_after`, `note`: what an officer asks again, and the last answer there was before. `notes`: every note that
    was put as a question, with the last answer before it.
    """

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("agency", "access_code"),
        UniqueConstraint("case_id"),
        Index(None, "agency", "state", "updated_at"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    agency: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(20))
    access_code: Mapped[str | None] = mapped_column(String(10))
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    channel: Mapped[str] = mapped_column(String(40))
    call_id: Mapped[str] = mapped_column(String(100))
    language: Mapped[str | None] = mapped_column(String(20))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id", ondelete="SET NULL"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    asking: Mapped[str | None] = mapped_column(String(120))
    last_move: Mapped[str | None] = mapped_column(String(100))
    wanted: Mapped[list[str]] = mapped_column(JSON, default=list)
    wanted_after: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(Text)
    notes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    left_because: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]


class ReportAnswer(Base):
    """One accepted answer. The same turn answers the same question once, however often it is sent. `point`: of a place that was
    shown on a map, {lat, lon, by}; an answer in other words has none of its own, and the old pin counts no more."""

    __tablename__ = "report_answers"
    __table_args__ = (UniqueConstraint("report_id", "turn", "question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[str] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"))
    question: Mapped[str] = mapped_column(String(120))
    value: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    text: Mapped[str | None] = mapped_column(Text)
    how: Mapped[str] = mapped_column(String(10))
    point: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    channel: Mapped[str] = mapped_column(String(40))
    turn: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]


class Evidence(Base):
    """A file put to a report; its bytes lie in `file` below the evidence folder. `state`: casework/scanning/quarantine.py."""

    __tablename__ = "report_evidence"
    __table_args__ = (UniqueConstraint("report_id", "sha256"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    report_id: Mapped[str] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    file: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20), default="quarantined", server_default="quarantined")
    shown_sha256: Mapped[str | None] = mapped_column(String(64))
    found: Mapped[str | None] = mapped_column(String(80))
    at: Mapped[datetime]
