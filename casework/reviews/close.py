"""Turns of calls about what is sensitive: who sees them, and whether they are learnt from.

An example of the training data outlives every retention and is read by whoever has the data. So their words, though redacted, go to no
reviewer, no export and no machine, unless the agency says so (agency.yml: learns_from_sensitive); whoever serves all such calls sees them
in the inbox, and may teach what was missed in words of their own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, cast, false, not_, or_, true
from sqlalchemy.orm import Session, aliased

from agencies import Agency
from casework.calls.need_to_know import Calls, KeptClose, NeedToKnow
from casework.reviews.tables import LoggedTurn, TurnLabel
from casework.trail.actors import Actor


def calls_heard(agency: str, needs: Collection[str]) -> Calls:
    """The calls in which the model heard one of these needs, whatever was decided afterwards."""
    turn = aliased(LoggedTurn)
    return turn.call_id, (turn.agency == agency) & turn.intent.in_(sorted(needs))


def calls_labelled(_agency: str, needs: Collection[str]) -> Calls:
    """The calls of which a reviewer said that a turn was one of these needs."""
    label = aliased(TurnLabel)
    said = cast(label.needs, String)
    return label.call_id, or_(false(), *(said.contains(f'"{need}"', autoescape=True) for need in sorted(needs)))


@dataclass(frozen=True)
class Shown:
    """Which turns of an agency whoever asks may see. `close`: None where they may see all of them."""

    agency: str
    close: KeptClose | None

    @classmethod
    def to(cls, actor: Actor | None, agency: Agency, rules: NeedToKnow) -> Shown:
        """`actor`: None for the machine that has the training data."""
        everything = agency.info.learns_from_sensitive or (actor is not None and actor.role in rules.roles)
        return cls(agency.info.id, None if everything else rules.of(agency))

    def which(self) -> ColumnElement[bool]:
        """As a condition of turns."""
        return true() if self.close is None else not_(self.close.holds(LoggedTurn.call_id))

    def shows(self, session: Session, row: LoggedTurn) -> bool:
        return self.close is None or not self.close.about(session, [row.call_id])
