"""Messages between a citizen and the agency on a case, with receipts, and the new ones as they are said on the telephone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from agencies import Agency
from agencies.status.shape import ENGLISH, MessageWords
from casework.cases import changes, late
from casework.cases import words as index
from casework.cases.status import in_person
from casework.cases.tables import Case, CaseMessage
from casework.errors import Conflict, TooLarge
from casework.trail.actors import Actor, allow
from casework.webhooks import outbox
from spoken.en import saying

MOST_OF_A_CASE = 500
_LISTENED_TO = 400  # characters
_SAID_AT_ONCE = 3


def side_of(actor: Actor) -> str:
    return "citizen" if actor.role == "citizen" else "agency"


def write(session: Session, case: Case, actor: Actor, text: str, key: str, at: datetime) -> int:
    """Adds a message, once per key, and gives its id. The citizen is told that one waits; the agency by its webhooks.

    Raises Conflict for a key of other words.
    """
    allow("write", actor.role)
    key = hashlib.sha256(f"{side_of(actor)} {key}".encode()).hexdigest()
    there = session.scalar(select(CaseMessage).where(CaseMessage.case_id == case.id, CaseMessage.key == key))
    if there is not None and there.text != text:
        raise Conflict("This Idempotency-Key was used for another message; send a fresh one with every message.")
    if there is not None:
        return there.id
    if (session.scalar(select(func.count()).where(CaseMessage.case_id == case.id)) or 0) >= MOST_OF_A_CASE:
        raise TooLarge(
            f"This case has {MOST_OF_A_CASE} messages, which is the most; write to the person in another way."
        )
    side = side_of(actor)
    message = CaseMessage(case_id=case.id, key=key, side=side, author_id=actor.id, text=text, at=at)
    session.add(message)
    session.flush()
    index.add(session, case.id, text)
    changes.wrote(session, case, actor, "write", at, details={"message": message.id, **late.details(case)})
    if side == "agency":
        changes.announce(session, case, "message_waiting", at, f"message {key}")
    else:
        outbox.queue(session, changes.changed(case), "message_received", at, f"message {key}")
        late.tell_survivor(session, case, actor, message.id, at)
    return message.id


def read(session: Session, case: Case, actor: Actor, up_to: int, at: datetime) -> int:
    """The receipt: marks the other side's messages up to this one as read, and counts those that were not before."""
    allow("write", actor.role)
    others = "agency" if side_of(actor) == "citizen" else "citizen"
    new = (
        update(CaseMessage)
        .where(CaseMessage.case_id == case.id, CaseMessage.side == others, CaseMessage.id <= up_to)
        .where(CaseMessage.read_at.is_(None))
        .values(read_at=at, read_by=actor.id)
        .returning(CaseMessage.id)
    )
    marked = sorted(session.scalars(new).all())
    if marked:
        changes.wrote(session, case, actor, "read", at, details={"messages": marked})
    return len(marked)


def unread_by_citizen(session: Session, case: Case) -> Sequence[CaseMessage]:
    """The agency's messages that the citizen has not read, the oldest first."""
    mine = select(CaseMessage).where(
        CaseMessage.case_id == case.id, CaseMessage.side == "agency", CaseMessage.read_at.is_(None)
    )
    return session.scalars(mine.order_by(CaseMessage.id)).all()


def say(case: Case, new: Sequence[CaseMessage], agency: Agency, language: str = ENGLISH) -> tuple[str, int | None]:
    """What is said of the new messages, in the agency's words, and up to which one that is. At most three are read out at once."""
    text, info = agency.status.said(language).messages, agency.info
    if not new:
        return text.none, None
    if in_person(case, agency):
        return text.in_person, None
    said = [_how_many(len(new), text)]
    for message in new[:_SAID_AT_ONCE]:
        on = saying.day(message.at.astimezone(info.zone).date(), day_first=info.usage.day_first)
        said.append(text.each.format(day=on, text=_sentence(message.text, text)))
    if len(new) > _SAID_AT_ONCE:
        said.append(text.more)
    said.append(text.answer)
    return " ".join(said), new[:_SAID_AT_ONCE][-1].id


def _sentence(text: str, words_for_it: MessageWords) -> str:
    """The message on one line, ended like a sentence and cut where it would be too long to listen to."""
    plain = " ".join(text.split())
    if len(plain) > _LISTENED_TO:
        return f"{plain[:_LISTENED_TO].rsplit(' ', 1)[0]}. {words_for_it.rest}"
    return plain if plain.endswith((".", "!", "?")) else plain + "."


def _how_many(number: int, text: MessageWords) -> str:
    if number == 1:
        return text.one
    return text.some.format(count=saying.digits(str(number))) if number < 10 else text.many
