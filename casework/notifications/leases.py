"""Who works on which notification: handed to the queue, claimed by one worker, and taken back when the worker is gone.

A lease is a random token with an end (`due_at`). Every change asks for the token, so that a worker which comes late, or a
queue item which comes twice, finds nothing to do.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from casework.notifications.tables import MessageSwitch, Notification

WAITING = ("queued", "handed", "sending")


def hand_out(session: Session, now: datetime, most: int, lease: timedelta) -> tuple[str, list[str]]:
    """Takes what is due, and what an earlier holder let lapse; what lapsed while it was being sent is in doubt.

    The important goes before the rest. What belongs to an agency whose messages are switched off stays.
    """
    off = select(MessageSwitch.agency)
    due = (
        select(Notification.id)
        .where(Notification.state.in_(WAITING), Notification.due_at <= now, Notification.agency.not_in(off))
        .order_by(Notification.rank, Notification.due_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    ids = list(session.scalars(due))
    token = secrets.token_hex(16)
    if ids:
        _set(
            session,
            ids,
            in_doubt=case((Notification.state == "sending", True), else_=Notification.in_doubt),
            state="handed",
            lease=token,
            due_at=now + lease,
        )
    return token, ids


def held_by(session: Session, token: str, ids: list[str]) -> list[Notification]:
    """The notifications that are still this token's to claim."""
    rows = (
        select(Notification)
        .where(Notification.id.in_(ids), Notification.lease == token, Notification.state == "handed")
        .with_for_update(skip_locked=True)
    )
    return list(session.scalars(rows))


def settle(session: Session, notification_id: str, token: str, **changes: Any) -> bool:
    """Writes the outcome of an attempt, when the attempt is still this token's; whether it was."""
    mine = (Notification.id == notification_id, Notification.lease == token, Notification.state == "sending")
    done = session.execute(
        update(Notification).where(*mine).values(**changes).execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _set(session: Session, ids: list[str], **changes: Any) -> None:
    statement = update(Notification).where(Notification.id.in_(ids)).values(**changes)
    session.execute(statement.execution_options(synchronize_session=False))
