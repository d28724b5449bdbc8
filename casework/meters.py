"""What casework counts for whoever watches it, as /metrics gives it."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge

from watching.counts import Counts

registry = CollectorRegistry()
REQUESTS = Counts("casework", registry)
WRONG_PINS = Counter("civicline_wrong_pins", "Tries at a case or report that failed", ["agency"], registry=registry)
SPRAY_ALARMS = Counter(
    "civicline_spray_alarms", "Times that too many tries failed in ten minutes", ["agency"], registry=registry
)
CODES_IN_USE = Gauge(
    "civicline_access_codes_in_use", "Share of the access codes that are in use, 0 to 1", ["agency"], registry=registry
)
WITHOUT_FOLDER = Gauge(
    "civicline_agencies_without_folder",
    "Agencies whose rows are kept because their folder is missing",
    registry=registry,
)
WEBHOOKS = Gauge("civicline_webhooks", "Webhooks that wait, or were given up", ["agency", "state"], registry=registry)
WEBHOOKS_OFF = Gauge(
    "civicline_webhook_addresses_off", "Addresses that said that they are gone", ["agency"], registry=registry
)
OUTBOX = Gauge("civicline_outbox_events", "Events waiting to be planned, or failed", ["state"], registry=registry)
OUTBOX_OLDEST = Gauge(
    "civicline_outbox_oldest_seconds", "How long the oldest waiting event has waited", registry=registry
)
UNDELIVERED = Gauge(
    "civicline_notifications_for_operator", "Dead or held notifications: a person decides", ["state"], registry=registry
)
WRONG_SIGN_INS = Counter(
    "civicline_wrong_sign_ins", "Wrong passwords or second factors of staff", ["agency"], registry=registry
)
SIGN_IN_ALARMS = Counter(
    "civicline_sign_in_alarms",
    "Times that one account's password was tried fifty times in an hour",
    ["agency"],
    registry=registry,
)
