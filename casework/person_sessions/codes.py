"""A code that is sent to the contact on record, for who has lost the PIN: it opens the case once, within ten minutes.

Nobody learns from an answer whether there is such a case, or a contact. Whether the message may go at all is decided as for every
message: nothing is sent to people at risk, who are helped by a person.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.access import persons
from casework.access.persons import Whose
from casework.access.tables import PersonSession
from casework.cases.tables import Case
from casework.errors import Conflict
from casework.http.callers import Person
from casework.intake.tables import Report
from casework.lookup.lookup import by_code, by_number
from casework.notifications.outbox import Happened, tell
from casework.trail.actors import Actor
from casework.trail.entries import noted

EVENT = "one_time_code"
_SOMEBODY = Actor("somebody", "citizen")


def send(session: Session, agency: str, number: str | None, code: str | None, reference: str, now: datetime) -> None:
    """Sends a fresh one where there is a case or draft with somebody to tell; an earlier one is over."""
    look = by_number(agency, number) if number else by_code(agency, code or "")
    found = look(session)
    thing = found.thing if found else None
    if thing is None or thing.contact_id is None or thing.pin_hash is None:
        return
    case = thing if isinstance(thing, Case) else None
    whose = Whose(agency, None if case else str(thing.id), case.id if case else None)
    made = persons.one_time_code(session, whose, reference, now)
    noted(session, agency, _SOMEBODY, "send_code", now, {}, whose.case)
    tell(
        session,
        Happened(
            key=f"{EVENT}\0{secrets.token_hex(12)}",
            agency=agency,
            event=EVENT,
            contact_id=thing.contact_id,
            case_id=whose.case,
            report_id=whose.report,
            need=case.need if case else None,
            values={"once": made},
            at=now,
        ),
    )


def choose_pin(session: Session, person: Person, pin_hash: str, now: datetime) -> None:
    """The case has this PIN from now on; whoever else is signed in to it is not any more. Raises Conflict without a case."""
    if person.case is None:
        raise Conflict("There is no case yet; the PIN of a report is chosen with the report.")
    session.execute(update(Case).where(Case.id == person.case).values(pin_hash=pin_hash))
    session.execute(update(Report).where(Report.case_id == person.case).values(pin_hash=pin_hash))
    others = select(PersonSession).where(PersonSession.case_id == person.case, PersonSession.digest != person.session)
    for other in session.scalars(others):
        session.delete(other)
    noted(session, person.agency, Actor(person.acts_as, "citizen"), "new_pin", now, {}, person.case)
