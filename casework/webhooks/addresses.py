"""The agency's addresses that hear of changes: put in, listed, taken out; and the letters that could not be delivered."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from casework.errors import BadRequest
from casework.trail.actors import Actor
from casework.trail.entries import noted
from casework.webhooks.reach import Reach
from casework.webhooks.tables import Webhook, WebhookDelivery

_MOST = 20


def add(
    session: Session, agency: str, url: str, events: list[str], actor: Actor, at: datetime, reach: Reach | None = None
) -> Webhook:
    """Puts an address in, with a fresh secret. Raises BadRequest for one that must not be called."""
    (reach or Reach()).check(url)
    if (session.scalar(select(func.count()).where(Webhook.agency == agency)) or 0) >= _MOST:
        raise BadRequest(f"An agency has at most {_MOST} addresses; remove one first.")
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()
    row = Webhook(agency=agency, url=url, secret=secret, events=events, is_on=True, created_at=at)
    session.add(row)
    session.flush()
    noted(session, agency, actor, "webhook_added", at, {"webhook": row.id})
    return row


def remove(session: Session, agency: str, webhook: int, actor: Actor, at: datetime) -> bool:
    """Takes an address out, with what still waits for it; False when it is not there."""
    gone = session.scalars(
        delete(Webhook).where(Webhook.agency == agency, Webhook.id == webhook).returning(Webhook.id)
    ).all()
    if gone:
        noted(session, agency, actor, "webhook_removed", at, {"webhook": webhook})
    return bool(gone)


def switch_on(session: Session, agency: str, webhook: int, actor: Actor, at: datetime) -> bool:
    """Switches an address on again that had said that it is gone: what happened meanwhile goes to it now.

    Only the switch is turned while every case of the agency waits for this row; the deliverer takes up what was kept, in portions.
    """
    row = session.scalar(select(Webhook).where(Webhook.agency == agency, Webhook.id == webhook).with_for_update())
    if row is None:
        return False
    row.is_on = True
    noted(session, agency, actor, "webhook_switched_on", at, {"webhook": webhook})
    return True


def listed(session: Session, agency: str) -> list[tuple[Webhook, int, int]]:
    """Each address with how many letters wait for it (or are kept while it is off), and how many were given up."""
    grouped = (
        select(WebhookDelivery.webhook_id, WebhookDelivery.state, func.count())
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(Webhook.agency == agency, WebhookDelivery.state.in_(("waiting", "kept", "dead")))
        .group_by(WebhookDelivery.webhook_id, WebhookDelivery.state)
    )
    counts = {(webhook, state): count for webhook, state, count in session.execute(grouped)}
    rows = session.scalars(select(Webhook).where(Webhook.agency == agency).order_by(Webhook.id)).all()
    return [
        (row, counts.get((row.id, "waiting"), 0) + counts.get((row.id, "kept"), 0), counts.get((row.id, "dead"), 0))
        for row in rows
    ]


def dead(session: Session, agency: str, after: str, limit: int) -> Sequence[WebhookDelivery]:
    """Letters that were given up, by id."""
    ours = select(Webhook.id).where(Webhook.agency == agency)
    given_up = select(WebhookDelivery).where(
        WebhookDelivery.state == "dead", WebhookDelivery.webhook_id.in_(ours), WebhookDelivery.id > after
    )
    return session.scalars(given_up.order_by(WebhookDelivery.id).limit(limit)).all()
