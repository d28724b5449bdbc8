"""What vendors and people say back: delivered, not delivered, came back, STOP."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from casework.notifications import stops
from casework.notifications.tables import Contact, Notification
from casework.notifications.vendors.twilio import REFUSED, STOPPED
from spoken.stop_messages import is_start, is_stop

# https://www.twilio.com/docs/messaging/api/message-resource#message-status-values, and those of calls
_DELIVERED = frozenset({"delivered", "read", "completed"})
_FAILED = frozenset({"undelivered", "failed", "busy", "no-answer", "canceled"})
# numbers that will never work: unknown, landline
_DEAD_NUMBERS = frozenset({30005, 30006})
Said = Literal["stopped", "started", "nothing"]


def status(session: Session, notification_id: str, ref: str, said: str, code: int, now: datetime) -> bool:
    """A vendor's status of a message; whether it was one of ours. Statuses come in any order, and more than once."""
    row = session.get(Notification, notification_id, with_for_update=True)
    if row is None or (row.vendor_ref is not None and row.vendor_ref != ref):
        return False
    row.vendor_ref = ref
    if said in _DELIVERED:
        row.state, row.ended_at, row.lease, row.in_doubt = "delivered", now, None, False
        row.sent_at = row.sent_at or now
    elif said in _FAILED and row.state != "delivered":
        row.state, row.ended_at, row.lease, row.in_doubt = "undelivered", now, None, False
        row.error = f"{said} {code}" if code else said
        if code in STOPPED | REFUSED | _DEAD_NUMBERS:
            _stop(session, row, "stop" if code in STOPPED else "bounced", now)
    if row.secret and row.ended_at:
        row.body = None
    return True


def bounced(session: Session, message_id: str, permanent: bool, now: datetime, agency: str | None = None) -> bool:
    """An e-mail came back; after a permanent one nothing is sent to that address any more. `agency`: only of its e-mails."""
    row = session.get(Notification, message_id.strip().strip("<>").partition("@")[0][:32], with_for_update=True)
    if row is None or row.channel != "email" or agency not in (None, row.agency):
        return False
    row.state, row.ended_at, row.error = "undelivered", now, "bounced" if permanent else "bounced for now"
    if permanent:
        _stop(session, row, "bounced", now)
    return True


def text_came(session: Session, phone: str, words: str, now: datetime) -> Said:
    """A text to our number: STOP and START are obeyed for every agency that writes to that telephone; the rest is not kept."""
    ends = is_stop(words)
    if not ends and not is_start(words):
        return "nothing"
    for agency in stops.agencies_that_wrote(session, phone):
        if ends:
            stops.stop(session, agency, "sms", phone, "stop", now)
        else:
            stops.restart(session, agency, "sms", phone)
    return "stopped" if ends else "started"


def calls_ended(session: Session, notification_id: str, phone: str, now: datetime) -> Notification | None:
    """The person pressed nine in a call of ours: no more calls to that telephone; the message, or None when it is not ours."""
    row = session.get(Notification, notification_id)
    if row is None or row.channel != "voice":
        return None
    stops.stop(session, row.agency, "voice", phone, "stop", now)
    return row


def _stop(session: Session, row: Notification, why: str, now: datetime) -> None:
    contact = session.get(Contact, row.contact_id)
    address = (contact.email if row.channel == "email" else contact.phone) if contact else None
    if address:
        stops.stop(session, row.agency, row.channel, address, why, now)
