"""People at risk: what is said of a case or a person by hand, and everything that holds for them at the moment of telling.

Nothing automatic leaves from the second that such a flag stands: what waits is held back in the same transaction, and whoever
sends asks again (`of_events`), of the case, of every contact with that telephone or e-mail, and of the agency's own list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from agencies.properties import Properties
from casework.cases import changes, thrive
from casework.cases.flags import Flag, Matches, digest, is_recognisable, matching
from casework.cases.tables import AgencyFlag, Case
from casework.errors import BadRequest, NotFound
from casework.notifications import holding
from casework.notifications.tables import Contact, NotificationEvent
from casework.trail.actors import Actor, allow
from casework.trail.entries import noted

_Row = TypeVar("_Row", Case, Contact)
# the place of each of these reports that are not filed yet; intake lies above this room, so the app hands it in
PlacesOf = Callable[[Session, set[str]], dict[str, str]]


def mark_case(
    session: Session, case: Case, properties: Properties, actor: Actor, flag: Flag, reason: str, at: datetime
) -> holding.Held:
    """Sets a flag on the case and on its person; raises MoveRefused. What waits for them is held back at once."""
    allow("flag", actor.role)
    case.flags, case.updated_at = sorted({*case.flags, flag}), at
    entry = changes.wrote(session, case, actor, "flag", at, why=reason, details={"flag": flag})
    held = holding.hold_back_case(session, case.id, case.flags, at)
    contact = session.get(Contact, case.contact_id) if case.contact_id else None
    if contact:
        held += _mark(session, contact, flag, at)
    thrive.assess(session, case, properties, at)
    changes.announce(session, case, None, at, entry)
    return held


def unmark_case(
    session: Session, case: Case, properties: Properties, actor: Actor, flag: Flag, reason: str, at: datetime
) -> None:
    """Takes a flag off the case and its person; raises MoveRefused, or BadRequest where it does not stand."""
    allow("unflag", actor.role)
    contact = session.get(Contact, case.contact_id) if case.contact_id else None
    if flag not in {*case.flags, *(contact.flags if contact else ())}:
        raise BadRequest("flag does not fit: it does not stand on this case.")
    case.flags, case.updated_at = [one for one in case.flags if one != flag], at
    if contact:
        contact.flags = [one for one in contact.flags if one != flag]
    entry = changes.wrote(session, case, actor, "unflag", at, why=reason, details={"flag": flag})
    thrive.assess(session, case, properties, at)
    changes.announce(session, case, None, at, entry)


def mark_person(
    session: Session, agency: str, contact_id: int, actor: Actor, flag: Flag, reason: str, at: datetime
) -> holding.Held:
    """Sets a flag on a person, whichever case they have; raises MoveRefused or NotFound."""
    allow("flag", actor.role)
    contact = _contact(session, agency, contact_id)
    noted(session, agency, actor, "flag", at, {"flag": flag, "contact": contact.id, "why": reason})
    return _mark(session, contact, flag, at)


def unmark_person(
    session: Session, agency: str, contact_id: int, actor: Actor, flag: Flag, reason: str, at: datetime
) -> None:
    """Takes a flag off a person; raises MoveRefused, NotFound, or BadRequest where it does not stand."""
    allow("unflag", actor.role)
    contact = _contact(session, agency, contact_id)
    if flag not in contact.flags:
        raise BadRequest("flag does not fit: it does not stand on this person.")
    contact.flags = [one for one in contact.flags if one != flag]
    noted(session, agency, actor, "unflag", at, {"flag": flag, "contact": contact.id, "why": reason})


def standing(session: Session, case: Case, now: datetime) -> list[str]:
    """Every flag that stands for this case now: its own, its person's, and those of the agency's list."""
    contact = session.get(Contact, case.contact_id) if case.contact_id else None
    listed = matching(session, case, now)
    return sorted({*case.flags, *(on_person(session, contact) if contact else ()), *listed})


def on_person(session: Session, contact: Contact) -> list[str]:
    """What was said of this person, at this contact or at another with the same telephone or e-mail."""
    same = _same(session, [contact])
    return sorted({flag for one in same for flag in one.flags})


def of_events(
    session: Session, events: Sequence[NotificationEvent], now: datetime, places_of: PlacesOf | None = None
) -> dict[int, set[str]]:
    """Every flag that stands now, by event: of its case, its person, and the agency's list (telephone, e-mail, place)."""
    cases = _by_id(session, Case, {one.case_id for one in events if one.case_id})
    contacts = _by_id(session, Contact, {one.contact_id for one in events if one.contact_id})
    marked = _marked(_same(session, contacts.values()))
    drafts = {one.report_id for one in events if one.report_id and one.case_id is None}
    places = places_of(session, drafts) if places_of and drafts else {}
    found: dict[int, set[str]] = {}
    digests: dict[int, set[str]] = {}
    for one in events:
        case, contact = cases.get(one.case_id or 0), contacts.get(one.contact_id or 0)
        found[one.id] = set(case.flags) if case else set()
        known: list[tuple[Matches, str | None]] = [("place", case.place if case else places.get(one.report_id or ""))]
        if contact:
            found[one.id] |= (
                set(contact.flags) | marked[contact.agency, contact.phone] | marked[contact.agency, contact.email]
            )
            known += [("phone", contact.phone), ("email", contact.email)]
        digests[one.id] = {
            digest(one.agency, what, value) for what, value in known if value and is_recognisable(what, value)
        }
    listed = _listed(session, set[str]().union(*digests.values()) if digests else set(), now)
    for event_id, own in digests.items():
        found[event_id] |= set[str]().union(*(listed[one] for one in own))
    return found


def _mark(session: Session, contact: Contact, flag: Flag, at: datetime) -> holding.Held:
    contact.flags = sorted({*contact.flags, flag})
    same = [one.id for one in _same(session, [contact])]
    return holding.hold_back_people(session, same, contact.flags, at)


def _contact(session: Session, agency: str, contact_id: int) -> Contact:
    contact = session.get(Contact, contact_id, with_for_update=True)
    if contact is None or contact.agency != agency:
        raise NotFound("There is no such contact in this agency.")
    return contact


def _same(session: Session, contacts: Iterable[Contact]) -> list[Contact]:
    """These contacts and all of their agencies with the same telephone or e-mail: whoever files twice has two."""
    known = list(contacts)
    phones, emails = {one.phone for one in known if one.phone}, {one.email for one in known if one.email}
    agencies = {one.agency for one in known}
    either = select(Contact).where(
        Contact.agency.in_(agencies), or_(Contact.phone.in_(phones), Contact.email.in_(emails))
    )
    others = session.scalars(either) if phones or emails else ()
    return list({one.id: one for one in (*known, *others)}.values())


def _marked(contacts: Iterable[Contact]) -> defaultdict[tuple[str, str | None], set[str]]:
    found: defaultdict[tuple[str, str | None], set[str]] = defaultdict(set)
    for one in contacts:
        for address in filter(None, (one.phone, one.email)):
            found[one.agency, address] |= set(one.flags)
    return found


def _listed(session: Session, digests: set[str], now: datetime) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    fitting = select(AgencyFlag.digest, AgencyFlag.flag).where(AgencyFlag.digest.in_(digests), AgencyFlag.until > now)
    for one, flag in session.execute(fitting) if digests else ():
        found[one].add(flag)
    return found


def _by_id(session: Session, table: type[_Row], ids: set[int]) -> dict[int, _Row]:
    return {row.id: row for row in session.scalars(select(table).where(table.id.in_(ids)))}
