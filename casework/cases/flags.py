"""Flags of the agency's own list: a repeat caller, a known vulnerability, an address at risk. Never inferred from anything.

The agency fills the list; of each entry only a digest is kept. A case gets a flag when its contact's telephone number or
e-mail address, or its place, stands in the list.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework.cases.duplicates import place_key
from casework.cases.tables import AgencyFlag, Case
from casework.errors import BadRequest
from casework.notifications.tables import Contact
from casework.trail.actors import Actor
from casework.trail.entries import noted

Flag = Literal["repeat_caller", "known_vulnerability", "at_risk_address", "shared_phone"]
Matches = Literal["phone", "email", "place"]


def matching(session: Session, case: Case) -> frozenset[str]:
    """The flags whose entries fit this case's contact or place, and have not run out."""
    contact = session.get(Contact, case.contact_id) if case.contact_id else None
    known: list[tuple[Matches, str | None]] = [("place", case.place)]
    if contact:
        known += [("phone", contact.phone), ("email", contact.email)]
    digests = [digest(case.agency, what, value) for what, value in known if value and _plain(what, value)]
    if not digests:
        return frozenset()
    fitting = select(AgencyFlag.flag).where(
        AgencyFlag.agency == case.agency, AgencyFlag.digest.in_(digests), AgencyFlag.until > case.updated_at
    )
    return frozenset(session.scalars(fitting))


def flags_of(session: Session, cases: set[int]) -> dict[int, set[str]]:
    """The flags of these cases as they are now; for the room that tells people, which knows no cases."""
    rows = session.execute(select(Case.id, Case.flags).where(Case.id.in_(cases)))
    return {case_id: set(flags or []) for case_id, flags in rows}


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
) -> int:
    """Adds an entry, or renews the one that is there. Gives its id."""
    if not _plain(what, value):
        raise BadRequest(f"This is not a {what} that could be recognised again; write it in full.")
    found = digest(agency, what, value)
    there = select(AgencyFlag).where(AgencyFlag.agency == agency, AgencyFlag.flag == flag, AgencyFlag.digest == found)
    row = session.scalar(there) or AgencyFlag(agency=agency, flag=flag, digest=found)
    row.note, row.until, row.added_by = note, until, actor.id
    session.add(row)
    session.flush()
    noted(session, agency, actor, "flag_listed", at, {"flag": flag, "entry": row.id})
    return row.id


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


def _plain(what: Matches, value: str) -> str:
    """The value written one way; empty when nothing is left of it."""
    if what == "phone":
        digits = re.sub(r"[^0-9]", "", value)
        return digits[-10:] if len(digits) >= 7 else ""
    return value.strip().casefold() if what == "email" else place_key(value) or ""
