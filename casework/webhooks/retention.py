"""What was delivered is kept for a week, to look things up; what tells of a case goes with it at the latest."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from casework.sweeping import Retention, Sweeping, gone
from casework.webhooks.tables import Webhook, WebhookDelivery

_DELIVERED_DAYS = 7


def sweep(session: Session, sweeping: Sweeping) -> dict[str, int]:
    old = WebhookDelivery.created_at < sweeping.now - timedelta(days=_DELIVERED_DAYS)
    return {"webhook_deliveries": gone(session, WebhookDelivery, WebhookDelivery.state == "delivered", old)}


RETENTION = Retention((WebhookDelivery,), sweep, of_nobody=(Webhook,))
