"""What the machine that has the training data says of turns: the examples that each is heard by, and what a settled one becomes.

It stands with the turn, so it goes with the turn. Of all turns few are ever looked at, so the examples of those are asked for that stood
on a page of the inbox (store.listed): what reviewers see now, and some hundred that they see next.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.reviews import grouping
from casework.reviews.close import Shown
from casework.reviews.shapes import Becomes, Explanation, Unexplained, UnexplainedTurn
from casework.reviews.store import labels_of
from casework.reviews.tables import LoggedTurn
from casework.trail.actors import Actor
from casework.trail.entries import noted

_AT_ONCE = 50


def unexplained(session: Session, shown: Shown, actor: Actor, now: datetime) -> Unexplained:
    """The words that are handed out are written down as looked at."""
    order = (LoggedTurn.score.desc(), LoggedTurn.call_id, LoggedTurn.n)
    mine = LoggedTurn.agency == shown.agency, shown.which()
    wanted = select(LoggedTurn).where(*mine, LoggedTurn.nearest_wanted)
    rows = list(session.scalars(wanted.order_by(*order).limit(_AT_ONCE)))
    if rows:
        noted(session, shown.agency, actor, "explain_turns", now, {"turns": len(rows)})
    settled = select(LoggedTurn.n).where(*mine, LoggedTurn.state == "settled", LoggedTurn.becomes.is_(None)).limit(1)
    turns = [UnexplainedTurn(call_id=row.call_id, n=row.n, text=row.text) for row in rows]
    return Unexplained(
        turns=turns, settled=session.scalar(settled) is not None, ungrouped=grouping.ungrouped(session, shown)
    )


def explain(session: Session, agency: str, told: list[Explanation]) -> None:
    """Turns that are gone meanwhile are passed over, and so is what became of labels that are not the latest any more."""
    for one in told:
        row = session.get(LoggedTurn, (one.call_id, one.n), with_for_update=True)
        if row is None or row.agency != agency:
            continue
        if one.nearest is not None:
            row.nearest, row.nearest_wanted = [example.model_dump(mode="json") for example in one.nearest], False
        if one.becomes is not None and _is_so(session, row, one.becomes):
            row.becomes = [each.model_dump(mode="json", exclude_none=True) for each in one.becomes]


def _is_so(session: Session, row: LoggedTurn, becomes: list[Becomes]) -> bool:
    latest = max((label.at for label in labels_of(session, [row])[row.call_id, row.n]), default=None)
    return row.state == "settled" and all(one.labelled_at == latest for one in becomes)
