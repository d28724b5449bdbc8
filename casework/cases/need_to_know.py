"""Who may open and change a case: sensitive queues (stages.yml: need_to_know) are for whoever serves the case; others give a reason.

Nobody is locked out in an emergency: a reason (header Civicline-Why) opens the case, and stands in the trail with the name. A flag of
somebody at risk is set without one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from casework.calls.need_to_know import Calls
from casework.cases import changes
from casework.cases.machine import life
from casework.cases.tables import Case
from casework.errors import MoveRefused
from casework.trail.actors import Actor

_NO_COLLEAGUES = (
    "citizen",
    "system",
    "records_system",
)  # their own case, by its session; programs by their own credential


def is_kept_close(case: Case) -> bool:
    """Whether it lies in a queue that only those see who serve the case."""
    return case.queue in life().need_to_know.queues


def serves(case: Case, actor: Actor) -> bool:
    """Whether this person serves the case: it is theirs, or their role serves the queue."""
    if actor.role in (*_NO_COLLEAGUES, *life().need_to_know.roles) or case.assigned_to == actor.id:
        return True
    return case.assigned_to is None and not is_kept_close(case)


def found_by_words(actor: Actor | None) -> list[ColumnElement[bool]]:
    """What must hold of a case that this person may find by words of its story, its place or the beginning of a name; what is kept close
    is found so by whom it is for."""
    queues = life().need_to_know.queues
    if actor is None or actor.role in life().need_to_know.roles or not queues:
        return []
    return [or_(Case.queue.not_in(sorted(queues)), Case.assigned_to == actor.id)]


def unread_by(session: Session, case_ids: Iterable[int], actor: Actor) -> frozenset[int]:
    """Which of these are kept close to others than this person."""
    found = session.scalars(select(Case).where(Case.id.in_(frozenset(case_ids)))).all()
    return frozenset(case.id for case in found if is_kept_close(case) and not serves(case, actor))


def may_open(case: Case, actor: Actor, why: str | None) -> None:
    """Raises MoveRefused for a case that is kept close, without a reason, for whoever does not serve it."""
    if is_kept_close(case) and not serves(case, actor) and not why:
        raise MoveRefused(
            "This case is for those who serve it: whom it is given to, and supervisors. If you must open it, say why in the "
            "header Civicline-Why; it stands in the trail."
        )


def may_change(session: Session, case: Case, actor: Actor, why: str | None, at: datetime) -> None:
    """As `may_open`; else whoever gives the case to themselves would serve it. A reason that opened it stands in the trail beside the
    change."""
    may_open(case, actor, why)
    if is_kept_close(case) and not serves(case, actor):
        changes.wrote(session, case, actor, "see", at, why=why)


def may_keep_close(case: Case, queue: str | None, actor: Actor, why: str | None) -> None:
    """Raises MoveRefused for whoever puts a case among those that are kept close without a reason: they would serve its person by it, and
    read the call of which it came."""
    queues, roles = life().need_to_know.queues, (*_NO_COLLEAGUES, *life().need_to_know.roles)
    if queue in queues and not is_kept_close(case) and actor.role not in roles and not why:
        raise MoveRefused(
            f"Cases of {queue} are kept close. Say why this is one of them (why); it stands in the trail."
        )


def needs() -> frozenset[str]:
    """Those whose reports lie in a queue that is kept close."""
    queues = life().queues
    return frozenset(need for queue in life().need_to_know.queues for need in queues.get(queue, ()))


def calls_of_cases(agency: str, _needs: Collection[str]) -> Calls:
    """The calls in which a report was begun that is kept close now, whatever it was then."""
    case = aliased(Case)
    return case.call_id, (case.agency == agency) & case.queue.in_(sorted(life().need_to_know.queues))


def calls_served(agency: str, who: str) -> Calls:
    """Those of which this person was given such a case."""
    case = aliased(Case)
    close = case.queue.in_(sorted(life().need_to_know.queues))
    return case.call_id, (case.agency == agency) & (case.assigned_to == who) & close


def reaches(session: Session, contact_id: int, actor: Actor) -> bool:
    """Whether this is how to reach somebody whose case this person serves, or who has none."""
    cases = session.scalars(select(Case).where(Case.contact_id == contact_id)).all()
    return not cases or any(serves(case, actor) for case in cases)


def may_reach(session: Session, contact_id: int, actor: Actor, why: str | None) -> None:
    """Raises MoveRefused where this is how to reach the person of a case that others serve, and no reason is given."""
    if not why and not reaches(session, contact_id, actor):
        raise MoveRefused(
            "How to reach this person is for those who serve their case. If you must know or change it, say why in the "
            "header Civicline-Why; it stands in the trail."
        )
