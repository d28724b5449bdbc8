"""Contacts: who is told, where, in which language, over which channels and how often."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.errors import BadRequest, NotFound
from casework.notifications.tables import Contact, ContactChange
from spoken.en import phones

CHANNELS = ("sms", "email", "voice")
FREQUENCIES = ("every", "daily", "important")
_WITH_HISTORY = ("name", "phone", "email")
# plain letters only: what mail systems read as a comment, a second address or a header is none (RFC 5322, atext and dots)
_EMAIL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")


def save_contact(
    session: Session,
    agency: str,
    contact_id: int | None,
    *,
    name: str | None = None,
    phone: str | None = None,
    email: str | None = None,
    language: str | None = None,
    wants: Iterable[str] | None = None,
    frequency: str | None = None,
    country: str | None = None,
) -> int:
    """Creates or changes a contact and returns its id. None leaves a field as it is, "" empties it.

    `country`: the agency's, where a person typed the telephone number; without it a number is one that was read before (+...).

    Raises BadRequest for an address or wish that cannot be used, NotFound for another agency's or an unknown contact.
    """
    now = datetime.now(UTC)
    contact = _found(session, agency, contact_id) if contact_id is not None else _new(session, agency, now)
    before = {field: getattr(contact, field) for field in _WITH_HISTORY} if contact_id is not None else {}
    if name is not None:
        contact.name = name.strip()[:200] or None
    if phone is not None:
        contact.phone = written_phone(phone, country) if phone.strip() else None
    if email is not None:
        contact.email = written_email(email) if email.strip() else None
    if language is not None:
        contact.language = language.strip().lower()[:20] or "en"
    if wants is not None:
        contact.wants = _wishes(wants)
    if frequency is not None:
        contact.frequency = _frequency(frequency)
    contact.updated_at = now
    session.flush()
    changed = [field for field, was in before.items() if was != getattr(contact, field)]
    session.add_all(ContactChange(of_contact=contact.id, field=field, was=before[field], at=now) for field in changed)
    return contact.id


def earlier(session: Session, contact_id: int) -> list[ContactChange]:
    """What stood there before, the oldest first."""
    mine = select(ContactChange).where(ContactChange.of_contact == contact_id)
    return list(session.scalars(mine.order_by(ContactChange.id)))


def written_phone(given: str, country: str | None) -> str:
    """+447700900123 for "07700 900123" where the agency's `country` is GB; without one, + and all of it. Raises BadRequest."""
    number = phones.typed(given, country)
    if number is None:
        raise BadRequest(
            "That is not a telephone number; give it as it is dialled here, or + and the country's code first."
        )
    return number


def written_email(given: str) -> str:
    """The address with its domain in small letters. Raises BadRequest."""
    address = _plain_domain(given.strip())
    if len(address) > 254 or not _EMAIL.fullmatch(address):
        raise BadRequest("That is not an e-mail address; write it as name@example.org.")
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


def _plain_domain(address: str) -> str:
    """ana@correo-español.es as mail systems write it (xn--...); what cannot be written so stays, and is refused."""
    local, at, domain = address.rpartition("@")
    try:
        return f"{local}{at}{domain.encode('idna').decode()}"
    except UnicodeError:
        return address


def _found(session: Session, agency: str, contact_id: int) -> Contact:
    contact = session.get(Contact, contact_id)
    if contact is None or contact.agency != agency:
        raise NotFound("There is no such contact in this agency.")
    return contact


def _new(session: Session, agency: str, now: datetime) -> Contact:
    contact = Contact(agency=agency, language="en", wants=[], frequency="every", created_at=now, updated_at=now)
    session.add(contact)
    return contact


def _wishes(wants: Iterable[str]) -> list[str]:
    asked = set(wants)
    unknown = asked - set(CHANNELS)
    if unknown:
        raise BadRequest(f"wants holds something that is not a channel; use any of {', '.join(CHANNELS)}.")
    return [channel for channel in CHANNELS if channel in asked]


def _frequency(asked: str) -> str:
    if asked not in FREQUENCIES:
        raise BadRequest(f"frequency cannot be that; use one of {', '.join(FREQUENCIES)}.")
    return asked
