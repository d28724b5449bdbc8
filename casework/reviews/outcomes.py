"""How calls went, by the model that understood them: what tells whether a candidate that answers a share of them does harm."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.calls.tables import CallRecord
from casework.reviews.shapes import ModelOutcome, OutcomeList
from casework.reviews.tables import LoggedTurn

_UNSURE = "nlu_fallback"
_NOT_UNDERSTOOD = frozenset({"not_understood", "low_confidence"})


@dataclass
class _Call:
    models: set[str] = field(default_factory=set)
    asked: bool = False
    at_once: bool = False
    unsure: int = 0
    disposition: str | None = None
    reason: str | None = None
    failure: str | None = None


def by_model(session: Session, agency: str, since: datetime) -> OutcomeList:
    """Of calls that began since then. One that several models understood, for a swap came in between, counts for none."""
    wanted = (
        select(
            LoggedTurn.call_id, LoggedTurn.model, LoggedTurn.intent, LoggedTurn.understood, CallRecord.disposition,
            CallRecord.reason, CallRecord.record["failure"].as_string(),
        )
        .join(CallRecord, CallRecord.call_id == LoggedTurn.call_id)
        .where(LoggedTurn.agency == agency, CallRecord.started_at >= since)
    )  # fmt: skip
    calls: dict[str, _Call] = defaultdict(_Call)
    for call_id, model, intent, understood, *ended in session.execute(wanted):
        _add(calls[call_id], model, intent, understood, ended)
    return OutcomeList(models=_counted(calls.values()))


def _add(call: _Call, model: str | None, intent: str, understood: dict[str, Any], ended: list[str | None]) -> None:
    danger = understood.get("danger") or {}
    call.models |= {model} if model else set()  # a turn whose model is not known says nothing about it
    call.at_once |= bool(danger.get("at_once"))
    call.asked |= bool(danger.get("ask")) and not danger.get("at_once")
    call.unsure += intent == _UNSURE
    call.disposition, call.reason, call.failure = ended


def _counted(calls: Iterable[_Call]) -> list[ModelOutcome]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for call in calls:
        if len(call.models) == 1:
            found[next(iter(call.models))].update(_happened(call))
    return [ModelOutcome(model=model, **counted) for model, counted in sorted(found.items())]


def _happened(call: _Call) -> dict[str, int]:
    return {
        "calls": 1,
        "danger_asked": int(call.asked),
        "danger_at_once": int(call.at_once),
        "person_wanted": int(call.reason == "asked_for_person"),
        "missed": int(call.unsure > 1 or call.reason in _NOT_UNDERSTOOD),
        "hung_up": int(call.disposition == "abandoned"),
        "failed": int(call.failure is not None),
    }
