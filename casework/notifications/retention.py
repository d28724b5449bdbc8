"""What is forgotten of telling people: events and messages after the agency's retention, contacts that nothing needs any more."""

from __future__ import annotations

from sqlalchemy import ColumnElement, not_, select
from sqlalchemy.orm import Session

from casework.base import Base
from casework.notifications.tables import (
    Contact,
    ContactChange,
    MessageSwitch,
    Notification,
    NotificationEvent,
    StoppedAddress,
)
from casework.notifications.vendors.console import Console
from casework.sweeping import Portions, Retention, Sweeping


def sweep(portions: Portions, sweeping: Sweeping) -> dict[str, int]:
    """Notifications go with their event. That an address said stop is kept (as a digest): forgetting it would be to write again."""
    bounced = StoppedAddress.why == "bounced"
    return {
        "notification_events": portions.aged(NotificationEvent, NotificationEvent.at, sweeping),
        "stopped_addresses": portions.aged(StoppedAddress, StoppedAddress.at, sweeping, bounced),
        "contacts": portions.aged(Contact, Contact.updated_at, sweeping, *_nothing_refers()),
    }


def sweep_console(_session: Session, sweeping: Sweeping) -> dict[str, int]:
    """The console vendor's own file."""
    if not (sweeping.var / "console_messages.db").exists():
        return {}
    console = Console(sweeping.var, keep_texts=False)
    deleted = 0
    for agency in sweeping.directory.ids():
        deleted += console.forget_before(sweeping.kept_since(agency), agency)
    return {"console_messages": deleted}


def _nothing_refers() -> list[ColumnElement[bool]]:
    """Cases, reports and whatever else leads to a contact keep it. A `contact_id` of quality/ is a call's or chat's, and leads to none."""
    columns = [
        table.c.contact_id
        for table in Base.metadata.tables.values()
        if table.name != "notifications" and "contact_id" in table.c and table.c.contact_id.foreign_keys
    ]
    return [not_(select(1).where(column == Contact.id).exists()) for column in columns]


RETENTION = Retention(
    (NotificationEvent, Notification, Contact, ContactChange, StoppedAddress),
    sweep,
    sweep_console,
    of_nobody=(MessageSwitch,),
)
