"""A case goes to another agency that is served here too: it opens there, with answers, files, code and PIN; a trail on both sides."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from agencies import Agency
from casework.cases import changes, flags, thrive
from casework.cases.machine import life
from casework.cases.tables import Case, StatusEvent
from casework.intake import codes
from casework.intake.tables import Report
from casework.notifications import stops
from casework.notifications.contacts import save_contact
from casework.notifications.outbox import Happened, tell
from casework.notifications.tables import Contact
from casework.trail.actors import Actor
from spoken.en import place_keys

# what an agency's own list says of somebody stays with that agency; what keeps a person safe goes along
_STAY = frozenset({"repeat_caller", "known_vulnerability"})


def pass_on(session: Session, case: Case, to: Agency, actor: Actor, at: datetime) -> Case:
    """Opens the case at `to` and gives it. The old one keeps its code, so that its agency still says who has it now.

    The report with its files goes along. Messages stay: they were written to the agency that has them.
    """
    there, report_id = to.info.id, case.report_id
    case.report_id = None
    session.flush()
    code = codes.same_or_other(session, there, case.access_code) if case.access_code else None
    new = _copied(case, to, report_id, code, _contact(session, case, there), at)
    new.flags = sorted({flag for flag in case.flags if flag not in _STAY} | flags.matching(session, new))
    session.add(new)
    session.flush()
    report = session.get(Report, report_id, with_for_update=True) if report_id else None
    if report is not None:
        report.case_id, report.agency, report.contact_id = new.id, there, new.contact_id
    session.add(StatusEvent(case=new, stage=new.stage, at=at))
    changes.wrote(session, new, actor, "passed_on", at, details={"from_agency": case.agency, "from_case": case.id})
    thrive.assess(session, new, to.needs.properties, at)
    changes.announce(session, new, None, at, f"passed on {case.id}")
    if code is not None and code != case.access_code:
        _tell_code(session, new, code, at)
    return new


def _copied(case: Case, to: Agency, report_id: str | None, code: str | None, contact: int | None, at: datetime) -> Case:
    return Case(
        agency=to.info.id,
        number=None,
        access_code=code,
        pin_hash=case.pin_hash,
        need=case.need,
        kind=case.kind,
        report_id=report_id,
        contact_id=contact,
        anonymous=case.anonymous,
        channel=case.channel,
        stage="submitted",
        queue=life().queue_of(case.need),
        place=case.place,
        place_key=place_keys.place_key(case.place),
        lat=case.lat,
        lon=case.lon,
        located_by=case.located_by,
        happened_at=case.happened_at,
        answers=dict(case.answers),
        flags=[],
        opened_at=at,
        updated_at=at,
        is_sample=case.is_sample,
    )


def _contact(session: Session, case: Case, agency: str) -> int | None:
    """The person as the other agency may reach them. Who said stop here has said it there as well."""
    old = session.get(Contact, case.contact_id) if case.contact_id else None
    if old is None:
        return None
    found = save_contact(
        session, agency, None, name=old.name, phone=old.phone, email=old.email,
        language=old.language, wants=old.wants, frequency=old.frequency,
    )  # fmt: skip
    session.get_one(Contact, found).unsubscribed_at = old.unsubscribed_at
    for channel, address in (("sms", old.phone), ("voice", old.phone), ("email", old.email)):
        if address and stops.is_stopped(session, old.agency, channel, address):
            stops.stop(session, agency, channel, address, "stop", case.updated_at)
    return found


def _tell_code(session: Session, case: Case, code: str, at: datetime) -> None:
    """The other agency has given the known code to somebody else: the person gets the new one, where they wish to be told."""
    tell(
        session,
        Happened(
            key=changes.named(case, "code_issued", "passed on"),
            agency=case.agency,
            event="code_issued",
            contact_id=case.contact_id,
            case_id=case.id,
            report_id=case.report_id,
            need=case.need,
            values={"code": code},
            at=at,
            flags=frozenset(case.flags),
        ),
    )
