"""How long people wait for a person: chats until somebody took them, call-backs until somebody was rung. For those who wait."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.call_backs.tables import CallBack
from casework.calls.over import missed
from casework.calls.tables import Handover
from casework.figures import shapes
from casework.figures.counting import spread

CHATS_OF = timedelta(hours=4)
GIVEN_UP_AFTER = timedelta(minutes=5)  # a chat that nobody took by then was told so, and waits no longer
CALL_BACKS_OF = timedelta(days=14)
_CHAT = "web"


def waits(session: Session, agency: str, now: datetime) -> shapes.Waits:
    return shapes.Waits(chats=_chats(session, agency, now), call_backs=_call_backs(session, agency, now))


def _chats(session: Session, agency: str, now: datetime) -> shapes.Wait:
    table = Handover
    rows = session.execute(
        select(table.created_at, table.claimed_at, table.ended_at, table.gone_at).where(
            table.agency == agency, table.created_at > now - CHATS_OF, table.channel == _CHAT
        )
    ).all()
    waiting = [row for row in rows if not any(row[1:]) and row[0] > now - GIVEN_UP_AFTER]
    answered = [
        (claimed - made).total_seconds() for made, claimed, _, gone in rows if claimed and not missed(claimed, gone)
    ]
    asked = len(rows) - len(waiting)
    return shapes.Wait(waiting=len(waiting), asked=asked, answered=len(answered), seconds=spread(answered))


def _call_backs(session: Session, agency: str, now: datetime) -> shapes.Wait:
    table = CallBack
    rows = session.execute(
        select(table.created_at, table.done_at).where(table.agency == agency, table.created_at > now - CALL_BACKS_OF)
    ).all()
    took = [(done - made).total_seconds() for made, done in rows if done is not None]
    return shapes.Wait(waiting=len(rows) - len(took), asked=len(took), answered=len(took), seconds=spread(took))
