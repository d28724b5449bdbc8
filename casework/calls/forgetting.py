"""The records of a person's own calls and chats, and the stories told at their hand-overs, when all of theirs is erased."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.calls.tables import CallRecord, CallSurvey, Handover
from casework.idempotency import is_remembered, let_go, remember
from casework.sweeping import gone


def attended(session: Session, agency: str, call_ids: Collection[str]) -> set[str]:
    """Those of which somebody has, or is still to have, the story: a hand-over that has not ended."""
    open_ = select(Handover.call_id).where(Handover.agency == agency, Handover.ended_at.is_(None))
    return set(session.scalars(open_.where(Handover.call_id.in_(call_ids))))


def forget(session: Session, agency: str, call_ids: Collection[str], at: datetime) -> int:
    """How many records went; judged turns and their labels go with them. A record of theirs that comes within a day, of a chat
    that was still open or out of a queue, is not kept."""
    for call_id in call_ids:
        remember(session, _name(agency, call_id), at)
    gone(session, CallSurvey, CallSurvey.agency == agency, CallSurvey.call_id.in_(call_ids))
    gone(session, Handover, Handover.agency == agency, Handover.call_id.in_(call_ids))
    return gone(session, CallRecord, CallRecord.agency == agency, CallRecord.call_id.in_(call_ids))


def is_forgotten(session: Session, agency: str, call_id: str) -> bool:
    """Whether its record is not to be kept; it is, where a report was begun (`goes_on`) or somebody fetched after the erasure."""
    fetched = select(Handover.call_id).where(Handover.agency == agency, Handover.call_id == call_id).limit(1)
    return is_remembered(session, _name(agency, call_id)) and session.scalar(fetched) is None


def goes_on(session: Session, agency: str, call_id: str) -> None:
    """Something new is begun in it, whatever was erased before."""
    let_go(session, _name(agency, call_id))


def _name(agency: str, call_id: str) -> str:
    return f"erased call {agency} {call_id}"
