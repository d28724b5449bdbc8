"""The tables of reviewing: a caller's turn as it was understood, and what each reviewer says that it was."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Float, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.base import Base


class LoggedTurn(Base):
    """One turn of a call record that a model judged. `n`: its place in the record; `text` is redacted, as the record has it."""

    __tablename__ = "logged_turns"
    __table_args__ = (
        ForeignKeyConstraint(["call_id"], ["call_records.call_id"], ondelete="CASCADE"),
        Index(None, "agency", "state", "score", "call_id", "n"),
        Index(None, "agency", "at"),
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
    at: Mapped[datetime]
