"""Who may open a case: sensitive queues (stages.yml: need_to_know) are for whoever serves the case; everybody else gives a reason.

Nobody is locked out in an emergency: a reason (header Civicline-Why) opens the case, and stands in the trail with the name.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_

from casework.cases.machine import life
from casework.cases.tables import Case
from casework.errors import MoveRefused
from casework.trail.actors import Actor


def is_kept_close(case: Case) -> bool:
    """Whether it lies in a queue that only those see who serve the case."""
    return case.queue in life().need_to_know.queues


def serves(case: Case, actor: Actor) -> bool:
    """Whether this person serves the case: it is theirs, or their role serves the queue."""
    if actor.role == "citizen" or actor.role in life().need_to_know.roles or case.assigned_to == actor.id:
        return True
    return case.assigned_to is None and not is_kept_close(case)


def found_by_words(actor: Actor | None) -> list[ColumnElement[bool]]:
    """What must hold of a case that this person may find by words of its story; what is kept close is found by whom it is for."""
    queues = life().need_to_know.queues
    if actor is None or actor.role in life().need_to_know.roles or not queues:
        return []
    return [or_(Case.queue.not_in(sorted(queues)), Case.assigned_to == actor.id)]


def may_open(case: Case, actor: Actor, why: str | None) -> None:
    """Raises MoveRefused for a case that is kept close, without a reason, for whoever does not serve it."""
    if is_kept_close(case) and not serves(case, actor) and not why:
        raise MoveRefused(
            "This case is for those who serve it: whom it is given to, and supervisors. If you must open it, say why in the "
            "header Civicline-Why; it stands in the trail."
        )
