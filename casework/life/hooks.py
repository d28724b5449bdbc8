"""The outbox of webhooks: one row for each address that wants to hear, in the transaction of the change."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from casework.life.tables import Webhook, WebhookDelivery
from casework.models import Case


def listening(session: Session, agency: str) -> Sequence[Webhook]:
    """The agency's addresses that are switched on."""
    return session.scalars(select(Webhook).where(Webhook.agency == agency, Webhook.is_on)).all()


def queue(session: Session, case: Case, event: str, at: datetime) -> None:
    """Writes the deliveries of one event."""
    waiting = rows(case, event, at, listening(session, case.agency))
    if waiting:
        session.execute(insert(WebhookDelivery), waiting)


def rows(case: Case, event: str, at: datetime, hooks: Sequence[Webhook]) -> list[dict[str, Any]]:
    """The deliveries of one event, to be inserted where many changes are made at once."""
    return [_row(hook, case, event, at) for hook in hooks if not hook.events or event in hook.events]


def _row(hook: Webhook, case: Case, event: str, at: datetime) -> dict[str, Any]:
    return {
        "id": f"msg_{secrets.token_hex(12)}",
        "webhook_id": hook.id,
        "case_id": case.id,
        "event": event,
        "body": body(case, event, at),
        "state": "waiting",
        "tries": 0,
        "next_at": at,
        "created_at": at,
    }


def body(case: Case, event: str, at: datetime) -> str:
    """What is sent, to the byte that is signed. No story and no contact: the receiver asks for those by the case's id."""
    data = {
        "case": case.id,
        "agency": case.agency,
        "number": case.number,
        "need": case.need,
        "kind": case.kind,
        "stage": case.stage,
        "queue": case.queue,
        "assigned_to": case.assigned_to,
        "merged_into": case.merged_into,
        "updated_at": case.updated_at.isoformat(),
    }
    message = {"type": f"case.{event}", "timestamp": at.isoformat(), "data": data}
    return json.dumps(message, separators=(",", ":"), ensure_ascii=False)
