"""Delivers claimed notifications: looks once more whether they may go, asks one vendor, writes down what came of it."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import defaultdict
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies.messages import Messages
from casework.database import Database
from casework.errors import NotFound
from casework.notifications import leases, metrics, stops, times
from casework.notifications.planning import Planner, asked, case_flags
from casework.notifications.suppression import NEUTRAL, decide
from casework.notifications.tables import Contact, Notification, NotificationEvent
from casework.notifications.vendors.base import Accepted, AddressRefused, Doubtful, NotSent, Outgoing, Vendor
from casework.notifications.words import BadWording

log = logging.getLogger(__name__)
MakeVendor = Callable[[str], Vendor]
_RESEND_AFTER_S = 5.0


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
class Deliverer:
    """Shared by the worker's threads; it holds no connection of its own between batches."""

    database: Database
    planner: Planner
    make_vendor: MakeVendor
    lease: timedelta
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    # the process's writers take turns: SQLite lets one write, and makes the others sleep longer than they must
    turn: threading.Lock = field(default_factory=threading.Lock)

    def deliver(self, token: str, ids: list[str]) -> int:
        """Sends those of the ids that are still this token's; returns how many were taken by a vendor."""
        with self.turn, self.database.writing() as session:
            jobs = Claiming(session, self.planner, token, self.clock(), self.lease).jobs(ids)
        return asyncio.run(self._deliver(token, jobs)) if jobs else 0

    async def _deliver(self, token: str, jobs: list[Job]) -> int:
        by_vendor: dict[str, list[Job]] = defaultdict(list)
        for job in jobs:
            by_vendor[job.vendor].append(job)
        async with AsyncExitStack() as open_vendors:
            done = []
            for name, group in by_vendor.items():
                vendor = await open_vendors.enter_async_context(self.make_vendor(name))
                done += (
                    [self._group(vendor, token, group)]
                    if vendor.idempotent
                    else [self._group(vendor, token, [job]) for job in group]
                )
            return sum(await asyncio.gather(*done))

    async def _group(self, vendor: Vendor, token: str, jobs: list[Job]) -> int:
        """Jobs whose outcomes are written down together: one, unless the vendor would not send it again anyway."""
        outcomes = await asyncio.gather(*(_attempt(vendor, job) for job in jobs))
        with self.turn, self.database.writing() as session:
            for job, outcome in zip(jobs, outcomes):
                self._settle(session, token, job, outcome)
        for job, outcome in zip(jobs, outcomes):
            metrics.attempts.labels(job.vendor, job.message.channel, _named(outcome)).inc()
        return sum(isinstance(outcome, Accepted) for outcome in outcomes)

    def _settle(self, session: Session, token: str, job: Job, outcome: Accepted | Exception) -> None:
        now = self.clock()
        changes = _changes(session, job, outcome, now)
        mine = leases.settle(session, job.message.id, token, **changes)
        if not mine and isinstance(outcome, Accepted):
            _late(session, job, outcome, now)
        if changes["state"] in ("dead", "held"):
            log.error(
                "a notification needs an operator",
                extra={
                    "id": job.message.id,
                    "state": changes["state"],
                    "vendor": job.vendor,
                    "error": changes["error"],
                },
            )


@dataclass(frozen=True)
class Claiming:
    """Claims what was handed out, in one transaction: what may not go now is skipped or waits."""

    session: Session
    planner: Planner
    token: str
    now: datetime
    lease: timedelta
    _reaches: dict[int, frozenset[str]] = field(default_factory=dict)
    _sent: dict[tuple[int, str], list[datetime]] = field(default_factory=lambda: defaultdict(list))

    def jobs(self, ids: list[str]) -> list[Job]:
        rows = leases.held_by(self.session, self.token, ids)
        contacts = self._by_id(Contact, {row.contact_id for row in rows})
        events = self._by_id(NotificationEvent, {row.event_id for row in rows})
        flags = case_flags(self.session, {event.case_id for event in events.values() if event.case_id is not None})
        self._reaches.update(stops.reaches(self.session, contacts.values()))
        self._load_sent(set(contacts))
        found = []
        for row in rows:
            event = events[row.event_id]
            job = self._job(row, contacts[row.contact_id], event, flags.get(event.case_id or 0, set()))
            if job:
                found.append(job)
        return found

    def _load_sent(self, contacts: set[int]) -> None:
        """What went to these people within a day, oldest first."""
        columns = (Notification.contact_id, Notification.channel, Notification.sent_at)
        day = (Notification.contact_id.in_(contacts), Notification.sent_at > self.now - timedelta(days=1))
        for contact_id, channel, at in self.session.execute(
            select(*columns).where(*day).order_by(Notification.sent_at)
        ):
            self._sent[contact_id, channel].append(at or self.now)

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
        question = asked(event, contact, flags, able)
        if row.template not in (event.event, NEUTRAL, "digest"):  # a follow-up, days after its event
            question = replace(question, event=row.template)
        decision = decide(question, messages.rules)
        allowed = {told.channel: told.template for told in decision.told}
        if row.channel not in allowed:
            return decision.why or "wish changed"
        if allowed[row.channel] == NEUTRAL != row.template:
            return "only neutral now"
        if row.urgent or row.in_doubt:
            return None
        zone = self.planner.directory.get(row.agency).info.zone
        quiet_until = times.allowed_from(self.now, zone, messages.rules)
        return quiet_until if quiet_until > self.now else self._turn(row, messages)

    def _turn(self, row: Notification, messages: Messages) -> datetime | None:
        """When the person may get one more over this channel; None: now."""
        limits = messages.rules.per_person
        sent = self._sent[row.contact_id, row.channel]
        for most, span in ((limits.per_hour, timedelta(hours=1)), (limits.per_day, timedelta(days=1))):
            within = [at for at in sent if at > self.now - span]
            if len(within) >= most:
                return max(within[0] + span, self.now + timedelta(minutes=1))
        return None

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
        self._sent[row.contact_id, row.channel].append(self.now)  # counts for the others of this batch
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
        to = contact.email if row.channel == "email" else contact.phone
        return Outgoing(
            id=row.id,
            agency=row.agency,
            channel=row.channel,
            to=to or "",
            body=row.body or "",
            language=row.language,
            sender=messages.rules.sender,
            subject=row.subject,
            unsubscribe=self.planner.unsubscribe_link(contact.id) if row.channel == "email" else None,
            attempted_at=row.attempted_at,
        )

    def _end(self, row: Notification, state: str, why: str) -> None:
        row.state, row.error, row.lease, row.ended_at = state, why, None, self.now
        if row.secret and state == "skipped":
            row.body = None


