"""Counts, now and then, what somebody should look at, for /metrics: letters and messages that wait or were given up, codes."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import meters
from casework.database import Database
from casework.directory.directory import Directory
from casework.errors import CaseworkError
from casework.intake.codes import share_in_use
from casework.notifications.tables import Notification, NotificationEvent
from casework.webhooks.tables import Webhook, WebhookDelivery

log = logging.getLogger(__name__)
EVERY_S = 15.0


async def watch(database: Database, directory: Directory) -> None:
    """Until cancelled."""
    while True:
        try:
            await database.run(count, database, directory, datetime.now(UTC))
        except CaseworkError as error:
            log.error("what waits could not be counted", extra={"error": type(error).__name__})
        await asyncio.sleep(EVERY_S)


def count(database: Database, directory: Directory, now: datetime) -> None:
    """All of it by indexes: it costs the same at a million cases."""
    with database.reading() as session:
        for agency in directory.ids():
            share_in_use(session, agency)
            _webhooks(session, agency)
        _outbox(session, now)
        _notifications(session)


def _webhooks(session: Session, agency: str) -> None:
    grouped = (
        select(WebhookDelivery.state, func.count(), func.min(WebhookDelivery.created_at))
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(Webhook.agency == agency, WebhookDelivery.state.in_(("waiting", "kept", "dead")))
        .group_by(WebhookDelivery.state)
    )
    counts = {row[0]: row[1] for row in session.execute(grouped)}
    for state in ("waiting", "kept", "dead"):
        meters.WEBHOOKS.labels(agency, state).set(counts.get(state, 0))
    off = select(func.count()).where(Webhook.agency == agency, ~Webhook.is_on)
    meters.WEBHOOKS_OFF.labels(agency).set(session.scalar(off) or 0)


def _outbox(session: Session, now: datetime) -> None:
    for state in ("waiting", "failed"):
        found = select(func.count(), func.min(NotificationEvent.at)).where(NotificationEvent.state == state)
        number, oldest = session.execute(found).one()
        meters.OUTBOX.labels(state).set(number)
        if state == "waiting":
            meters.OUTBOX_OLDEST.set(max(0.0, (now - oldest).total_seconds()) if oldest else 0.0)


def _notifications(session: Session) -> None:
    """Dead and held ones wait for a person; counted here also where the worker is a process of its own."""
    for state in ("dead", "held"):
        number = session.scalar(select(func.count()).where(Notification.state == state))
        meters.UNDELIVERED.labels(state).set(number or 0)
