"""Claims what was handed out, in one transaction: looks once more whether it may go; what may not now is skipped or waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies.messages.files import Messages
from casework.errors import NotFound
from casework.notifications import holding, leases, limits, stops, switch, times
from casework.notifications.planning import Planner, asked
from casework.notifications.suppression import NEUTRAL, decide
from casework.notifications.tables import Contact, Notification, NotificationEvent
from casework.notifications.vendors.base import Outgoing
from casework.notifications.wording import BadWording

_HOUR = timedelta(hours=1)
Counted = tuple[str, str, str, bool]  # agency, channel, address; whether it was asked for


@dataclass(frozen=True)
class Job:
    """A notification that this worker may send now."""

    message: Outgoing
    vendor: str
    vendors: tuple[str, ...]
    attempts: int
    in_doubt: bool
    secret: bool
    messages: Messages = field(repr=False)


@dataclass(frozen=True)
class Claiming:
    """Claims what was handed out, in one transaction: what may not go now is skipped or waits."""

    session: Session
    planner: Planner
    token: str
    now: datetime
    lease: timedelta
    _reaches: dict[int, frozenset[str]] = field(default_factory=dict)
    _sent: dict[Counted, list[datetime]] = field(default_factory=lambda: defaultdict(list))

    def jobs(self, ids: list[str]) -> list[Job]:
        rows = sorted(leases.held_by(self.session, self.token, ids), key=lambda row: (row.rank, row.due_at))
        off = switch.off(self.session)
        contacts = self._by_id(Contact, {row.contact_id for row in rows})
        events = self._by_id(NotificationEvent, {row.event_id for row in rows})
        flags = self.planner.flags_of(self.session, list(events.values()), self.now)
        self._reaches.update(stops.reaches(self.session, contacts.values()))
        self._load_sent(list(contacts.values()))
        found = []
        for row in rows:
            if row.agency in off:
                row.state, row.lease, row.due_at = "queued", None, self.now
                continue
            event = events[row.event_id]
            job = self._job(row, contacts[row.contact_id], event, flags.get(event.id, set()))
            if job:
                found.append(job)
        return found

    def _load_sent(self, contacts: list[Contact]) -> None:
        """What went to these addresses within a day, oldest first; whoever files many reports has as many contacts."""
        limits.one_at_a_time(self.session, [to for one in contacts for to in (one.phone, one.email) if to])
        when = limits.went_at()
        columns = (Contact.agency, Notification.channel, Contact.phone, Contact.email, Notification.template, when)
        since = limits.went_since(self.now - timedelta(days=1))
        by_phone = Contact.phone.in_({one.phone for one in contacts if one.phone})
        by_email = Contact.email.in_({one.email for one in contacts if one.email})
        for theirs, channels in ((by_phone, ("sms", "voice")), (by_email, ("email",))):
            rows = select(*columns).join(Notification, Notification.contact_id == Contact.id)
            rows = rows.where(theirs, since, Notification.channel.in_(channels)).order_by(when)
            for agency, channel, phone, email, template, at in self.session.execute(rows):
                address = email if channel == "email" else phone
                self._sent[agency, channel, address or "", self._asked_for(agency, template)].append(at or self.now)

    def _asked_for(self, agency: str, template: str) -> bool:
        """Whether the person waits for it: such messages are counted by themselves."""
        try:
            return self.planner.catalogue.get(agency).rules.asked_for(template)
        except NotFound:
            return False

    def _by_id(self, table: Any, ids: set[int]) -> dict[int, Any]:
        return {row.id: row for row in self.session.scalars(select(table).where(table.id.in_(ids)))}

    def _job(self, row: Notification, contact: Contact, event: NotificationEvent, flags: set[str]) -> Job | None:
        try:
            messages = self.planner.catalogue.get(row.agency)
            later = self._not_now(row, contact, event, flags, messages)
        except NotFound as error:
            self._end(row, "dead", str(error)[:80])
            return None
        if isinstance(later, str):
            self._end(row, "skipped", later)
            return None
        if later:
            row.state, row.lease, row.due_at = "queued", None, later
            return None
        return self._claimed(row, contact, messages)

    def _not_now(
        self, row: Notification, contact: Contact, event: NotificationEvent, flags: set[str], messages: Messages
    ) -> datetime | str | None:
        """A reason never to send it, a time to wait for, or None: now."""
        able = self._reaches.get(contact.id, frozenset())
        agency = self.planner.directory.get(row.agency)
        question = asked(event, contact, flags, able, agency)
        if row.template not in (event.event, NEUTRAL, "digest"):  # a follow-up, days after its event
            question = replace(question, event=row.template)
        decision = decide(question, messages.rules)
        allowed = {told.channel: told.template for told in decision.told}
        if row.channel not in allowed:
            return decision.why or "wish changed"
        if allowed[row.channel] == NEUTRAL != row.template:
            return "only neutral now"
        if row.in_doubt:
            return None
        if row.not_after and self.now > row.not_after:
            return "too late to be of use"
        if messages.rules.asked_for(row.template):
            return self._turn(row, contact, ((messages.rules.per_person.asked_per_hour, _HOUR),))
        if row.urgent:
            return self._turn(row, contact, ((messages.rules.per_person.urgent_per_hour, _HOUR),))
        quiet_until = times.allowed_from(self.now, agency.info.zone, messages.rules)
        person, kept = messages.rules.per_person, 0 if row.rank < 2 else 1  # the last place is for what is important
        most = ((max(1, person.per_hour - kept), _HOUR), (max(1, person.per_day - kept), timedelta(days=1)))
        return quiet_until if quiet_until > self.now else self._turn(row, contact, most)

    def _turn(self, row: Notification, contact: Contact, limits: Iterable[tuple[int, timedelta]]) -> datetime | None:
        """When this address may get one more over this channel; None: now."""
        sent = self._sent[self._counted(row, contact)]
        for most, span in limits:
            within = [at for at in sent if at > self.now - span]
            if len(within) >= most:
                return max(within[0] + span, self.now + timedelta(minutes=1))
        return None

    def _counted(self, row: Notification, contact: Contact) -> Counted:
        return (*_address(row, contact), self._asked_for(row.agency, row.template))

    def _claimed(self, row: Notification, contact: Contact, messages: Messages) -> Job | None:
        try:
            if row.template == "digest" and row.attempts == 0:
                self._write_digest(row, contact)
        except BadWording as error:
            self._end(row, "dead", str(error)[:80])
            return None
        vendors = tuple(messages.rules.vendors[row.channel])  # type: ignore[index]  # rows have channels only
        if not (
            row.in_doubt and row.vendor
        ):  # an attempt that broke off is cleared up with the vendor that it was made with
            row.vendor = vendors[row.attempts % len(vendors)]
        attempted_at = row.attempted_at if row.in_doubt else self.now
        row.state, row.attempts, row.attempted_at = "sending", row.attempts + 1, attempted_at
        row.due_at = self.now + self.lease
        self._sent[self._counted(row, contact)].append(self.now)  # counts for the others of this batch
        return Job(
            self._outgoing(row, contact, messages),
            row.vendor,
            vendors,
            row.attempts,
            row.in_doubt,
            row.secret,
            messages,
        )

    def _write_digest(self, row: Notification, contact: Contact) -> None:
        written = self.planner.finish_digest(row, contact)
        row.subject, row.body = written.subject, written.body

    def _outgoing(self, row: Notification, contact: Contact, messages: Messages) -> Outgoing:
        return Outgoing(
            id=row.id,
            agency=row.agency,
            channel=row.channel,
            to=_address(row, contact)[2],
            body=row.body or "",
            language=row.language,
            sender=messages.rules.sender,
            subject=row.subject,
            unsubscribe=self.planner.unsubscribe_link(contact.id) if row.channel == "email" else None,
            stop_offer=messages.frames[row.language].voice_stop if row.channel == "voice" else None,
            attempted_at=row.attempted_at,
        )

    def _end(self, row: Notification, state: str, why: str) -> None:
        if state == "skipped":
            holding.skip(row, why, self.now)
        row.state, row.error, row.lease, row.ended_at = state, why, None, self.now


def _address(row: Notification, contact: Contact) -> tuple[str, str, str]:
    return row.agency, row.channel, (contact.email if row.channel == "email" else contact.phone) or ""
