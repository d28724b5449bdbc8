"""Addresses that said stop or that bounced, and the signed links that end e-mails."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework.database import insert_new
from casework.notifications.tables import Contact, Notification, StoppedAddress


def stop(session: Session, agency: str, channel: str, address: str, why: str, at: datetime) -> None:
    """From now on nothing goes to this address over this channel; what waits for it is skipped when its turn comes."""
    row = {"key": _key(agency, channel, address), "agency": agency, "channel": channel, "why": why[:40], "at": at}
    insert_new(session, StoppedAddress, [row], key="key")


def restart(session: Session, agency: str, channel: str, address: str) -> None:
    session.execute(delete(StoppedAddress).where(StoppedAddress.key == _key(agency, channel, address)))


def is_stopped(session: Session, agency: str, channel: str, address: str) -> bool:
    found = session.scalar(select(StoppedAddress.why).where(StoppedAddress.key == _key(agency, channel, address)))
    return found is not None


def reaches(session: Session, contacts: Iterable[Contact]) -> dict[int, frozenset[str]]:
    """For each contact the channels that have an address which has not said stop."""
    keys = {
        (contact.id, channel): _key(contact.agency, channel, to)
        for contact in contacts
        for channel, to in (("sms", contact.phone), ("voice", contact.phone), ("email", contact.email))
        if to
    }
    stopped = set(session.scalars(select(StoppedAddress.key).where(StoppedAddress.key.in_(set(keys.values())))))
    found: dict[int, set[str]] = {}
    for (contact_id, channel), key in keys.items():
        if key not in stopped:
            found.setdefault(contact_id, set()).add(channel)
    return {contact_id: frozenset(channels) for contact_id, channels in found.items()}


def reach(session: Session, contact: Contact) -> frozenset[str]:
    return reaches(session, [contact]).get(contact.id, frozenset())


def unsubscribe(session: Session, contact_id: int, at: datetime) -> Contact | None:
    """The person wants no e-mails any more; a text or call that was asked for goes on. Again changes nothing."""
    contact = session.get(Contact, contact_id)
    if contact and contact.email:
        stop(session, contact.agency, "email", contact.email, "unsubscribed", at)
    return contact


def agencies_that_wrote(session: Session, phone: str) -> list[str]:
    """Whose texts went to this number: a STOP is for all of them, when they share a number of ours."""
    rows = session.execute(
        select(Contact.agency)
        .join(Notification, Notification.contact_id == Contact.id)
        .where(Contact.phone == phone)
        .distinct()
    )
    found = sorted(agency for (agency,) in rows)
    return found or sorted(set(session.scalars(select(Contact.agency).where(Contact.phone == phone))))


def link_token(key: bytes, contact_id: int) -> str:
    """Names a contact so that only we can have written it; it does not expire, as an e-mail does not."""
    name = str(contact_id)
    return f"{name}.{_signed(key, name)}"


def contact_of(key: bytes, token: str) -> int | None:
    name, _, given = token.partition(".")
    fits = hmac.compare_digest(_signed(key, name).encode(), given.encode(errors="replace"))
    return int(name) if fits and name.isascii() and name.isdigit() else None


def _signed(key: bytes, name: str) -> str:
    digest = hmac.new(key, f"unsubscribe {name}".encode(errors="replace"), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:18]).decode()


def _key(agency: str, channel: str, address: str) -> str:
    """A digest: a glance at the table tells nobody's number (it does not hide it from somebody who tries all numbers)."""
    return hashlib.sha256(f"{agency}\0{channel}\0{address.lower()}".encode()).hexdigest()
