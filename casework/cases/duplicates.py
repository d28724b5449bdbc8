"""The same matter reported twice: candidates by place, time and need. A person decides; nothing is merged by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases import changes
from casework.cases.machine import life
from casework.cases.tables import Case
from casework.errors import BadRequest, MoveRefused
from casework.trail.actors import Actor


def candidates(session: Session, case: Case) -> list[Case]:
    """Open cases of the same agency, place and need, whose time lies within the window; nearest in time first."""
    when, rules = case.happened_at or case.opened_at, life().duplicates
    if case.place_key is None:
        return []
    window = timedelta(hours=rules.hours)
    same = select(Case).where(
        Case.agency == case.agency,
        Case.place_key == case.place_key,
        Case.need == case.need,
        Case.id != case.id,
        Case.closed_at.is_(None),
    )
    found = [other for other in session.scalars(same.limit(500)) if abs(_when(other) - when) <= window]
    return sorted(found, key=lambda other: abs(_when(other) - when))[: rules.most]


def merge(
    session: Session, case: Case, into_id: int, actor: Actor, at: datetime, why: str | None, change: str | None = None
) -> Case:
    """Ends `case` as a duplicate of another one of its agency, and gives the surviving case."""
    if into_id == case.id:
        raise BadRequest("A case cannot be merged into itself; name the case that stays.")
    into = named(session, case.agency, into_id)
    if into.id == case.id:
        raise MoveRefused("That case was itself merged into this one; merge the other way round is not possible.")
    case.merged_into = into.id
    changes.move(session, case, actor, "merge", at, why=why, details={"into": into.id}, change=change)
    changes.wrote(session, into, actor, "merged_in", at, why=why, details={"case": case.id})
    return into


def named(session: Session, agency: str, case_id: int) -> Case:
    """The case into which another one goes that names this one. Raises NotFound."""
    return survivor(session, changes.held(session, case_id, agency))


def survivor(session: Session, case: Case) -> Case:
    """The case that stands for this one: itself, or what it was merged into, also over several mergers."""
    return way(session, case)[-1][0]


def way(session: Session, case: Case) -> list[tuple[Case, datetime | None]]:
    """The case, and what it was merged into one after the other, each with when it came in there; the last one stands for it.

    What was before that moment belongs to somebody else.
    """
    found: list[tuple[Case, datetime | None]] = [(case, None)]
    seen = {case.id}
    while case.merged_into is not None and case.merged_into not in seen:
        following = session.get(Case, case.merged_into)
        if following is None:
            break
        found.append((following, case.closed_at))
        case = following
        seen.add(case.id)
    return found


def _when(case: Case) -> datetime:
    return case.happened_at or case.opened_at
