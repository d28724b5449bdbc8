"""The agency's one switch: off stops every message to people at once, urgent ones too; what waits goes when it is on again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework.database import insert_new
from casework.notifications.tables import MessageSwitch
from casework.trail.actors import Actor, allow
from casework.trail.entries import noted


def off(session: Session) -> frozenset[str]:
    """The agencies whose messages are switched off."""
    return frozenset(session.scalars(select(MessageSwitch.agency)))


def is_on(session: Session, agency: str) -> bool:
    return session.get(MessageSwitch, agency) is None


def turn(session: Session, agency: str, on: bool, why: str, actor: Actor, at: datetime) -> None:
    """Turns the agency's messages on or off; who and why stand in the trail. Again changes nothing. Raises MoveRefused."""
    allow("manage", actor.role)
    if on == is_on(session, agency):
        return
    if not on:
        return stop(session, agency, why, actor, at)
    session.execute(delete(MessageSwitch).where(MessageSwitch.agency == agency))
    noted(session, agency, actor, "messages_on", at, {"why": why})


def stop(session: Session, agency: str, why: str, actor: Actor, at: datetime) -> None:
    """Off, also at the wish of an operator; whoever made it off first stays named."""
    insert_new(session, MessageSwitch, [{"agency": agency, "by": actor.id, "why": why[:500], "at": at}], key="agency")
    noted(session, agency, actor, "messages_off", at, {"why": why})
