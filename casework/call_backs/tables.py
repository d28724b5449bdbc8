"""The table of call-backs. The number is kept for ringing back and for nothing else; it goes with the agency's retention."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.base import Base


class CallBack(Base):
    """One promise to ring somebody; open until `done_at`."""

    __tablename__ = "call_backs"
    __table_args__ = (Index(None, "agency", "done_at", "created_at"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    agency: Mapped[str] = mapped_column(String(40))
    call_id: Mapped[str] = mapped_column(String(100))
    number: Mapped[str] = mapped_column(String(20))
    best_time: Mapped[str] = mapped_column(String(20))
    need: Mapped[str | None] = mapped_column(String(60))
    language: Mapped[str | None] = mapped_column(String(20))
    ticket: Mapped[str | None] = mapped_column(String(40))  # the hand-over that tells the story
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(String(80))
    outcome: Mapped[str | None] = mapped_column(String(20))
