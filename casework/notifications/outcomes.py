"""What an attempt makes of a notification: sent, tried again later or elsewhere, given up, or left to an operator."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from casework.notifications import stops, times
from casework.notifications.claiming import Job
from casework.notifications.tables import Notification
from casework.notifications.vendors.base import Accepted, AddressRefused, Doubtful, NotSent

_NEXT_VENDOR_AFTER_S = 1.0


def changes(session: Session, job: Job, outcome: Accepted | Exception, now: datetime) -> dict[str, Any]:
    """What an outcome makes of the row."""
    if isinstance(outcome, Accepted):
        return _accepted(job, outcome, now)
    if isinstance(outcome, AddressRefused):
        why = "stop" if outcome.stop else "bounced"
        stops.stop(session, job.message.agency, job.message.channel, job.message.to, why, now)
        forget = {"body": None} if job.secret else {}
        return {
            "state": "undelivered",
            "error": outcome.code,
            "lease": None,
            "in_doubt": False,
            "ended_at": now,
            **forget,
        }
    assert isinstance(outcome, (NotSent, Doubtful)), "vendors raise VendorError only"
    doubtful = isinstance(outcome, Doubtful)
    common = {"error": outcome.code, "lease": None, "in_doubt": doubtful}
    rules = job.messages.rules
    if outcome.code.startswith("held"):
        return {**common, "state": "held", "ended_at": now}
    if job.attempts >= rules.retries.most:
        return {**common, "state": "held" if doubtful else "dead", "ended_at": now}
    another = not doubtful and job.attempts % len(job.vendors) != 0
    wait = (
        _NEXT_VENDOR_AFTER_S
        if another
        else times.wait_s(-(-job.attempts // len(job.vendors)), rules.retries, outcome.retry_after_s)
    )
    return {**common, "state": "queued", "due_at": now + timedelta(seconds=wait)}


def _accepted(job: Job, outcome: Accepted, now: datetime) -> dict[str, Any]:
    return {
        "state": "delivered" if outcome.delivered else "sent",
        "vendor_ref": outcome.ref,
        "error": None,
        "lease": None,
        "in_doubt": False,
        "sent_at": now,
        "ended_at": now if outcome.delivered else None,
        **({"body": None} if job.secret else {}),
    }


def late(session: Session, job: Job, outcome: Accepted, now: datetime) -> None:
    """The vendor's status came back before we had written down that it was sent."""
    row = session.get(Notification, job.message.id, with_for_update=True)
    if row and row.state in ("sent", "delivered", "undelivered") and row.sent_at is None:
        row.sent_at, row.vendor_ref, row.lease = now, row.vendor_ref or outcome.ref, None
