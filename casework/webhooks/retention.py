"""What was delivered is kept for a week, to look things up; what tells of a case goes with it at the latest."""

from __future__ import annotations

from datetime import timedelta

from casework.sweeping import Portions, Retention, Sweeping
from casework.webhooks.tables import Webhook, WebhookDelivery

_DELIVERED_DAYS = 7


def sweep(portions: Portions, sweeping: Sweeping) -> dict[str, int]:
    old = WebhookDelivery.created_at < sweeping.now - timedelta(days=_DELIVERED_DAYS)
    return {"webhook_deliveries": portions.gone(WebhookDelivery, WebhookDelivery.state == "delivered", old)}


RETENTION = Retention((WebhookDelivery,), sweep, of_nobody=(Webhook,))
