"""The tables of the bot's models: what the machine that has them last told of its registry, and what was asked for in the console."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.base import Base

_OPEN = text("state IN ('asked', 'doing')")


class ModelReport(Base):
    """The registry as it was last told, whole; `told` is shapes.ModelRegistry."""

    __tablename__ = "model_reports"

    agency: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime]
    told: Mapped[dict[str, Any]]


class ModelWish(Base):
    """That a model answers callers, that the one before comes back in place of `in_use`, or that a candidate is trained.

    `state`: asked, doing, done, refused or taken_back.
    """

    __tablename__ = "model_wishes"
    __table_args__ = (
        Index(None, "agency", "at"),
        Index("uq_model_wishes_open", "agency", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(20))
    what: Mapped[str] = mapped_column(String(20))
    model: Mapped[str | None] = mapped_column(String(100))
    in_use: Mapped[str | None] = mapped_column(String(100))
    why: Mapped[str | None] = mapped_column(String(500))
    override: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(20))
    said: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None]
