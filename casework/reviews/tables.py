"""The tables of reviewing: a caller's turn as it was understood, and what each reviewer says that it was."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKeyConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.base import Base

_ON_SQLITE, _WANTED = text("nearest_wanted = 1"), text("nearest_wanted")
_SOME = text("alike IS NOT NULL")


class LoggedTurn(Base):
    """One turn of a call record that a model judged. `n`: its place in the record; `text` is redacted, as the record has it."""

    __tablename__ = "logged_turns"
    __table_args__ = (
        ForeignKeyConstraint(["call_id"], ["call_records.call_id"], ondelete="CASCADE"),
        Index(None, "agency", "state", "score", "call_id", "n"),
        Index(None, "agency", "at"),
        Index("ix_logged_turns_wanted", "agency", sqlite_where=_ON_SQLITE, postgresql_where=_WANTED),
        Index("ix_logged_turns_alike", "agency", "alike", sqlite_where=_SOME, postgresql_where=_SOME),
    )

    call_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    agency: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    channel: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    intent: Mapped[str] = mapped_column(String(60))
    understood: Mapped[dict[str, Any]]
    model: Mapped[str | None] = mapped_column(String(80))
    reasons: Mapped[list[str]]
    score: Mapped[float] = mapped_column(Float)
    found_need: Mapped[str | None] = mapped_column(String(60))  # by the call-taker who had the call
    found_danger: Mapped[bool | None]
    state: Mapped[str] = mapped_column(String(20))  # open | second | disputed | settled | discarded
    # by the machine that has the training data (explaining.py): shapes.NearExample, shapes.Becomes
    nearest_wanted: Mapped[bool] = mapped_column(default=False)  # somebody has looked at it, or is about to
    nearest: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    becomes: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    # of a turn that is unlike all examples (grouping.py): its group; 0: not compared with the others yet; None: like no other
    alike: Mapped[int | None]
    alike_place: Mapped[int | None]  # in its group, 0 the most typical


class TurnLabel(Base):
    """What one reviewer says that a turn was; labelled again, it is replaced."""

    __tablename__ = "turn_labels"
    __table_args__ = (
        ForeignKeyConstraint(
            ["call_id", "n"], ["logged_turns.call_id", "logged_turns.n"], ondelete="CASCADE", onupdate="CASCADE"
        ),
    )

    call_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    reviewer: Mapped[str] = mapped_column(String(80), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(20))
    needs: Mapped[list[str]]
    danger: Mapped[bool]
    text: Mapped[str | None] = mapped_column(Text)  # where the reviewer redacted more
    parts: Mapped[list[str]]  # of two needs: which words say each
    at: Mapped[datetime]
