"""Keeps the judged turns of a call record, in the transaction that keeps the record; a record sent again keeps its labels."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.reviews.tables import LoggedTurn
from casework.reviews.teaching import judged, reasons_of, score


def keep_turns(session: Session, record: dict[str, Any]) -> None:
    """Makes the rows of the record what it says; rows of turns that it has no longer go, with their labels."""
    session.flush()  # the record first: the turns belong to it
    there = {row.n: row for row in session.scalars(select(LoggedTurn).where(LoggedTurn.call_id == record["call_id"]))}
    for place in judged(record):
        row = there.pop(place, None)
        if row is None:
            session.add(LoggedTurn(n=place, state="open", **_fields(record, place)))
            continue
        for name, value in _fields(record, place).items():
            setattr(row, name, value)
    for row in there.values():
        session.delete(row)


def _fields(record: dict[str, Any], place: int) -> dict[str, Any]:
    turn, reasons = record["turns"][place], reasons_of(record, place)
    return {
        "call_id": record["call_id"],
        "agency": record["agency"],
        "at": datetime.fromisoformat(record["started_at"]) + timedelta(milliseconds=turn["at_ms"]),
        "channel": record["channel"],
        "language": turn.get("language") or record["language"],
        "text": turn["text"],
        "intent": turn["understood"]["intent"],
        "understood": turn["understood"],
        "model": turn["understood"].get("model"),
        "reasons": reasons,
        "score": score(reasons),
    }
