"""The tables of cases. What tells of a case goes when it goes (retention.py)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.base import Base

_OPEN = text("closed_at IS NULL")  # closed cases, by far the most, are not in the queues' indexes
_UNREAD = text("read_at IS NULL")
_CASE = "cases.id"


class Case(Base):
    """A report that was filed, from its submission to its end.

    `number` is the agency's official number, in a form of its own, once it is issued. `access_code` is five digits while the
    case is open and free again some time after it closed; the PIN exists only as an Argon2id hash. `need` and `kind`:
    what it is about, and the form that was filled in; `call_id`: the call, chat or visit in which that was begun.
    `place_key` is the place written one way (spoken/en/place_keys.py), `lat`, `lon`, `located_by`: the place on the map where
    somebody showed it (pin | words).
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
        Index("ix_cases_agency_opened_at", "agency", "opened_at"),
        Index("ix_cases_call_id", "call_id"),
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
    call_id: Mapped[str | None] = mapped_column(String(100))
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
    lat: Mapped[float | None] = mapped_column(Float)
    lon: Mapped[float | None] = mapped_column(Float)
    located_by: Mapped[str | None] = mapped_column(String(10))
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

    @property
    def point(self) -> dict[str, Any] | None:
        """{lat, lon, by} where the place was shown on a map."""
        if self.lat is None or self.lon is None:
            return None
        return {"lat": self.lat, "lon": self.lon, "by": self.located_by or "words"}

    def put_on_map(self, point: dict[str, Any] | None) -> None:
        """None: nobody knows where on the map it is."""
        shown = point or {}
        self.lat, self.lon, self.located_by = shown.get("lat"), shown.get("lon"), shown.get("by")


class CaseWords(Base):
    """The words of a case, to find it by (words.py)."""

    __tablename__ = "case_words"

    case_id: Mapped[int] = mapped_column(ForeignKey(_CASE, ondelete="CASCADE"), primary_key=True, autoincrement=False)
    words: Mapped[str] = mapped_column(Text)


class StatusEvent(Base):
    """A case reached a stage."""

    __tablename__ = "status_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    stage: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    case: Mapped[Case] = relationship(back_populates="events")


class NumberSeries(Base):
    """The numbers of a year, held while one is given out; `last`: how far they were walked through when drawing found none."""

    __tablename__ = "number_series"

    agency: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class CaseMessage(Base):
    """What the citizen and the agency wrote to each other. `read_at` is the receipt of the other side."""

    __tablename__ = "case_messages"
    __table_args__ = (
        UniqueConstraint("case_id", "key"),
        Index(None, "case_id", "id"),
        Index("ix_case_messages_unread", "side", "case_id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
    )

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
    """A file of a message; its bytes lie below var/attachments/ under `stored_as`. `state`: casework/scanning."""

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
    state: Mapped[str] = mapped_column(String(20), default="quarantined", server_default="quarantined")
    shown_sha256: Mapped[str | None] = mapped_column(String(64))
    found: Mapped[str | None] = mapped_column(String(80))
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


class Correction(Base):
    """An answer of a case that was corrected at its person's wish: both are kept."""

    __tablename__ = "case_corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    question: Mapped[str] = mapped_column(String(120))
    was: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    now: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    why: Mapped[str] = mapped_column(String(500))
    by: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
