"""What an operator must see is counted: dead letters, events that wait or failed, codes in use; and no label tells of anybody."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from prometheus_client import generate_latest

from casework import watch
from casework.notifications.metrics import registry
from casework.notifications.tables import NotificationEvent
from casework.webhooks.tables import Webhook, WebhookDelivery

ROOT = Path(__file__).parent.parent.parent
NOW = datetime.now(UTC)


def value(casework, metric: str) -> float:
    """Counted until two in a row are the same: the meters are the process's, and another test's casework may count once more as it ends."""
    found = [counted(casework, metric), counted(casework, metric)]
    while len(found) < 9 and found[-1] != found[-2]:
        found.append(counted(casework, metric))
    return found[-1]


def counted(casework, metric: str) -> float:
    watch.count(casework.services.database, casework.services.directory, NOW)
    found = re.search(rf"^{re.escape(metric)} (\S+)$", generate_latest(registry).decode(), re.M)
    assert found, metric
    return float(found[1])


async def test_letters_that_were_given_up_and_codes_in_use_are_counted(casework) -> None:
    casework.add_case()
    with casework.services.database.writing() as session:
        hook = Webhook(agency="denver", url="https://x.example", secret="s", events=[], is_on=False, created_at=NOW)
        session.add(hook)
        session.flush()
        row = {"webhook_id": hook.id, "event": "e", "body": "{}", "tries": 9, "next_at": NOW, "created_at": NOW}
        session.add_all([WebhookDelivery(id="a", state="dead", **row), WebhookDelivery(id="b", state="waiting", **row)])
    assert value(casework, 'civicline_webhooks{agency="denver",state="dead"}') == 1
    assert value(casework, 'civicline_webhooks{agency="denver",state="waiting"}') == 1
    assert value(casework, 'civicline_webhook_addresses_off{agency="denver"}') == 1
    assert value(casework, 'civicline_access_codes_in_use{agency="denver"}') == 0.00001


async def test_events_that_failed_are_counted(casework) -> None:
    with casework.services.database.writing() as session:
        row = {"agency": "denver", "event": "x", "given": {}, "flags": [], "at": NOW - timedelta(hours=1)}
        session.add(NotificationEvent(key="k", state="failed", why="no template", **row))
    assert value(casework, 'civicline_outbox_events{state="failed"}') == 1
    assert value(casework, "civicline_outbox_oldest_seconds") >= 0


async def test_every_metric_of_casework_stands_in_the_runbook(casework) -> None:
    text = (await casework.client.get("/metrics")).text
    page = (ROOT / "docs" / "runbooks" / "casework.md").read_text(encoding="utf-8")
    known = {name for name in re.findall(r"^# TYPE (civicline_\w+) ", text, re.M) if not name.endswith("_created")}
    assert known - {"civicline_events_told_total"} <= set(re.findall(r"civicline_\w+", page))


async def test_no_label_holds_anything_of_a_person(casework) -> None:
    labels = set(re.findall(r"[{,](\w+)=", (await casework.client.get("/metrics")).text))
    assert labels <= {"agency", "state", "vendor", "channel", "outcome", "part", "route", "status", "le", "what"}
