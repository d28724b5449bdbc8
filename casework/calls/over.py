"""What the end of a call or chat makes of its hand-overs: whoever left before somebody had them is not waited for any more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from casework.calls.tables import CallRecord, Handover

_WRITTEN = "web"
_WITH_THE_PBX = frozenset({"connected", "simulated"})  # rung, or in its queue: the record ends there, the call does not


def gone_at(record: dict[str, Any]) -> datetime | None:
    """When the person was gone, aware; None while a telephone system has them. A chat is over where its record is."""
    outcome = (record.get("transfer") or {}).get("outcome")
    if record["channel"] != _WRITTEN and outcome in _WITH_THE_PBX:
        return None
    return datetime.fromisoformat(record["ended_at"])


def mark(session: Session, record: dict[str, Any]) -> None:
    """A call that came back has another record, and the last one counts."""
    of_it = of_call(record["agency"], record["call_id"])
    session.execute(update(Handover).where(*of_it).values(gone_at=gone_at(record)))


def known(session: Session, agency: str, call_id: str) -> datetime | None:
    """For a hand-over that comes after the record of its call: from the connector's disk, when casework was away."""
    row = session.get(CallRecord, call_id)
    return gone_at(row.record) if row is not None and row.agency == agency else None


def missed(claimed_at: datetime | None, gone: datetime | None) -> bool:
    """The person was gone before anybody took it, also where somebody did so later."""
    return gone is not None and (claimed_at is None or claimed_at > gone)


def rung_back(session: Session, agency: str, call_id: str, outcome: str, actor: str, now: datetime) -> None:
    """Somebody rang the person of this call: what nobody had taken of it is theirs, and done, and so is what they had of it."""
    done = {"ended_at": now, "ended_by": actor, "outcome": outcome}
    taken = {"claimed_by": actor, "claimed_at": now}
    session.execute(update(Handover).where(*of_call(agency, call_id), *MISSED).values(**done, **taken))
    own = (Handover.claimed_by == actor, Handover.ended_at.is_(None), Handover.gone_at.is_not(None))
    session.execute(update(Handover).where(*of_call(agency, call_id), *own).values(**done))


def of_call(agency: str, call_id: str) -> tuple[ColumnElement[bool], ...]:
    return Handover.agency == agency, Handover.call_id == call_id


WAITING = (Handover.claimed_by.is_(None), Handover.ended_at.is_(None), Handover.gone_at.is_(None))
MISSED = (Handover.claimed_by.is_(None), Handover.ended_at.is_(None), Handover.gone_at.is_not(None))
