"""What was delivered is kept for a week, to look things up; what tells of a case goes with it at the latest.

For an address that is off, three months: whoever comes back later catches up by the cursor of the events (records_system/events.py).
"""

from __future__ import annotations

from datetime import timedelta

from casework.sweeping import Portions, Retention, Sweeping
from casework.webhooks.tables import Webhook, WebhookDelivery

_DELIVERED_DAYS, _KEPT_DAYS = 7, 90


def sweep(portions: Portions, sweeping: Sweeping) -> dict[str, int]:
    old = WebhookDelivery.created_at < sweeping.now - timedelta(days=_DELIVERED_DAYS)
    off = WebhookDelivery.created_at < sweeping.now - timedelta(days=_KEPT_DAYS)
    # of a case that was erased: no case takes it along
    given_up = portions.gone(WebhookDelivery, WebhookDelivery.case_id.is_(None), off)
    delivered = portions.gone(WebhookDelivery, WebhookDelivery.state == "delivered", old)
    kept = portions.gone(WebhookDelivery, WebhookDelivery.state == "kept", off)
    return {"webhook_deliveries": given_up + delivered + kept}


RETENTION = Retention((WebhookDelivery,), sweep, of_nobody=(Webhook,))
