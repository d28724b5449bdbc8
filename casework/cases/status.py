"""Turns a case into what is said about it, in its agency's words (agencies/status)."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from agencies import Agency
from agencies.status.shape import ENGLISH
from casework.cases.tables import Case
from casework.notifications.tables import Contact
from spoken.en import saying


class CaseWords(BaseModel):
    """What the caller hears of a case. There is no number before the agency issues one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number_spoken: str | None = None
    kind: str
    stage: str
    spoken: str
    updated_on: str
    next: str | None = None


def in_person(case: Case, agency: Agency) -> bool:
    """Whether only a person speaks of it: neither the line nor a page reveals anything."""
    return agency.needs.properties.has(case.need, "in_person")


def passed_on_to(case: Case, agency: Agency) -> str | None:
    """The name of whom it was passed on to, while the agency lists them."""
    found = agency.destinations.get(case.redirected_to or "")
    return found.name if found else None


def language_of(session: Session, case: Case, begun_in: str | None = None) -> str:
    """The language that its person chose. `begun_in`: that of the report, for whoever left no contact."""
    contact = session.get(Contact, case.contact_id) if case.contact_id else None
    return (contact.language if contact else begun_in) or ENGLISH


def describe(case: Case, agency: Agency, language: str = ENGLISH) -> CaseWords:
    """The spoken status, in the words and days of the agency. Needs that are for a person only reveal nothing."""
    text = agency.status.said(language)
    updated = case.updated_at.astimezone(agency.info.zone).date()
    number = saying.case_number(case.number) if case.number else None
    days = {"updated_on": updated.isoformat()}
    if in_person(case, agency):
        private = text.in_person
        return CaseWords(
            number_spoken=number,
            kind=private.kind,
            stage="in_person",
            spoken=f"{private.spoken} {private.next}",
            next=private.next,
            **days,
        )
    stage, kind = text.stages[case.stage], text.kinds.get(case.need, text.other_kind)
    said = stage.spoken.format(
        kind=kind,
        day=saying.day(updated, day_first=agency.info.usage.day_first),
        destination=passed_on_to(case, agency) or text.elsewhere,
    )
    whole = f"{said} {stage.next}" if stage.next else said
    return CaseWords(kind=kind, stage=case.stage, spoken=whole, next=stage.next, number_spoken=number, **days)
