"""A person's own wish to have their report erased: what goes at once, and what the agency is asked about."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from agencies.properties import Properties
from casework.call_backs.tables import CallBack
from casework.cases import at_risk
from casework.cases.tables import Case
from casework.intake.tables import Report
from casework.notifications.tables import Contact
from casework.rights import erasing
from casework.rights.subject import Subject
from casework.rights.tables import LegalHold
from casework.trail.actors import Actor

# whoever learnt somebody's PIN takes a report back and has it erased in two clicks; its person, or we, may notice within a week
DAYS_AFTER_WITHDRAWAL = 7
_FOR_A_PERSON = ("sensitive", "in_person", "never_told")  # properties of needs


def goes_at_once(session: Session, case: Case, properties: Properties, at: datetime) -> bool:
    """Whether its person alone decides: taken back some days ago, with no case number, and nothing that says anybody is at risk.

    `properties`: of needs, as the agency has them.
    """
    if case.stage != "closed_withdrawn" or case.number is not None or case.closed_at is None:
        return False
    if case.closed_at > at - timedelta(days=DAYS_AFTER_WITHDRAWAL):
        return False
    if any(properties.has(case.need, word) for word in _FOR_A_PERSON) or at_risk.standing(session, case, at):
        return False
    joined = select(Case.id).where(Case.merged_into == case.id).limit(1)
    return session.get(LegalHold, case.id) is None and session.scalar(joined) is None


def erase(session: Session, case: Case, properties: Properties, actor: Actor, at: datetime) -> bool:
    """False, and nothing is done, where the agency decides."""
    if not goes_at_once(session, case, properties, at):
        return False
    done = erasing.carry_out(session, case.agency, _with_it(session, case), "at the wish of its person", actor, at)
    return done.cases == 1


def _with_it(session: Session, case: Case) -> Subject:
    """The case, how to reach its person where nothing else of theirs needs it, and the call-backs that are surely theirs."""
    person = session.get(Contact, case.contact_id) if case.contact_id else None
    goes = person is not None and not _is_needed(session, person, case)
    backs = _their_call_backs(session, case, person, goes) if person is not None else []
    return Subject([person] if person is not None and goes else [], [case], [], backs)


def _their_call_backs(session: Session, case: Case, person: Contact, goes: bool) -> list[CallBack]:
    """At the number of the report: those of the call in which it was begun, and done ones of other calls where they go with it.

    A call or a telephone may be two people's. What another one left in this call under another number, what was left in a call in
    which another report was begun, and what was asked for elsewhere at a number that is somebody else's too stay for the agency's time.
    """
    if not person.phone:
        return []
    call = session.scalar(select(Report.call_id).where(Report.case_id == case.id))
    another = select(Report.id).where(
        Report.agency == case.agency,
        Report.call_id == CallBack.call_id,
        or_(Report.case_id.is_(None), Report.case_id != case.id),
    )
    shared = select(Contact.id).where(
        Contact.agency == case.agency, Contact.phone == person.phone, Contact.id != person.id
    )
    of_it = CallBack.call_id == call
    alone = goes and session.scalar(shared.limit(1)) is None
    mine = select(CallBack).where(
        CallBack.agency == case.agency,
        CallBack.number == person.phone,
        or_(of_it, CallBack.done_at.is_not(None)) if alone else of_it,
        ~another.exists(),
    )
    return list(session.scalars(mine))


def _is_needed(session: Session, contact: Contact, case: Case) -> bool:
    """By another case of the same person, or a report that is none yet."""
    others = select(Case.id).where(Case.contact_id == contact.id, Case.id != case.id).limit(1)
    drafts = select(Report.id).where(Report.contact_id == contact.id, Report.case_id.is_(None)).limit(1)
    return session.scalar(others) is not None or session.scalar(drafts) is not None
