"""A link by text while the person is on the telephone: they add photographs, or answer, on the web, and the call goes on.

They asked for it; that is their consent to this one message. Whether it may go is decided as for every other: nothing is sent to
people at risk, to a number that said stop, or about what is never told. What they do there stands in the report at once, and the
call hears of it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import persons
from casework.access.persons import Whose
from casework.directory.directory import Directory
from casework.intake.contact import is_anonymous, keep_contact, person_in
from casework.intake.step import form_state
from casework.intake.store import form_of, held, state_of
from casework.notifications.outbox import Happened, tell
from casework.notifications.planning import Planner, asked
from casework.notifications.stops import reaches
from casework.notifications.suppression import NEUTRAL, decide
from casework.notifications.tables import Contact, NotificationEvent
from casework.trail.actors import Actor
from casework.trail.entries import noted

EVENT = "report_link"
BY_PHONE = "by-phone"

# no_number: nothing to send it to, or no wish to be sent anything; not_told: it may not be sent; no_page: there is no web page
Outcome = Literal["sent", "no_number", "not_told", "no_page"]


@dataclass(frozen=True)
class Link:
    """`page`: where people see their report on the web; None: nowhere. `turn`: of the same one, one link is sent."""

    report: str
    page: str | None
    turn: str


def send(session: Session, directory: Directory, planner: Planner, link: Link, now: datetime) -> Outcome:
    """Sends a fresh link; an earlier one that was not used is over. Raises NotFound, Conflict."""
    report = held(session, link.report)
    _, form, common = form_of(directory, report)
    state = form_state(form, common, state_of(session, report, form))
    if link.page is None:
        return "no_page"
    person = person_in(state)
    if is_anonymous(state) or not (person.phone or person.email) or not person.wants:
        return "no_number"
    contact_id = keep_contact(session, report, person)
    happened = Happened(
        key=" ".join((EVENT, report.id, hashlib.sha256(link.turn.encode()).hexdigest()[:24])),
        agency=report.agency,
        event=EVENT,
        contact_id=contact_id,
        case_id=report.case_id,
        report_id=report.id,
        need=form.need,
        values={},
        at=now,
        flags=state.flags,
    )
    if session.scalar(select(NotificationEvent.id).where(NotificationEvent.key == happened.key)) is not None:
        return "sent"
    if (problem := _why_not(session, planner, happened, now)) is not None:
        return problem
    made = persons.invite(session, Whose(report.agency, report.id, report.case_id), BY_PHONE, now)
    tell(session, replace(happened, values={"link": f"{link.page.rstrip('/')}/in/{made.token}"}))
    noted(session, report.agency, Actor(BY_PHONE, "citizen"), "send_link", now, {"kind": report.kind}, report.case_id)
    return "sent"


def _why_not(session: Session, planner: Planner, happened: Happened, now: datetime) -> Outcome | None:
    """What the worker would decide, asked beforehand: the person is on the line, and is told."""
    contact = session.scalar(select(Contact).where(Contact.id == happened.contact_id))
    if contact is None or not planner.catalogue.has(happened.agency):
        return "no_number" if contact is None else "not_told"
    event = NotificationEvent(
        id=0, key=happened.key, agency=happened.agency, event=happened.event, contact_id=happened.contact_id,
        case_id=happened.case_id, report_id=happened.report_id, need=happened.need, given={}, flags=sorted(happened.flags),
        at=now, state="waiting",
    )  # fmt: skip
    flags = planner.flags_of(session, [event], now).get(0, set())
    able = reaches(session, [contact]).get(contact.id, frozenset())
    question = asked(event, contact, flags, able, planner.directory.get(happened.agency))
    told = decide(question, planner.catalogue.get(happened.agency).rules).told
    if any(one.template != NEUTRAL for one in told):
        return None
    return "not_told"
