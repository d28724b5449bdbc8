"""The outbox of webhooks: one row for each address that wants to hear, in the transaction of the change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.database import insert_new
from casework.webhooks.tables import Webhook, WebhookDelivery


@dataclass(frozen=True)
class Changed:
    """The case that changed. `data`: what the agency's systems are told of it, JSON values only."""

    case_id: int
    agency: str
    opened_at: datetime
    data: dict[str, Any]


def hooks_of(session: Session, agency: str) -> Sequence[Webhook]:
    """The agency's addresses. None is switched or taken out until this transaction ends, so whoever switches one does nothing else."""
    return session.scalars(
        select(Webhook).where(Webhook.agency == agency).order_by(Webhook.id).with_for_update(read=True)
    ).all()


def queue(session: Session, case: Changed, event: str, at: datetime, change: str) -> None:
    """Writes the deliveries of one event; those of the same change are there once."""
    store(session, rows(case, event, at, hooks_of(session, case.agency), change))


def queue_erased(session: Session, case: Changed, at: datetime) -> None:
    """That a case is there no more; of what it was about nothing is said. The delivery does not go with the case."""
    bare = replace(case, data={name: case.data[name] for name in ("case", "agency", "number")})
    waiting = rows(bare, "erased", at, hooks_of(session, case.agency), "erased")
    store(session, [row | {"case_id": None} for row in waiting])


def store(session: Session, waiting: list[dict[str, Any]]) -> None:
    """Inserts deliveries, except for those that are there."""
    insert_new(session, WebhookDelivery, waiting, key="id")


def rows(case: Changed, event: str, at: datetime, hooks: Sequence[Webhook], change: str) -> list[dict[str, Any]]:
    """The deliveries of one event, to be stored where many changes are made at once. For an address that is off they are kept."""
    return [_row(hook, case, event, at, change) for hook in hooks if not hook.events or event in hook.events]


def _row(hook: Webhook, case: Changed, event: str, at: datetime, change: str) -> dict[str, Any]:
    born = f"{hook.id}\0{hook.secret}\0{case.case_id}\0{case.opened_at.isoformat()}\0{event}\0{change}"
    return {
        "id": f"msg_{hashlib.sha256(born.encode()).hexdigest()[:24]}",
        "webhook_id": hook.id,
        "case_id": case.case_id,
        "event": event,
        "body": body(case, event, at),
        "state": "waiting" if hook.is_on else "kept",
        "tries": 0,
        "next_at": at,
        "created_at": at,
    }


def body(case: Changed, event: str, at: datetime) -> str:
    """What is sent, to the byte that is signed. No story and no contact: the receiver asks for those by the case's id."""
    message = {"type": f"case.{event}", "timestamp": at.isoformat(), "data": case.data}
    return json.dumps(message, separators=(",", ":"), ensure_ascii=False)
