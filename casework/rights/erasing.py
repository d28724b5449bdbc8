"""Erasure and holds: what belongs to a person goes at once, except for what is open or under a hold, and that is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework.call_backs.tables import CallBack
from casework.cases import words
from casework.cases.changes import held as held_case
from casework.cases.changes import wrote
from casework.cases.opening import placed
from casework.cases.tables import Case
from casework.database import insert_new
from casework.errors import BadRequest, Conflict
from casework.intake.tables import Report
from casework.notifications.tables import Contact, NotificationEvent
from casework.rights.subject import Subject
from casework.rights.tables import Correction, LegalHold
from casework.sweeping import gone
from casework.trail.actors import Actor, allow
from casework.trail.entries import noted
from casework.trail.guard import gate_open
from casework.trail.outliving import outlive


@dataclass(frozen=True)
class Erased:
    """How much went, and which cases stayed and why."""

    cases: int = 0
    drafts: int = 0
    contacts: int = 0
    call_backs: int = 0
    kept: dict[int, str] = field(default_factory=dict)


def erase(session: Session, agency: str, subject: Subject, why: str, actor: Actor, at: datetime) -> Erased:
    """Raises MoveRefused. Who did what with the cases stays for the trail's own time, and that they went, how many and why."""
    allow("manage", actor.role)
    holds = set(
        session.scalars(select(LegalHold.case_id).where(LegalHold.case_id.in_([one.id for one in subject.cases])))
    )
    kept = {
        one.id: "legal_hold" if one.id in holds else "open"
        for one in subject.cases
        if one.id in holds or one.closed_at is None
    }
    going = [one.id for one in subject.cases if one.id not in kept]
    needed = {one.contact_id for one in subject.cases if one.id in kept}
    people = [one.id for one in subject.contacts if one.id not in needed]
    with gate_open(session):
        drafts = gone(session, Report, Report.id.in_([one.id for one in subject.drafts]))
        backs = gone(session, CallBack, CallBack.id.in_([one.id for one in subject.call_backs]))
        gone(session, NotificationEvent, NotificationEvent.case_id.in_(going))
        outlive(session, going)
        cases = gone(session, Case, Case.id.in_(going))
        contacts = gone(session, Contact, Contact.id.in_(people))
    details = {
        "why": why,
        "cases": cases,
        "drafts": drafts,
        "contacts": contacts,
        "call_backs": backs,
        "kept": len(kept),
    }
    noted(session, agency, actor, "erase", at, details)
    return Erased(cases, drafts, contacts, backs, kept)


def hold(session: Session, case_id: int, agency: str, on: bool, why: str, actor: Actor, at: datetime) -> None:
    """Sets or lifts a legal hold; raises MoveRefused or NotFound. Again changes nothing."""
    allow("manage", actor.role)
    case = held_case(session, case_id, agency)
    if on == (session.get(LegalHold, case.id) is not None):
        return
    if on:
        row = {"case_id": case.id, "agency": agency, "by": actor.id, "why": why, "at": at}
        insert_new(session, LegalHold, [row], key="case_id")
    else:
        session.execute(delete(LegalHold).where(LegalHold.case_id == case.id))
    wrote(session, case, actor, "hold" if on else "lift_hold", at, why=why)


def correct(
    session: Session, case_id: int, agency: str, question: str, value: object, why: str, actor: Actor, at: datetime
) -> None:
    """An answer as its person says that it is right; what was said first stays beside it. Raises BadRequest, MoveRefused, NotFound."""
    allow("assess", actor.role)
    case = held_case(session, case_id, agency)
    if question not in case.answers:
        raise BadRequest("question does not fit: the case has no answer of this id.")
    if type(value) is not type(case.answers[question]) and case.answers[question] not in (None, "unknown"):
        raise BadRequest("value does not fit: it is of another kind than the answer that is there.")
    if case.answers[question] == value:
        raise Conflict("The answer says so already.")
    row = Correction(
        case_id=case.id, question=question, was=case.answers[question], now=value, why=why, by=actor.id, at=at
    )
    session.add(row)
    case.answers, case.updated_at = {**case.answers, question: value}, at
    placed(case, [question])
    words.keep(session, case)
    wrote(session, case, actor, "correct", at, why=why, details={"question": question})
