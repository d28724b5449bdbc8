"""Flags of the agency's own list: a repeat caller, a known vulnerability, people and addresses at risk. Never inferred.

The agency fills the list; of each entry only a digest is kept. A case gets a flag when its contact's telephone number or
e-mail address, or its place, stands in the list: when it is filed, and the open ones when the entry is made. Before anything
is told the list is read once more (at_risk.py), so that it also holds for drafts.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from casework.cases.tables import AgencyFlag, Case
from casework.errors import BadRequest
from casework.notifications import holding
from casework.notifications.tables import Contact
from casework.trail.actors import Actor
from casework.trail.entries import noted
from spoken.en import phones
from spoken.en.place_keys import place_key

Flag = Literal[
    "repeat_caller",
    "known_vulnerability",
    "at_risk_address",
    "at_risk_person",
    "witness_protection",
    "domestic_violence",
    "stalking",
    "sexual_violence",
    "child_abuse",
    "adult_abuse",
    "do_not_contact",
    "shared_phone",
]
Matches = Literal["phone", "email", "place"]


def matching(session: Session, case: Case, now: datetime | None = None) -> frozenset[str]:
    """The flags whose entries fit this case's contact or place, and have not run out."""
    contact = session.get(Contact, case.contact_id) if case.contact_id else None
    known: list[tuple[Matches, str | None]] = [("place", case.place)]
    if contact:
        known += [("phone", contact.phone), ("email", contact.email)]
    digests = [digest(case.agency, what, value) for what, value in known if value and _plain(what, value)]
    if not digests:
        return frozenset()
    fitting = select(AgencyFlag.flag).where(
        AgencyFlag.agency == case.agency, AgencyFlag.digest.in_(digests), AgencyFlag.until > (now or case.updated_at)
    )
    return frozenset(session.scalars(fitting))


def put(
    session: Session,
    agency: str,
    flag: Flag,
    what: Matches,
    value: str,
    note: str | None,
    until: datetime,
    actor: Actor,
    at: datetime,
    country: str | None = None,
) -> int:
    """Adds an entry, or renews the one that is there. Gives its id.

    `country`: the agency's; a telephone number is read as it is written there, so that it is the one that contacts have.
    """
    value = phones.typed(value, country) or value if what == "phone" else value
    if not _plain(what, value):
        raise BadRequest(f"This is not a {what} that could be recognised again; write it in full.")
    found = digest(agency, what, value)
    there = select(AgencyFlag).where(AgencyFlag.agency == agency, AgencyFlag.flag == flag, AgencyFlag.digest == found)
    row = session.scalar(there) or AgencyFlag(agency=agency, flag=flag, digest=found)
    row.note, row.until, row.added_by = note, until, actor.id
    session.add(row)
    session.flush()
    noted(session, agency, actor, "flag_listed", at, {"flag": flag, "entry": row.id})
    _reach_open_cases(session, agency, flag, what, value, actor, at)
    return row.id


def _reach_open_cases(
    session: Session, agency: str, flag: Flag, what: Matches, value: str, actor: Actor, at: datetime
) -> None:
    """Cases that were opened before the entry get the flag as well, and what waits for them is held back."""
    plain = _plain(what, value)
    ours = select(Case).where(Case.agency == agency, Case.closed_at.is_(None)).with_for_update()
    if what == "place":
        fitting = ours.where(Case.place_key == plain)
    else:
        address = Contact.phone.endswith(plain) if what == "phone" else func.lower(Contact.email) == plain
        theirs = select(Contact.id).where(Contact.agency == agency, address)
        fitting = ours.where(Case.contact_id.in_(theirs))
    for case in session.scalars(fitting.order_by(Case.id)):
        if flag not in case.flags:
            case.flags, case.updated_at = sorted({*case.flags, flag}), at
            noted(session, agency, actor, "flag", at, {"flag": flag, "by": "the agency's list"}, case.id)
        holding.hold_back_case(session, case.id, case.flags, at)


def remove(session: Session, agency: str, entry: int, actor: Actor, at: datetime) -> bool:
    """Takes an entry off the list; False when it is not there."""
    gone = session.scalars(
        delete(AgencyFlag).where(AgencyFlag.agency == agency, AgencyFlag.id == entry).returning(AgencyFlag.id)
    ).all()
    if gone:
        noted(session, agency, actor, "flag_unlisted", at, {"entry": entry})
    return bool(gone)


def digest(agency: str, what: Matches, value: str) -> str:
    return hashlib.sha256(f"{agency}\0{what}\0{_plain(what, value)}".encode()).hexdigest()


def is_recognisable(what: Matches, value: str) -> bool:
    """Whether anything is left of the value when it is written one way."""
    return bool(_plain(what, value))


def _plain(what: Matches, value: str) -> str:
    """The value written one way; empty when nothing is left of it."""
    if what == "phone":
        digits = re.sub(r"[^0-9]", "", value)
        return digits[-10:] if len(digits) >= 7 else ""
    return value.strip().casefold() if what == "email" else place_key(value) or ""