async def _attempt(vendor: Vendor, job: Job) -> Accepted | Exception:
    """One attempt. What was in doubt is looked up first, or repeated under the same key, or left to the agency's rule."""
    try:
        if job.in_doubt and not vendor.idempotent:
            if vendor.searchable:
                found = await asyncio.wait_for(vendor.find(job.message), 30)
                if found:
                    return found
            elif job.messages.rules.in_doubt[job.message.channel] == "hold":  # type: ignore[index]
                return Doubtful("held: nobody knows whether it was sent")
        return await asyncio.wait_for(vendor.send(job.message), 60)
    except (NotSent, AddressRefused, Doubtful) as error:
        return error
    except TimeoutError:
        return Doubtful("timeout")
    except Exception as error:  # a vendor's bug must not stop the worker; whether it sent is unknown
        log.error(
            "a vendor failed in an unexpected way",
            extra={"vendor": job.vendor, "error": type(error).__name__},
            exc_info=True,
        )
        return Doubtful(type(error).__name__)


def _changes(session: Session, job: Job, outcome: Accepted | Exception, now: datetime) -> dict[str, Any]:
    """What an outcome makes of the row."""
    if isinstance(outcome, Accepted):
        return _accepted(job, outcome, now)
    if isinstance(outcome, AddressRefused):
        why = "stop" if outcome.stop else "bounced"
        stops.stop(session, job.message.agency, job.message.channel, job.message.to, why, now)
        forget = {"body": None} if job.secret else {}
        return {
            "state": "undelivered",
            "error": outcome.code,
            "lease": None,
            "in_doubt": False,
            "ended_at": now,
            **forget,
        }
    assert isinstance(outcome, (NotSent, Doubtful)), "vendors raise VendorError only"
    doubtful = isinstance(outcome, Doubtful)
    common = {"error": outcome.code, "lease": None, "in_doubt": doubtful}
    rules = job.messages.rules
    if outcome.code.startswith("held"):
        return {**common, "state": "held", "ended_at": now}
    if job.attempts >= rules.retries.most:
        return {**common, "state": "held" if doubtful else "dead", "ended_at": now}
    another = not doubtful and job.attempts % len(job.vendors) != 0
    wait = (
        _RESEND_AFTER_S / 5
        if another
        else times.wait_s(-(-job.attempts // len(job.vendors)), rules.retries, outcome.retry_after_s)
    )
    return {**common, "state": "queued", "due_at": now + timedelta(seconds=wait)}


def _accepted(job: Job, outcome: Accepted, now: datetime) -> dict[str, Any]:
    return {
        "state": "delivered" if outcome.delivered else "sent",
        "vendor_ref": outcome.ref,
        "error": None,
        "lease": None,
        "in_doubt": False,
        "sent_at": now,
        "ended_at": now if outcome.delivered else None,
        **({"body": None} if job.secret else {}),
    }


def _late(session: Session, job: Job, outcome: Accepted, now: datetime) -> None:
    """The vendor's status came back before we had written down that it was sent."""
    row = session.get(Notification, job.message.id, with_for_update=True)
    if row and row.state in ("sent", "delivered", "undelivered") and row.sent_at is None:
        row.sent_at, row.vendor_ref, row.lease = now, row.vendor_ref or outcome.ref, None


def _named(outcome: Accepted | Exception) -> str:
    return "accepted" if isinstance(outcome, Accepted) else type(outcome).__name__
