"""Erasure and holds: what belongs to a person goes at once, except for what is open or under a hold, and that is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework.call_backs.tables import CallBack
from casework.calls.forgetting import attended, forget
from casework.cases import words
from casework.cases.changes import changed, wrote
from casework.cases.changes import held as held_case
from casework.cases.opening import placed
from casework.cases.tables import Case, Correction
from casework.database import insert_new
from casework.errors import BadRequest, Conflict
from casework.intake.tables import Report
from casework.notifications.tables import Contact, NotificationEvent
from casework.rights.subject import Subject
from casework.rights.tables import LegalHold
from casework.sweeping import gone
from casework.trail.actors import Actor, allow
from casework.trail.entries import noted
from casework.trail.guard import gate_open
from casework.trail.outliving import outlive
from casework.webhooks import outbox


@dataclass(frozen=True)
class Erased:
    """How much went, and which cases and calls stayed and why."""

    cases: int = 0
    drafts: int = 0
    contacts: int = 0
    call_backs: int = 0
    calls: int = 0
    kept: dict[int, str] = field(default_factory=dict)
    kept_calls: dict[str, str] = field(default_factory=dict)


def erase(session: Session, agency: str, subject: Subject, why: str, actor: Actor, at: datetime) -> Erased:
    """Raises MoveRefused. With a report go the records of the call or chat in which it was begun, where nobody else needs them.

    Who did what with the cases stays for the trail's own time, and that they went, how many and why.
    """
    allow("manage", actor.role)
    return carry_out(session, agency, subject, why, actor, at, calls=True)


def carry_out(
    session: Session, agency: str, subject: Subject, why: str, actor: Actor, at: datetime, *, calls: bool = False
) -> Erased:
    """For whoever may, as was asked before. The agency's systems hear of each case that went (`erased`).

    `calls`: and the records of the calls and chats in which what goes was begun.
    """
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
    told = [changed(one) for one in subject.cases if one.id in going]
    begun_in = _conversations(session, subject, going) if calls else set()
    kept_calls = _needed(session, agency, subject, going, begun_in)
    with gate_open(session):
        drafts = gone(session, Report, Report.id.in_([one.id for one in subject.drafts]))
        backs = gone(session, CallBack, CallBack.id.in_([one.id for one in subject.call_backs]))
        gone(session, NotificationEvent, NotificationEvent.case_id.in_(going))
        outlive(session, going)
        cases = gone(session, Case, Case.id.in_(going))
        contacts = gone(session, Contact, Contact.id.in_(people))
        records = forget(session, agency, begun_in - kept_calls.keys(), at)
    details = {
        "why": why,
        "cases": cases,
        "drafts": drafts,
        "contacts": contacts,
        "call_backs": backs,
        "calls": records,
        "kept": len(kept),
        "kept_calls": len(kept_calls),
        "erased": going,
    }
    noted(session, agency, actor, "erase", at, details)
    for one in told:
        outbox.queue_erased(session, one, at)
    return Erased(cases, drafts, contacts, backs, records, kept, kept_calls)


def _conversations(session: Session, subject: Subject, going: list[int]) -> set[str]:
    """Calls and chats in which what goes was begun."""
    of_cases = set(session.scalars(select(Report.call_id).where(Report.case_id.in_(going))))
    return of_cases | {one.call_id for one in subject.drafts} | {one.call_id for one in subject.call_backs}


def _needed(session: Session, agency: str, subject: Subject, going: list[int], calls: set[str]) -> dict[str, str]:
    """Which of these stay, and why. A call or chat may be more than one person's: somebody's number for ringing back, left in
    another's chat, does not make the chat theirs. And a person may be in it at this moment (`handed_over`)."""
    drafts, backs = {one.id for one in subject.drafts}, {one.id for one in subject.call_backs}
    reports = session.execute(
        select(Report.id, Report.case_id, Report.call_id).where(Report.agency == agency, Report.call_id.in_(calls))
    )
    promised = session.execute(
        select(CallBack.id, CallBack.call_id).where(CallBack.agency == agency, CallBack.call_id.in_(calls))
    )
    staying = {one.call_id for one in reports if one.id not in drafts and one.case_id not in going}
    staying |= {one.call_id for one in promised if one.id not in backs}
    return dict.fromkeys(sorted(staying), "shared") | dict.fromkeys(
        sorted(attended(session, agency, calls)), "handed_over"
    )


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
