"""The tables of the trail: its entries, the chain of digests over them, and the gate that lets retention delete them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.base import Base


class AuditEntry(Base):
    """Who did what, when and why. The database refuses to change it, and to delete it but for retention (guard.py)."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index(None, "agency", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    actor_id: Mapped[str] = mapped_column(String(80))
    actor_role: Mapped[str] = mapped_column(String(20))
    action: Mapped[str] = mapped_column(String(40))
    from_stage: Mapped[str | None] = mapped_column(String(40))
    to_stage: Mapped[str | None] = mapped_column(String(40))
    why: Mapped[str | None] = mapped_column(String(500))
    details: Mapped[dict[str, Any]]


class OutlivingEntry(Base):
    """An entry whose case is gone: the trail has a time of its own. All of it is as it was, so that its seal still fits."""

    __tablename__ = "audit_outliving"
    __table_args__ = (Index(None, "agency", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(index=True)
    agency: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[int | None] = mapped_column(index=True)
    at: Mapped[datetime]
    actor_id: Mapped[str] = mapped_column(String(80))
    actor_role: Mapped[str] = mapped_column(String(20))
    action: Mapped[str] = mapped_column(String(40))
    from_stage: Mapped[str | None] = mapped_column(String(40))
    to_stage: Mapped[str | None] = mapped_column(String(40))
    why: Mapped[str | None] = mapped_column(String(500))
    details: Mapped[dict[str, Any]]


class AuditSeal(Base):
    """One link of the chain over the trail (sealing.py); `last_entry`: the newest entry in it."""

    __tablename__ = "audit_seals"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))
    entries: Mapped[int]
    last_entry: Mapped[int]
    at: Mapped[datetime]


class AuditLeaf(Base):
    """The digest of one entry, in the order of its seal. It stays when retention deletes the entry, and says so."""

    __tablename__ = "audit_leaves"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(index=True)
    digest: Mapped[str] = mapped_column(String(64))
    seal_id: Mapped[int] = mapped_column(ForeignKey("audit_seals.id"), index=True)
    gone_at: Mapped[datetime | None]


class RetentionGate(Base):
    """Holds a row only inside a transaction that deletes what expired; no other transaction ever sees one."""

    __tablename__ = "retention_gate"

    id: Mapped[int] = mapped_column(primary_key=True)
