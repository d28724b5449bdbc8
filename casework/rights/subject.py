"""Whose data is meant: a person by telephone, e-mail or one of their cases, and everything here that belongs to them."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.call_backs.tables import CallBack
from casework.cases.changes import there
from casework.cases.tables import Case
from casework.errors import BadRequest
from casework.intake.tables import Report
from casework.notifications.contacts import written_email, written_phone
from casework.notifications.tables import Contact


@dataclass(frozen=True)
class Subject:
    """What was found. `drafts`: reports that are no case."""

    contacts: list[Contact] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    drafts: list[Report] = field(default_factory=list)
    call_backs: list[CallBack] = field(default_factory=list)


def found(
    session: Session, agency: str, country: str, phone: str | None, email: str | None, case_id: int | None
) -> Subject:
    """By exactly one of the three, a number as it is written in the agency's `country`.

    Raises BadRequest, or NotFound for a case that is not the agency's.
    """
    if sum(one is not None for one in (phone, email, case_id)) != 1:
        raise BadRequest("Say who is meant: by exactly one of phone, email and case.")
    if case_id is not None:
        case = there(session, case_id, agency)
        contact = session.get(Contact, case.contact_id) if case.contact_id else None
        return _of(session, agency, [contact] if contact else [], [case])
    number = written_phone(phone, country) if phone is not None else None
    address = Contact.phone == number if number else Contact.email == written_email(email or "")
    return _of(session, agency, list(session.scalars(select(Contact).where(Contact.agency == agency, address))), [])


def _of(session: Session, agency: str, contacts: list[Contact], cases: list[Case]) -> Subject:
    ids, phones = [one.id for one in contacts], {one.phone for one in contacts if one.phone}
    theirs = session.scalars(select(Case).where(Case.agency == agency, Case.contact_id.in_(ids)).order_by(Case.id))
    every = list({one.id: one for one in (*cases, *theirs)}.values())
    drafts = select(Report).where(Report.agency == agency, Report.case_id.is_(None), or_(Report.contact_id.in_(ids)))
    back = select(CallBack).where(CallBack.agency == agency, CallBack.number.in_(phones))
    return Subject(contacts, every, list(session.scalars(drafts)), list(session.scalars(back)))
