"""The tables. Every row that tells of a person carries the time from which its retention counts (see retention.py)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    DateTime,
    ForeignKey,
    Index,
    MetaData,
    String,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class UtcTime(TypeDecorator[datetime]):
    """Aware times in, aware UTC times out, also where the database (SQLite) forgets the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("times in casework are aware; this one has no zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcTime,
        dict[str, Any]: JSON,
        list[dict[str, Any]]: JSON,
        list[str]: JSON,
    }


_OPEN = text("closed_at IS NULL")  # closed cases, by far the most, are not in the queues' indexes


class Case(Base):
    """A report that was filed, from its submission to its end.

    `number` is the agency's official number, year-six digits, once it is issued. `access_code` is five digits while the
    case is open and free again some time after it closed; the PIN exists only as an Argon2id hash. `need` and `kind`:
    what it is about, and the form that was filled in. `place_key` is the place written one way (life/duplicates.py),
    `stage_before` where an answer to our questions leads back to, `flags` what the agency's own lists and the form said.
    """

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("agency", "number"),
        UniqueConstraint("agency", "access_code"),
        UniqueConstraint("report_id"),
        Index(None, "agency", "closed_at"),
        Index("ix_cases_agency_stage", "agency", "stage", "id"),
        Index("ix_cases_agency_place_key", "agency", "place_key", "happened_at"),
        Index("ix_cases_open", "agency", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_cases_waiting", "agency", "queue", "stage", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_cases_queue", "agency", "queue", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_cases_assigned_to", "agency", "assigned_to", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency: Mapped[str] = mapped_column(String(40))
    number: Mapped[str | None] = mapped_column(String(20))
    access_code: Mapped[str | None] = mapped_column(String(10))
    pin_hash: Mapped[str] = mapped_column(String(200))
    need: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str | None] = mapped_column(String(60))
    report_id: Mapped[str | None] = mapped_column(String(64))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id", ondelete="SET NULL"), index=True)
    anonymous: Mapped[bool] = mapped_column(default=False, server_default=false())
    channel: Mapped[str | None] = mapped_column(String(40))
    stage: Mapped[str] = mapped_column(String(40))
    stage_before: Mapped[str | None] = mapped_column(String(40))
    queue: Mapped[str] = mapped_column(String(40), default="reports", server_default="reports")
    assigned_to: Mapped[str | None] = mapped_column(String(80))
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("cases.id", ondelete="SET NULL"), index=True)
    redirected_to: Mapped[str | None] = mapped_column(String(80))
    place: Mapped[str | None] = mapped_column(String(200))
    place_key: Mapped[str | None] = mapped_column(String(120))
    happened_at: Mapped[datetime | None]
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    flags: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    opened_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    is_sample: Mapped[bool] = mapped_column(default=False)
    events: Mapped[list[StatusEvent]] = relationship(
        back_populates="case", cascade="all, delete-orphan", passive_deletes=True, order_by="StatusEvent.at"
    )


class StatusEvent(Base):
    """A case reached a stage."""

    __tablename__ = "status_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    stage: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    case: Mapped[Case] = relationship(back_populates="events")


class Attempt(Base):
    """Tries at a case from one call, or at one reference; the key is a digest, so a mistyped secret is never stored."""

    __tablename__ = "attempts"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    last_at: Mapped[datetime] = mapped_column(index=True)


class Handover(Base):
    """What a call-taker is told. The transcript is redacted before it gets here."""

    __tablename__ = "handovers"
    __table_args__ = (Index(None, "agency", "created_at"),)

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


class IdempotencyKey(Base):
    """A write that was already done: the digest of what was asked, and the answer that was given."""

    __tablename__ = "idempotency_keys"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    request_digest: Mapped[str] = mapped_column(String(64))
    response: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(index=True)


# every room's tables belong to the metadata, whoever imports this first
import casework.cases.tables  # noqa: E402
import casework.intake.tables  # noqa: E402
import casework.notifications.tables  # noqa: E402, F401
