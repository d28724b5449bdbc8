"""How calls went, by the model that understood them: what tells whether a candidate that answers a share of them does harm."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.calls.tables import CallRecord
from casework.reviews.happening import Ended, Judged, happened
from casework.reviews.shapes import ModelOutcome, OutcomeList
from casework.reviews.tables import LoggedTurn


@dataclass
class _Call:
    models: set[str] = field(default_factory=set)
    turns: list[Judged] = field(default_factory=list)
    reasons: set[str] = field(default_factory=set)  # for which its turns are in the inbox (teaching.py)
    ended: Ended = field(default_factory=Ended)


def by_model(session: Session, agency: str, needs: Container[str], since: datetime) -> OutcomeList:
    """Of calls that began since then. One that several models understood, for a swap came in between, counts for none."""
    wanted = (
        select(
            LoggedTurn.call_id, LoggedTurn.model, LoggedTurn.understood, LoggedTurn.reasons, CallRecord.disposition, CallRecord.reason,
            CallRecord.record["failure"].as_string(),
        )
        .join(CallRecord, CallRecord.call_id == LoggedTurn.call_id)
        .where(LoggedTurn.agency == agency, CallRecord.started_at >= since)
        .order_by(LoggedTurn.call_id, LoggedTurn.n)
    )  # fmt: skip
    calls: dict[str, _Call] = defaultdict(_Call)
    for call_id, model, understood, reasons, disposition, reason, failure in session.execute(wanted):
        call = calls[call_id]
        call.models |= {model} if model else set()  # a turn whose model is not known says nothing about it
        call.turns.append(Judged.of(understood))
        call.reasons |= set(reasons)
        found = "call_taker_differs" in call.reasons, "danger_missed" in call.reasons
        call.ended = Ended(disposition, reason, failure, *found)
    return OutcomeList(models=_counted(calls.values(), needs))


def _counted(calls: Iterable[_Call], needs: Container[str]) -> list[ModelOutcome]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for call in calls:
        if len(call.models) == 1:
            counted = found[next(iter(call.models))]
            counted["calls"] += 1
            counted.update(what for what, did in happened(call.turns, call.ended, needs).items() if did)
    return [ModelOutcome(model=model, **counted) for model, counted in sorted(found.items())]
