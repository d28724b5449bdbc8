"""What is forgotten of telling people: events and messages after the agency's retention, contacts that nothing needs any more."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete, not_, select
from sqlalchemy.orm import Session

from casework import retention
from casework.models import Base
from casework.notifications.tables import Contact, NotificationEvent, StoppedAddress
from casework.notifications.vendors.console import Console
from casework.retention import Sweeping


def sweep(session: Session, sweeping: Sweeping) -> dict[str, int]:
    """Notifications go with their event. That an address said stop is kept (as a digest): forgetting it would be to write again."""
    counts = {"notification_events": 0, "contacts": 0, "stopped_addresses": 0}
    for agency in sweeping.directory.ids():
        before = sweeping.now - timedelta(days=sweeping.directory.get(agency).info.retention_days)
        old = and_(NotificationEvent.agency == agency, NotificationEvent.at < before)
        counts["notification_events"] += _delete(session, NotificationEvent, old)
        bounced = and_(StoppedAddress.agency == agency, StoppedAddress.why == "bounced", StoppedAddress.at < before)
        counts["stopped_addresses"] += _delete(session, StoppedAddress, bounced)
        unused = and_(Contact.agency == agency, Contact.updated_at < before, *_nothing_refers())
        counts["contacts"] += _delete(session, Contact, unused)
    return counts


def sweep_console(_session: Session, sweeping: Sweeping) -> dict[str, int]:
    """The console vendor's own file."""
    if not (sweeping.var / "console_messages.db").exists():
        return {}
    console = Console(sweeping.var, keep_texts=False)
    gone = 0
    for agency in sweeping.directory.ids():
        days = sweeping.directory.get(agency).info.retention_days
        gone += console.forget_before(sweeping.now - timedelta(days=days), agency)
    return {"console_messages": gone}


def register() -> None:
    retention.register(
        "notifications",
        sweep,
        "contacts",
        "notification_events",
        "notifications",
        "stopped_addresses",
        files=sweep_console,
    )


def _nothing_refers() -> list[ColumnElement[bool]]:
    """Cases, reports and whatever else has a contact_id keep their contact."""
    tables = [
        table for table in Base.metadata.tables.values() if table.name != "notifications" and "contact_id" in table.c
    ]
    return [not_(select(1).where(table.c.contact_id == Contact.id).exists()) for table in tables]


def _delete(session: Session, table: type[Base], where: ColumnElement[bool]) -> int:
    done = session.execute(delete(table).where(where).execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]
