"""Whose data is meant: a person by telephone, e-mail or one of their cases, and everything here that belongs to them.

Whoever left no more than a number to be rung back is found by it too.

A telephone may be two people's. Where contacts of different names have it, nobody is told, and nothing is erased, by it: what she reported
is not his to read. The person is then named by a case, and call-backs at that number are left out.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from casework.call_backs.tables import CallBack
from casework.cases.changes import there
from casework.cases.tables import Case
from casework.errors import BadRequest, Conflict
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

    Raises BadRequest, NotFound for a case that is not the agency's, or Conflict where people of different names are reached there.
    """
    if sum(one is not None for one in (phone, email, case_id)) != 1:
        raise BadRequest("Say who is meant: by exactly one of phone, email and case.")
    if case_id is not None:
        case = there(session, case_id, agency)
        contact = session.get(Contact, case.contact_id) if case.contact_id else None
        return _of(session, agency, [contact] if contact else [], [case])
    number = written_phone(phone, country) if phone is not None else None
    address = Contact.phone == number if number else Contact.email == written_email(email or "")
    contacts = _at(session, agency, address)
    if (people := len(_names(contacts))) > 1:
        theirs = select(Case.id).where(Case.contact_id.in_([one.id for one in contacts])).order_by(Case.id)
        cases = ", ".join(map(str, session.scalars(theirs))) or "they have none"
        raise Conflict(
            f"{people} people of different names are reached there, and what is one's is not the other's to be told or to erase:"
            f" say who is meant by a case of theirs ({cases})."
        )
    return _of(session, agency, contacts, [], {number} if number else set())


def _at(session: Session, agency: str, address: ColumnElement[bool]) -> list[Contact]:
    return list(session.scalars(select(Contact).where(Contact.agency == agency, address)))


def _names(contacts: list[Contact]) -> set[str]:
    return {" ".join(one.name.casefold().split()) for one in contacts if one.name}


def _of(
    session: Session, agency: str, contacts: list[Contact], cases: list[Case], numbers: Set[str] = frozenset()
) -> Subject:
    ids = [one.id for one in contacts]
    theirs = session.scalars(select(Case).where(Case.agency == agency, Case.contact_id.in_(ids)).order_by(Case.id))
    every = list({one.id: one for one in (*cases, *theirs)}.values())
    drafts = select(Report).where(Report.agency == agency, Report.case_id.is_(None), or_(Report.contact_id.in_(ids)))
    phones = _of_one_name(session, agency, {*numbers, *(one.phone for one in contacts if one.phone)})
    back = select(CallBack).where(CallBack.agency == agency, CallBack.number.in_(phones))
    return Subject(contacts, every, list(session.scalars(drafts)), list(session.scalars(back)))


def _of_one_name(session: Session, agency: str, phones: set[str]) -> list[str]:
    """Those that no contact of another name has."""
    reached: dict[str, list[Contact]] = {phone: [] for phone in phones}
    for one in _at(session, agency, Contact.phone.in_(phones)) if phones else ():
        reached[one.phone or ""].append(one)
    return sorted(phone for phone, contacts in reached.items() if len(_names(contacts)) < 2)
