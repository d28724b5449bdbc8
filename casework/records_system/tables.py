"""The table of updates that a records system sent and that were taken in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.base import Base


class ImportedUpdate(Base):
    """An update of a records system that was already taken in: the same one again does nothing.

    `officer_at`: the source's time of it, where it names an officer.
    """

    __tablename__ = "imported_updates"
    __table_args__ = (Index(None, "case_id"),)

    agency: Mapped[str] = mapped_column(String(40), primary_key=True)
    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    update_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    officer_at: Mapped[datetime | None]
