"""From what happened to the messages that will be sent: one transaction turns waiting events into queued notifications."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies import Agency
from agencies.messages.files import Messages
from casework.directory.directory import Directory
from casework.errors import NotFound
from casework.notifications import lapsing, stops, times
from casework.notifications.catalogue import Catalogue
from casework.notifications.suppression import NEUTRAL, NEVER_TOLD, Asked, Decision, Told, decide
from casework.notifications.tables import Contact, Notification, NotificationEvent
from casework.notifications.wording import BadWording, Written, subject_of, write

log = logging.getLogger(__name__)

# which flags stand by now for each of these events (by its id), of case, person and place: somebody may have set one after
# the event was written; the app hands it in
FlagsOf = Callable[[Session, Sequence[NotificationEvent], datetime], dict[int, set[str]]]


@dataclass(frozen=True)
class _Occasion:
    """One event for one person, with what the agency says about it."""

    event: NotificationEvent
    contact: Contact
    agency: Agency
    messages: Messages
    now: datetime

    def allowed_from(self, at: datetime) -> datetime:
        return times.allowed_from(at, self.agency.info.zone, self.messages.rules)


@dataclass(frozen=True)
class Planner:
    """Turns events into notifications. `links` gives the unsubscribe link of a contact, or ""."""

    catalogue: Catalogue
    directory: Directory
    signing_key: bytes
    flags_of: FlagsOf
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
        flags = self.flags_of(session, events, now)
        reaches = stops.reaches(session, contacts.values())
        for event in events:
            contact = contacts.get(event.contact_id or 0)
            able = reaches.get(event.contact_id or 0, frozenset())
            self._plan_one(session, event, contact, flags.get(event.id, set()), able, now)
        return events

    def _plan_one(
        self,
        session: Session,
        event: NotificationEvent,
        contact: Contact | None,
        flags: Iterable[str],
        able: frozenset[str],
        now: datetime,
    ) -> None:
        try:
            agency, messages = self.directory.get(event.agency), self.catalogue.get(event.agency)
            question = asked(event, contact, flags, able, agency) if contact else None
            decision = decide(question, messages.rules) if question else Decision(why="no_contact")
            if contact:
                lapsing.replace(session, event, contact, [told.channel for told in decision.told], now)
            if contact and question:
                occasion = _Occasion(event, contact, agency, messages, now)
                for told in decision.told:
                    self._queue(session, occasion, told)
                self._follow_up(session, occasion, question)
            event.state, event.why = ("planned", None) if decision.told else ("suppressed", decision.why)
        except (BadWording, NotFound) as error:
            event.state, event.why = "failed", str(error)[:200]
            log.error("an event cannot be told", extra={"event": event.event, "agency": event.agency, "why": event.why})
        event.planned_at = now
        if event.state != "failed":  # a failed one is tried again when its template is mended
            event.given = {}  # an access code is not kept a second time; the messages have what they need

    def _queue(self, session: Session, of: _Occasion, told: Told) -> None:
        if told.digest:
            self._add_to_digest(session, of, told)
            return
        day = of.now.astimezone(of.agency.info.zone).date().isoformat()
        # several events in a day, but only one "please call us"
        name = f"neutral\0{of.contact.id}\0{day}" if told.template == NEUTRAL != of.event.event else of.event.key
        key = notification_id(name, told.channel)
        if session.get(Notification, key):
            return
        due = of.now if of.messages.rules.rule(of.event.event).urgent else of.allowed_from(of.now)
        session.add(_row(key, of, told, self._write(of, told), due, of.event.event))

    def _follow_up(self, session: Session, of: _Occasion, question: Asked) -> None:
        """What the agency tells some days later: advice, a survey. Whether it may go is asked again when its day comes."""
        for later in of.messages.rules.follow_ups:
            if of.event.event not in later.after or (later.needs and of.event.need not in later.needs):
                continue
            due = of.allowed_from(of.now + timedelta(days=later.days))
            for told in decide(replace(question, event=later.tell), of.messages.rules).told:
                key = notification_id(f"{of.event.key}\0{later.tell}", told.channel)
                if told.template == NEUTRAL or told.digest:
                    continue  # advice is worth neither a "please call us" nor a place among the news of the day
                if session.get(Notification, key):
                    continue
                session.add(_row(key, of, told, self._write(of, told), due, later.tell))

    def _write(self, of: _Occasion, told: Told) -> Written:
        link = self.unsubscribe_link(of.contact.id) or ""
        event, language = of.event, of.contact.language
        return write(of.messages, of.agency, told.template, told.channel, language, event.given, event.need, link)

    def _add_to_digest(self, session: Session, of: _Occasion, told: Told) -> None:
        """One message a day: its body holds a line for each event until it is sent."""
        event, contact = of.event, of.contact
        line = subject_of(of.messages, of.agency, event.event, contact.language, event.given)
        due = times.next_digest(of.now, of.agency.info.zone, of.messages.rules)
        key = notification_id(f"digest\0{contact.id}\0{due.isoformat()}", told.channel)
        there = session.get(Notification, key)
        if there and there.state == "queued":
            there.body = f"{there.body}\n{line}"
            return
        if there:  # the hour has come and it is on its way: this one goes into the next
            due += timedelta(days=1)
            key = notification_id(f"digest\0{contact.id}\0{due.isoformat()}\0{event.key}", told.channel)
        digest = Told(told.channel, "digest", True)
        session.add(_row(key, of, digest, Written(contact.language, line), due, "digest"))
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


def asked(
    event: NotificationEvent, contact: Contact, flags: Iterable[str], able: frozenset[str], agency: Agency
) -> Asked:
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
        never_told=agency.needs.properties.has(event.need, NEVER_TOLD),
    )


def notification_id(name: str, channel: str) -> str:
    """The same event over the same channel is the same message, however often it is planned."""
    return hashlib.sha256(f"{name}\0{channel}".encode()).hexdigest()[:32]


def _row(key: str, of: _Occasion, told: Told, written: Written, due: datetime, about: str) -> Notification:
    """`about`: the event whose rule holds: the follow-up's own, or the digest."""
    rule = of.messages.rules.rule(about)
    given = of.event.given if about == of.event.event else {}
    useful = lapsing.not_after(about, rule.useful_hours, max(due, of.now), given)
    return Notification(
        id=key,
        event_id=of.event.id,
        agency=of.event.agency,
        contact_id=of.contact.id,
        channel=told.channel,
        template=told.template,
        language=written.language,
        subject=written.subject,
        body=written.body,
        urgent=rule.urgent,
        rank=0 if rule.urgent else 1 if rule.important else 2,
        not_after=useful,
        secret=written.secret,
        state="queued",
        due_at=due,
        attempts=0,
        in_doubt=False,
        created_at=of.now,
    )


def _contacts(session: Session, events: list[NotificationEvent]) -> dict[int, Contact]:
    wanted = {event.contact_id for event in events if event.contact_id is not None}
    return {contact.id: contact for contact in session.scalars(select(Contact).where(Contact.id.in_(wanted)))}
