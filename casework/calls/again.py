"""Whether people came back about the same: another hand-over of the same need at the same place, not of the same call, soon after.

Nothing is kept of who called, so a place is all that two calls can share; one without a place came back to nothing that anybody can tell.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.calls.tables import Handover
from spoken.en.place_keys import place_key

AGAIN = timedelta(hours=48)
WHERE = Handover.facts["where"].as_string()


def came_back(session: Session, handover: Handover) -> bool | None:
    """None where its need or its place is not known."""
    key = same_place(handover.facts.get("where"))
    if handover.need is None or key is None:
        return None
    later = select(WHERE).where(
        Handover.agency == handover.agency, Handover.need == handover.need, Handover.call_id != handover.call_id,
        Handover.created_at >= handover.created_at, Handover.created_at <= handover.created_at + AGAIN,
    )  # fmt: skip
    return any(same_place(where) == key for where in session.scalars(later))


def same_place(where: object) -> str | None:
    """The same for two ways to say a place; None where none was said."""
    return place_key(where) if isinstance(where, str) and where else None
