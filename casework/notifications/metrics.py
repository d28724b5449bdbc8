"""Numbers about telling people, for /metrics; labels never hold a person's or a case's anything."""

from __future__ import annotations

from prometheus_client import Counter, Gauge

from casework.meters import registry

events = Counter(
    "civicline_events_told_total", "Events by what became of them", ["agency", "outcome"], registry=registry
)
attempts = Counter(
    "civicline_notification_attempts_total",
    "Attempts by vendor and outcome",
    ["vendor", "channel", "outcome"],
    registry=registry,
)
waiting = Gauge("civicline_notifications", "Notifications by state", ["state"], registry=registry)
oldest_s = Gauge(
    "civicline_notification_oldest_due_seconds", "How long the oldest due notification has waited", registry=registry
)
queue_failures = Counter(
    "civicline_notification_queue_failures_total", "Times that the task queue did not answer", registry=registry
)
