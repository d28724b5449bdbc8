"""What a turn's call has around it, out of its record, hand-overs and survey; read when turns are listed, and kept nowhere twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.calls.again import came_back
from casework.calls.tables import CallRecord, CallSurvey, Handover
from casework.reviews.shapes import Around, Outcome
from casework.reviews.tables import LoggedTurn

Turn = dict[str, Any]  # of contracts/call_record.schema.json


@dataclass(frozen=True)
class Surroundings:
    around: Around | None = None
    outcome: Outcome | None = None


NOT_ASKED = Surroundings()


def of(session: Session, agency: str, rows: Sequence[LoggedTurn]) -> dict[tuple[str, int], Surroundings]:
    """By turn; all of them are the agency's."""
    calls = {row.call_id for row in rows}
    records = {
        row.call_id: row.record for row in session.scalars(select(CallRecord).where(CallRecord.call_id.in_(calls)))
    }
    ended = _outcomes(session, agency, records)
    return {
        (row.call_id, row.n): Surroundings(around(records[row.call_id]["turns"], row.n), ended[row.call_id])
        for row in rows
    }


def around(turns: Sequence[Turn], place: int) -> Around:
    """Of a record's turn."""
    turn = turns[place]
    return Around(
        asked=_said(reversed(turns[:place]), before=True),
        answered=_said(turns[place + 1 :]),
        confidence=turn.get("confidence"),
        alternatives=turn.get("alternatives"),
    )


def _said(turns: Iterable[Turn], before: bool = False) -> str | None:
    """By our voice, next to the turn, until the caller says something; what a person of the agency says is not ours to keep beside it."""
    said = [turn["text"] for turn in takewhile(lambda one: one["who"] != "caller", turns) if turn["who"] == "assistant"]
    return " ".join(reversed(said) if before else said)[:4000] or None


def _outcomes(session: Session, agency: str, records: dict[str, Turn]) -> dict[str, Outcome]:
    helped: dict[str, bool] = {
        row.call_id: row.helped for row in session.scalars(select(CallSurvey).where(CallSurvey.call_id.in_(records)))
    }
    wanted = select(Handover).where(Handover.agency == agency, Handover.call_id.in_(records))
    in_order = wanted.order_by(Handover.created_at, Handover.ticket)
    handed = {row.call_id: row for row in session.scalars(in_order)}  # the last counts
    return {
        call_id: _outcome(session, record, handed.get(call_id), helped.get(call_id))
        for call_id, record in records.items()
    }


def _outcome(session: Session, record: Turn, handed: Handover | None, helped: bool | None) -> Outcome:
    return Outcome(
        disposition=record["disposition"],
        reason=record.get("reason"),
        ended_by=record["ended_by"],
        transfer=(record.get("transfer") or {}).get("outcome"),
        failure=record.get("failure"),
        handed_over=None if handed is None else handed.outcome,
        helped=helped,
        came_back=None if handed is None else came_back(session, handed),
    )
