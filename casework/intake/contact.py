"""Out of the answers: who may be told what, and the access code by text or e-mail for those who wish it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from casework.intake.questions_due import FormState
from casework.intake.tables import Report
from casework.notifications.contacts import save_contact
from casework.notifications.outbox import Happened, tell

_CHANNELS = ("sms", "email", "voice")


@dataclass(frozen=True)
class Person:
    """What the answers tell of the person who reports; empty when they stay anonymous. `country`: whose number `phone` is."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None
    wants: tuple[str, ...] = ()
    country: str | None = None


def is_anonymous(state: FormState) -> bool:
    answer = state.active.get("anonymous")
    return answer is not None and answer.value is True


def person_in(state: FormState) -> Person:
    """A channel is only wanted where there is an address for it."""
    if is_anonymous(state):
        return Person()
    given = {
        name: state.active[name].value for name in ("name", "phone", "email", "contact_by") if name in state.active
    }
    phone, email = given.get("phone"), given.get("email")
    wished = str(given.get("contact_by") or "").split("_and_")
    wants = tuple(one for one in _CHANNELS if one in wished and (email if one == "email" else phone))
    return Person(given.get("name"), phone, email, wants, state.country)


def keep_contact(session: Session, report: Report, person: Person) -> int | None:
    """The id of the contact, made or changed; None for a person who gave no way to be reached."""
    if not (person.phone or person.email):
        return report.contact_id
    report.contact_id = save_contact(
        session,
        report.agency,
        report.contact_id,
        name=person.name,
        phone=person.phone,
        email=person.email,
        language=report.language,
        wants=list(person.wants),
        country=person.country,
    )
    return report.contact_id


def tell_code(session: Session, report: Report, state: FormState, need: str, now: datetime) -> None:
    """Sends the code of an unfinished report as soon as it is known how and has a PIN; once for each report."""
    if report.access_code is not None and report.pin_hash is not None:
        _tell(session, report, state, need, now, "code_issued", {"code": report.access_code})


def tell_saved(session: Session, report: Report, state: FormState, need: str, days: int, now: datetime) -> None:
    """The person stopped in the middle: how to go on, and until when; once for each report. Without a PIN nobody can."""
    if report.access_code is not None and report.pin_hash is not None:
        _tell(session, report, state, need, now, "report_saved", {"code": report.access_code, "days": str(days)})


def tell_expiring(session: Session, report: Report, state: FormState, need: str, days: int, now: datetime) -> None:
    """The draft will be deleted in `days`: once for each time that it lies for so long."""
    values = {"code": report.access_code or "", "days": str(days)}
    _tell(session, report, state, need, now, "report_expiring", values, report.updated_at.isoformat())


def _tell(
    session: Session,
    report: Report,
    state: FormState,
    need: str,
    now: datetime,
    event: str,
    values: dict[str, str],
    *more: str,
) -> None:
    """Tells the person of a draft, once for each report and `more`."""
    contact_id = _of_draft(session, report, state)
    if contact_id is None:
        return
    happened = Happened(
        key=" ".join((event, report.id, *more)),
        agency=report.agency,
        event=event,
        contact_id=contact_id,
        case_id=None,
        report_id=report.id,
        need=need,
        values=values,
        at=now,
        flags=state.flags,
    )
    tell(session, happened)


def _of_draft(session: Session, report: Report, state: FormState) -> int | None:
    """Who is told about an unfinished report; nobody when it ended at a person or 911, or when they wish no messages."""
    person = person_in(state)
    if report.state != "draft" or state.ending is not None or "contact_by" not in state.active or not person.wants:
        return None
    return keep_contact(session, report, person)
