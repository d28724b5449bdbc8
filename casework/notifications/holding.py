"""Holds back what waits, in the transaction that found out why: it is skipped, with the reason, before a worker can take it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.notifications.suppression import never_rules
from casework.notifications.tables import Notification, NotificationEvent

_WAITS = ("queued", "handed")


@dataclass(frozen=True)
class Held:
    """How many messages were held back, and how many were with a vendor already."""

    held_back: int = 0
    on_their_way: int = 0

    def __add__(self, other: Held) -> Held:
        return Held(self.held_back + other.held_back, max(self.on_their_way, other.on_their_way))


def silences(flags: Iterable[str]) -> str | None:
    """The rule by which nothing at all is told with these flags, whatever the agency's own rules say; or None."""
    standing = set(flags)
    return next((rule.id for rule in never_rules() if standing & set(rule.flags)), None)


def hold_back_case(session: Session, case_id: int, flags: Iterable[str], at: datetime) -> Held:
    """What waits because of this case is skipped, when its flags silence it."""
    return _hold_back(session, NotificationEvent.case_id == case_id, silences(flags), at)


def hold_back_people(session: Session, contacts: Sequence[int], flags: Iterable[str], at: datetime) -> Held:
    """What waits for these people is skipped, when their flags silence it."""
    return _hold_back(session, Notification.contact_id.in_(contacts), silences(flags), at)


def _hold_back(session: Session, whose: Any, why: str | None, at: datetime) -> Held:
    if why is None:
        return Held()
    mine = select(Notification).join(NotificationEvent, NotificationEvent.id == Notification.event_id).where(whose)
    waiting = list(session.scalars(mine.where(Notification.state.in_(_WAITS)).with_for_update(of=Notification)))
    for row in waiting:
        skip(row, why, at)
    sending = select(func.count()).select_from(mine.where(Notification.state == "sending").subquery())
    return Held(len(waiting), session.scalar(sending) or 0)


def skip(row: Notification, why: str, at: datetime) -> None:
    """It will not be sent; a code that nobody gets is forgotten."""
    row.state, row.error, row.lease, row.ended_at = "skipped", why[:80], None, at
    if row.secret:
        row.body = None
