"""Keeps the judged turns of a call record, in the transaction that keeps the record; a record sent again keeps its labels."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.calls.tables import CallRecord, CallSurvey, Handover
from casework.reviews.tables import LoggedTurn
from casework.reviews.teaching import Found, judged, reasons_of, score


def keep_turns(session: Session, record: dict[str, Any]) -> None:
    """Makes the rows of the record what it says; rows of turns that it has no longer go, with their labels."""
    session.flush()  # the record first: the turns belong to it
    found = _found(session, record["call_id"])
    there = {row.n: row for row in session.scalars(select(LoggedTurn).where(LoggedTurn.call_id == record["call_id"]))}
    for place in judged(record):
        row = there.pop(place, None)
        if row is None:
            fields = _fields(record, place, found)
            session.add(LoggedTurn(n=place, state="open", alike=_not_compared(fields), **fields))
            continue
        fields = _fields(record, place, found)
        if row.text != fields["text"]:  # what was explained of it were other words
            row.nearest = row.becomes = None
            row.nearest_wanted = False
            row.alike, row.alike_place = _not_compared(fields), None
        for name, value in fields.items():
            setattr(row, name, value)
    for row in there.values():
        session.delete(row)


def ranked_again(session: Session, call_id: str) -> None:
    """A call-taker said what the call was, or its caller whether it helped: its record may come later, and finds it then."""
    session.flush()
    row = session.get(CallRecord, call_id)
    if row is not None:
        keep_turns(session, row.record)


def _not_compared(fields: dict[str, Any]) -> int | None:
    """0 of a turn whose group is to be found (tables.py)."""
    return 0 if "unlike" in fields["reasons"] else None


def _found(session: Session, call_id: str) -> Found:
    """By the last who said so, where a call was handed over more than once."""
    told = select(Handover).where(Handover.call_id == call_id, Handover.ended_at.is_not(None))
    rows = list(session.scalars(told.order_by(Handover.ended_at)))
    need = next((row.found_need for row in reversed(rows) if row.found_need is not None), None)
    danger = next((row.found_danger for row in reversed(rows) if row.found_danger is not None), None)
    survey = session.get(CallSurvey, call_id)
    return Found(need, danger, None if survey is None else survey.helped)


def _fields(record: dict[str, Any], place: int, found: Found) -> dict[str, Any]:
    turn, reasons = record["turns"][place], reasons_of(record, place, found)
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
        "found_need": found.need,
        "found_danger": found.danger,
        "score": score(reasons),
    }
