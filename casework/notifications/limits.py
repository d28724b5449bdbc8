"""How many went to one address: what is on its way counts too, and workers side by side count one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from casework.notifications.tables import Notification

_ON_ITS_WAY = or_(Notification.state.in_(("sending", "held")), Notification.in_doubt.is_(True))


def went_at() -> ColumnElement[Any]:
    """When it went; of what is on its way, or may have gone: when it was tried."""
    return case((Notification.sent_at.is_not(None), Notification.sent_at), else_=Notification.attempted_at)


def went_since(at: datetime) -> ColumnElement[bool]:
    return or_(Notification.sent_at > at, _ON_ITS_WAY & (Notification.attempted_at > at))


def one_at_a_time(session: Session, addresses: Iterable[str]) -> None:
    """Until the end of the transaction nobody else counts for these addresses. SQLite lets one write at a time anyway."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for address in sorted(set(addresses)):  # in one order, so that two workers never wait for each other
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(address, 0))))
