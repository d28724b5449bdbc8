"""What a person adds to a case that has ended: it is kept with the case, told apart in the trail, and they hear that it came late."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from agencies import Agency
from agencies.status.shape import ENGLISH
from casework.cases import changes
from casework.cases.duplicates import survivor
from casework.cases.status import in_person, passed_on_to
from casework.cases.tables import Case
from casework.trail.actors import Actor

AFTER = "after_end"  # in the trail's details: the stage at which it came


def details(case: Case) -> dict[str, str]:
    """What the trail says beside the change itself; nothing while the case is open."""
    return {AFTER: case.stage} if case.closed_at is not None else {}


def tell_survivor(session: Session, case: Case, actor: Actor, message: int, at: datetime) -> None:
    """Whoever works on the case that this one was merged into finds there that its person wrote."""
    stays = survivor(session, case)
    if stays.id != case.id:
        changes.wrote(session, stays, actor, "written_to_merged", at, details={"case": case.id, "message": message})


def say(session: Session, case: Case, agency: Agency, language: str = ENGLISH) -> str | None:
    """What becomes of what the person adds now, as it is spoken; None while the case is open."""
    if case.closed_at is None:
        return None
    words, stays = agency.status.said(language), survivor(session, case)
    if in_person(case, agency):
        return words.late.private
    if stays.closed_at is None:
        return words.late.merged
    if stays.redirected_to:
        return words.late.passed_on.format(destination=passed_on_to(stays, agency) or words.elsewhere)
    return words.late.closed
