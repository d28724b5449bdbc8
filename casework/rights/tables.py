"""Holds by which nothing of a case is deleted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.base import Base


class LegalHold(Base):
    """Nothing of this case is deleted, neither by time nor by wish, as long as the row is there."""

    __tablename__ = "legal_holds"

    case_id: Mapped[int] = mapped_column(
        ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    agency: Mapped[str] = mapped_column(String(40))
    by: Mapped[str] = mapped_column(String(80))
    why: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]
