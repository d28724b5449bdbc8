"""Who may read a call's words: of one about what is sensitive those who serve its caller; others give a reason, which stands in the trail.

Such a call or chat is one in which a sensitive need was decided, heard or found, or of which a case is kept close. Whoever has or had its
hand-over serves its caller, and so does whoever has its case; what is known of cases and turns is handed in (`about`, `serving`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, exists, or_, select
from sqlalchemy.orm import Session, aliased

from agencies import Agency
from casework.calls.tables import CallRecord, Handover
from casework.errors import MoveRefused
from casework.trail.actors import Actor, Role

CallId = SQLColumnExpression[Any]  # a column that holds the ids of calls
Calls = tuple[CallId, ColumnElement[bool]]  # such a column, and which rows of its table count
About = Callable[[str, Collection[str]], Calls]  # of an agency: which calls are about one of these needs
Serving = Callable[[str, str], Calls]  # of an agency: which calls' callers this person serves


@dataclass(frozen=True)
class NeedToKnow:
    """Of every agency. `needs`: those whose cases are kept close, beside the ones that the agency calls sensitive; `roles`: who serves
    all of them."""

    needs: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset({"supervisor"})
    about: tuple[About, ...] = ()
    serving: tuple[Serving, ...] = ()

    def of(self, agency: Agency) -> KeptClose:
        sensitive = agency.needs.properties.having("sensitive")
        return KeptClose(agency.info.id, self.needs | sensitive, self)


@dataclass(frozen=True)
class KeptClose:
    """Of one agency. `needs`: the sensitive ones."""

    agency: str
    needs: frozenset[str]
    rules: NeedToKnow

    def holds(self, call_id: CallId) -> ColumnElement[bool]:
        """Of the call with this id, as a condition."""
        return or_(*(exists().where(column == call_id, which) for column, which in self._about()))

    def about(self, session: Session, call_ids: Iterable[str]) -> frozenset[str]:
        """Which of these calls it holds of."""
        return _among(session, frozenset(call_ids), self._about())

    def unread_by(
        self, session: Session, call_ids: Iterable[str], actor: Actor, needs: Iterable[tuple[str, str | None]] = (), *,
        shared: bool = False,
    ) -> frozenset[str]:  # fmt: skip
        """Which of these calls this person may not read without a reason. `needs`: (call, need), what else is known of them. `shared`:
        which calls whoever serves none of them may not read."""
        wanted = frozenset(call_ids)
        if actor.role in self.rules.roles or not wanted:
            return frozenset()
        close = self.about(session, wanted) | {call for call, need in needs if need in self.needs}
        return close - _among(session, close, self._serving(actor)) if close and not shared else close

    def may_read(self, session: Session, call_id: str, actor: Actor, why: str | None, need: str | None = None) -> None:
        """Raises MoveRefused for whoever does not serve the caller and gives no reason. `need`: what else is known of the call."""
        if not why and self.unread_by(session, [call_id], actor, [(call_id, need)]):
            raise MoveRefused(
                "This call is for those who serve its caller: whoever has its hand-over or its case, and supervisors. If you must read it, "
                "say why in the header Civicline-Why; it stands in the trail."
            )

    def _about(self) -> list[Calls]:
        record, told, needs = aliased(CallRecord), aliased(Handover), sorted(self.needs)
        heard_or_found = told.need.in_(needs) | told.found_need.in_(needs)
        return [
            (record.call_id, (record.agency == self.agency) & record.need.in_(needs)),
            (told.call_id, (told.agency == self.agency) & heard_or_found),
            *(about(self.agency, self.needs) for about in self.rules.about),
        ]

    def _serving(self, actor: Actor) -> list[Calls]:
        theirs = or_(Handover.claimed_by == actor.id, Handover.ended_by == actor.id)
        return [
            (Handover.call_id, (Handover.agency == self.agency) & theirs),
            *(serving(self.agency, actor.id) for serving in self.rules.serving),
        ]


def _among(session: Session, call_ids: frozenset[str], parts: list[Calls]) -> frozenset[str]:
    found = (session.scalars(select(column).where(column.in_(call_ids), which)) for column, which in parts)
    return frozenset(one for some in found for one in some)
