"""The tables of quality: what a supervisor says of a contact, and contacts of call-takers whose words an agency brought."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.base import Base


class Transcript(Base):
    """A call-taker's contact, redacted when it came. `staff`: who answered, as the agency calls them."""

    __tablename__ = "transcripts"
    __table_args__ = (Index(None, "agency", "at"),)

    agency: Mapped[str] = mapped_column(String(40), primary_key=True)
    contact_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    staff: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    channel: Mapped[str] = mapped_column(String(40))
    need: Mapped[str | None] = mapped_column(String(60))
    turns: Mapped[list[dict[str, Any]]]


class Correction(Base):
    """What a supervisor says of one item of one contact, in place of the rule; said again, it is replaced."""

    __tablename__ = "quality_corrections"

    agency: Mapped[str] = mapped_column(String(40), primary_key=True)
    contact_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    item: Mapped[str] = mapped_column(String(60), primary_key=True)
    by: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    rule_said: Mapped[str] = mapped_column(String(10))
    met: Mapped[str] = mapped_column(String(10))
    why: Mapped[str | None] = mapped_column(String(500))
