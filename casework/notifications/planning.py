"""From what happened to the messages that will be sent: one transaction turns waiting events into queued notifications."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies import Agency
from agencies.messages import Messages
from casework.directory import Directory
from casework.errors import NotFound
from casework.models import Case
from casework.notifications import stops, times
from casework.notifications.catalogue import Catalogue
from casework.notifications.suppression import NEUTRAL, Asked, Decision, Told, decide
from casework.notifications.tables import Contact, Notification, NotificationEvent
from casework.notifications.words import BadWording, Written, subject_of, write

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Planner:
    """Turns events into notifications. `links` gives the unsubscribe link of a contact, or ""."""

    catalogue: Catalogue
    directory: Directory
    signing_key: bytes
    base_url: str | None = None

    def plan(self, session: Session, now: datetime, most: int = 200) -> list[NotificationEvent]:
        """Plans the oldest waiting events, at most `most`; what cannot be planned is marked failed, with the reason."""
        waiting = (
            select(NotificationEvent)
            .where(NotificationEvent.state == "waiting")
            .order_by(NotificationEvent.id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        events = list(session.scalars(waiting))
        contacts = _contacts(session, events)
        flags = _case_flags(session, events)
        reaches = stops.reaches(session, contacts.values())
        for event in events:
            contact = contacts.get(event.contact_id or 0)
            able = reaches.get(event.contact_id or 0, frozenset())
            question = asked(event, contact, flags.get(event.case_id or 0, set()), able) if contact else None
            self._plan_one(session, event, contact, question, now)
        return events

    def _plan_one(
        self, session: Session, event: NotificationEvent, contact: Contact | None, question: Asked | None, now: datetime
    ) -> None:
        try:
            agency, messages = self.directory.get(event.agency), self.catalogue.get(event.agency)
            decision = decide(question, messages.rules) if question else Decision(why="no_contact")
            for told in decision.told:
                assert contact is not None  # only contacts are told
                self._queue(session, event, contact, told, agency, messages, now)
            event.state, event.why = ("planned", None) if decision.told else ("suppressed", decision.why)
            if contact and question:
                self._follow_up(session, event, contact, question, now)
        except (BadWording, NotFound) as error:
            event.state, event.why = "failed", str(error)[:200]
            log.error("an event cannot be told", extra={"event": event.event, "agency": event.agency, "why": event.why})
        event.planned_at = now
        if event.state != "failed":  # a failed one is tried again when its template is mended
            event.given = {}  # an access code is not kept a second time; the messages have what they need

    def _queue(
        self,
        session: Session,
        event: NotificationEvent,
        contact: Contact,
        told: Told,
        agency: Agency,
        messages: Messages,
        now: datetime,
    ) -> None:
        if told.digest:
            self._add_to_digest(session, event, contact, told, agency, messages, now)
            return
        day = now.astimezone(agency.info.zone).date().isoformat()
        # several events in a day, but only one "please call us"
        name = f"neutral\0{contact.id}\0{day}" if told.template == NEUTRAL != event.event else event.key
        key = notification_id(name, told.channel)
        if session.get(Notification, key):
            return
        written = self._write(event, contact, told, agency, messages)
        urgent = messages.rules.rule(event.event).urgent
        due = now if urgent else times.allowed_from(now, agency.info.zone, messages.rules)
        session.add(_row(key, event, contact, told, written, urgent, due, now))

    def _follow_up(
        self, session: Session, event: NotificationEvent, contact: Contact, question: Asked, now: datetime
    ) -> None:
        """What the agency tells some days later: advice, a survey. Whether it may go is asked again when its day comes."""
        agency, messages = self.directory.get(event.agency), self.catalogue.get(event.agency)
        for later in messages.rules.follow_ups:
            if event.event not in later.after or (later.needs and event.need not in later.needs):
                continue
            due = times.allowed_from(now + timedelta(days=later.days), agency.info.zone, messages.rules)
            for told in decide(replace(question, event=later.tell), messages.rules).told:
                key = notification_id(f"{event.key}\0{later.tell}", told.channel)
                if told.template == NEUTRAL or told.digest:
                    continue  # advice is worth neither a "please call us" nor a place among the news of the day
                if session.get(Notification, key):
                    continue
                written = self._write(event, contact, told, agency, messages)
                session.add(_row(key, event, contact, told, written, False, due, now))

    def _write(
        self, event: NotificationEvent, contact: Contact, told: Told, agency: Agency, messages: Messages
    ) -> Written:
        return write(
            messages, agency, told.template, told.channel, contact.language, event.given, event.need,
            self.unsubscribe_link(contact.id) or "",
        )  # fmt: skip

    def _add_to_digest(
        self,
        session: Session,
        event: NotificationEvent,
        contact: Contact,
        told: Told,
        agency: Agency,
        messages: Messages,
        now: datetime,
    ) -> None:
        """One message a day: its body holds a line for each event until it is sent."""
        line = subject_of(messages, agency, event.event, contact.language, event.given)
        due = times.next_digest(now, agency.info.zone, messages.rules)
        key = notification_id(f"digest\0{contact.id}\0{due.isoformat()}", told.channel)
        there = session.get(Notification, key)
        if there and there.state == "queued":
            there.body = f"{there.body}\n{line}"
            return
        if there:  # the hour has come and it is on its way: this one goes into the next
            due += timedelta(days=1)
            key = notification_id(f"digest\0{contact.id}\0{due.isoformat()}\0{event.key}", told.channel)
        digest = Told(told.channel, "digest", True)
        session.add(_row(key, event, contact, digest, Written(contact.language, line), False, due, now))
        session.flush()

    def finish_digest(self, notification: Notification, contact: Contact) -> Written:
        """The words of a digest, when it is sent."""
        lines = (notification.body or "").splitlines()
        agency, messages = self.directory.get(notification.agency), self.catalogue.get(notification.agency)
        given = {"updates": str(len(lines)), "lines": "\n".join(f"- {line}" for line in lines)}
        link = self.unsubscribe_link(contact.id) or ""
        return write(messages, agency, "digest", notification.channel, contact.language, given, None, link)

    def unsubscribe_link(self, contact_id: int) -> str | None:
        return f"{self.base_url}/u/{stops.link_token(self.signing_key, contact_id)}" if self.base_url else None


def asked(event: NotificationEvent, contact: Contact, flags: Iterable[str], able: frozenset[str]) -> Asked:
    """The question that suppression answers, as things stand now."""
    return Asked(
        event=event.event,
        need=event.need,
        flags=frozenset(event.flags) | frozenset(flags),
        wants=tuple(contact.wants),
        reach=able,
        frequency=contact.frequency,
        unsubscribed=contact.unsubscribed_at is not None,
        phone=contact.phone or "",
    )


def notification_id(name: str, channel: str) -> str:
    """The same event over the same channel is the same message, however often it is planned."""
    return hashlib.sha256(f"{name}\0{channel}".encode()).hexdigest()[:32]


def _row(
    key: str,
    event: NotificationEvent,
    contact: Contact,
    told: Told,
    written: Written,
    urgent: bool,
    due: datetime,
    now: datetime,
) -> Notification:
    return Notification(
        id=key,
        event_id=event.id,
        agency=event.agency,
        contact_id=contact.id,
        channel=told.channel,
        template=told.template,
        language=written.language,
        subject=written.subject,
        body=written.body,
        urgent=urgent,
        secret=written.secret,
        state="queued",
        due_at=due,
        attempts=0,
        in_doubt=False,
        created_at=now,
    )


def _contacts(session: Session, events: list[NotificationEvent]) -> dict[int, Contact]:
    wanted = {event.contact_id for event in events if event.contact_id is not None}
    return {contact.id: contact for contact in session.scalars(select(Contact).where(Contact.id.in_(wanted)))}


def _case_flags(session: Session, events: list[NotificationEvent]) -> dict[int, set[str]]:
    """Flags that the cases have by now: somebody may have set one after the event was written."""
    return case_flags(session, {event.case_id for event in events if event.case_id is not None})


def case_flags(session: Session, cases: set[int]) -> dict[int, set[str]]:
    return {
        found: set(flags or [])
        for found, flags in session.execute(select(Case.id, Case.flags).where(Case.id.in_(cases)))
    }
