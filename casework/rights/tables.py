"""Holds by which nothing of a case is deleted, and corrections, which keep what was said first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
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
