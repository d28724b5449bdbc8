"""What operators see and do about notifications: what waits, what failed, and what becomes of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.errors import BadRequest, Conflict, NotFound
from casework.notifications import shapes, stops, switch
from casework.notifications.contacts import save_contact, written_phone
from casework.notifications.phone_rules import is_dear
from casework.notifications.tables import Contact, Notification, NotificationEvent
from casework.trail.actors import Actor
from casework.trail.entries import noted

log = logging.getLogger(__name__)
CasesUnread = Callable[[Session, Iterable[int], Actor], frozenset[int]]  # which of these cases are kept close to others
STATES = ("queued", "handed", "sending", "sent", "delivered", "undelivered", "dead", "held", "skipped")
MOST = 200


def listed(
    session: Session, agency: str, state: str | None, case_id: int | None, most: int,
    actor: Actor, why: str | None, unread: CasesUnread,
) -> shapes.NotificationsAnswer:  # fmt: skip
    """The newest first; of cases that others serve without what held one back, as in `untold`. Raises BadRequest for a state that there
    is not."""
    if state is not None and state not in STATES:
        raise BadRequest(f"state cannot be that; use one of {', '.join(STATES)}.")
    found = select(Notification, NotificationEvent).join(NotificationEvent).where(Notification.agency == agency)
    if state:
        found = found.where(Notification.state == state)
    if case_id is not None:
        found = found.where(NotificationEvent.case_id == case_id)
    newest = found.order_by(Notification.created_at.desc()).limit(min(most, MOST))
    rows = [(row, event) for row, event in session.execute(newest)]
    hidden = _hidden(session, (event for _, event in rows), case_id, actor, why, unread)
    shown = [_shown(row, event, kept_close=event.case_id in hidden) for row, event in rows]
    return shapes.NotificationsAnswer(notifications=shown)


def untold(
    session: Session,
    agency: str,
    state: str,
    case_id: int | None,
    most: int,
    actor: Actor,
    why: str | None,
    unread: CasesUnread,
) -> shapes.EventsAnswer:
    """Events that were held back (`suppressed`) or could not be told (`failed`). The rule may tell of danger to a person: of cases that
    others serve it is for whoever says why they look at this one case."""
    if state not in ("suppressed", "failed", "waiting"):
        raise BadRequest("state cannot be that; use one of suppressed, failed, waiting.")
    found = select(NotificationEvent).where(NotificationEvent.state == state, NotificationEvent.agency == agency)
    if case_id is not None:
        found = found.where(NotificationEvent.case_id == case_id)
    rows = session.scalars(found.order_by(NotificationEvent.id.desc()).limit(min(most, MOST))).all()
    hidden = _hidden(session, rows, case_id, actor, why, unread)
    names = ("id", "event", "case_id", "report_id", "state", "why", "at")
    shown = ({name: getattr(row, name) for name in names} for row in rows)
    kept = {"report_id": None, "why": "kept_close"}
    return shapes.EventsAnswer(
        events=[shapes.EventAnswer(**(one | (kept if one["case_id"] in hidden else {}))) for one in shown]
    )


def _hidden(
    session: Session, events: Iterable[NotificationEvent], case_id: int | None, actor: Actor, why: str | None, unread: CasesUnread
) -> frozenset[int]:  # fmt: skip
    """The cases of which this person may not see why; of the one that is asked for, a reason shows it."""
    given = why is not None and case_id is not None
    return frozenset() if given else unread(session, [event.case_id for event in events if event.case_id], actor)


def retry_event(session: Session, agency: str, event_id: int, actor: Actor, now: datetime) -> None:
    """A failed event is planned again; raises NotFound, or Conflict when it has not failed."""
    event = session.get(NotificationEvent, event_id, with_for_update=True)
    if event is None or event.agency != agency:
        raise NotFound("There is no such event in this agency.")
    if event.state != "failed":
        raise Conflict(f"The event is {event.state}; only a failed one can be tried again.")
    event.state, event.why = "waiting", None
    noted(session, agency, actor, "retry_notification_event", now, {"event": event.id}, event.case_id)


def summary(session: Session, agency: str, now: datetime) -> shapes.SummaryAnswer:
    open_states = ("queued", "handed", "sending", "dead", "held")
    mine = (Notification.agency == agency, Notification.state.in_(open_states))
    rows = session.execute(select(Notification.state, func.count()).where(*mine).group_by(Notification.state))
    counts = {row[0]: row[1] for row in rows}
    due = (Notification.agency == agency, Notification.state.in_(("queued", "handed")), Notification.due_at <= now)
    oldest = session.scalar(select(func.min(Notification.due_at)).where(*due))
    failed = (NotificationEvent.state == "failed", NotificationEvent.agency == agency)
    return shapes.SummaryAnswer(
        on=switch.is_on(session, agency),
        **{state: counts.get(state, 0) for state in open_states},
        failed_events=session.scalar(select(func.count()).where(*failed)) or 0,
        oldest_due_s=max(0.0, (now - oldest).total_seconds()) if oldest else 0.0,
    )


def resolve(session: Session, agency: str, notification_id: str, do: str, actor: Actor, now: datetime) -> None:
    """A person decides about a dead or held notification. Raises NotFound, or Conflict in any other state."""
    row = session.get(Notification, notification_id, with_for_update=True)
    if row is None or row.agency != agency:
        raise NotFound("There is no such notification in this agency.")
    if row.state not in ("dead", "held"):
        raise Conflict(f"The notification is {row.state}; only a dead or held one can be decided about.")
    if do == "retry":
        row.state, row.due_at, row.attempts, row.in_doubt, row.ended_at = "queued", now, 0, False, None
    elif do == "sent":
        row.state, row.sent_at, row.ended_at = "sent", row.attempted_at or now, now
    else:
        row.state, row.ended_at = "skipped", now
    if row.secret and do != "retry":
        row.body = None
    case_id = session.scalar(select(NotificationEvent.case_id).where(NotificationEvent.id == row.event_id))
    noted(session, agency, actor, "resolve_notification", now, {"notification": row.id, "do": do}, case_id)
    log.info("an operator decided about a notification", extra={"id": row.id, "do": do, "by": actor.id})


def seen_contact(
    session: Session, agency: str, contact_id: int, actor: Actor, now: datetime, why: str | None = None
) -> shapes.ContactAnswer:
    """How a person is told; that somebody looked stands in the trail, and `why`, where they said it."""
    found = contact(session, agency, contact_id)
    noted(session, agency, actor, "see_contact", now, {"contact": contact_id} | ({"why": why} if why else {}))
    return found


def contact(session: Session, agency: str, contact_id: int) -> shapes.ContactAnswer:
    row = session.get(Contact, contact_id)
    if row is None or row.agency != agency:
        raise NotFound("There is no such contact in this agency.")
    able = stops.reach(session, row)
    address = {"sms": row.phone, "email": row.email, "voice": row.phone}
    return shapes.ContactAnswer(
        id=row.id,
        name=row.name,
        phone=row.phone,
        email=row.email,
        language=row.language,
        wants=row.wants,
        frequency=row.frequency,
        unsubscribed=row.unsubscribed_at is not None,
        stopped=[channel for channel, to in address.items() if to and channel not in able],
    )


def change_contact(
    session: Session,
    agency: str,
    contact_id: int,
    change: shapes.ContactChange,
    now: datetime,
    actor: Actor,
    country: str,
    why: str | None = None,
) -> shapes.ContactAnswer:
    """Who changed which fields stands in the trail, and `why`, where they said it; the old and the new values do not.

    `country`: the agency's.
    """
    contact(session, agency, contact_id)
    if change.phone and is_dear(written_phone(change.phone, country)):
        raise BadRequest("That number costs whoever calls it, or is a service; give a person's own telephone.")
    changed = sorted(name for name, value in change.model_dump().items() if value is not None)
    details = {"contact": contact_id, "fields": changed} | ({"why": why} if why else {})
    noted(session, agency, actor, "change_contact", now, details)
    fields = change.model_dump(exclude={"unsubscribed", "restart"})
    save_contact(session, agency, contact_id, country=country, **fields)
    if change.unsubscribed is not None:
        row = session.get_one(Contact, contact_id)
        row.unsubscribed_at = (row.unsubscribed_at or now) if change.unsubscribed else None
    row = session.get_one(Contact, contact_id)
    for channel in change.restart or ():
        stops.restart(session, agency, channel, (row.email if channel == "email" else row.phone) or "")
    return contact(session, agency, contact_id)


def _shown(row: Notification, event: NotificationEvent, *, kept_close: bool = False) -> shapes.NotificationAnswer:
    return shapes.NotificationAnswer(
        id=row.id,
        event=event.event,
        case_id=event.case_id,
        report_id=None if kept_close else event.report_id,
        channel=row.channel,
        template=row.template,
        language=row.language,
        state=row.state,
        attempts=row.attempts,
        vendor=row.vendor,
        error="kept_close" if kept_close and row.error else row.error,
        created_at=row.created_at,
        due_at=row.due_at if row.state in ("queued", "handed", "sending") else None,
        sent_at=row.sent_at,
        ended_at=row.ended_at,
    )
