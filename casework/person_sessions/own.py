"""What a person sees of their own case beside its state: dates and news that they were told, and who looked at it. Nobody is named."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from agencies import Agency
from agencies.properties import Properties
from casework.calls.tables import CallSurvey
from casework.cases import at_risk, changes, late, messages
from casework.cases.duplicates import survivor, way
from casework.cases.status import in_person
from casework.cases.tables import Case, StatusEvent
from casework.errors import Conflict
from casework.notifications.suppression import NEVER_TOLD, Asked, never
from casework.person_sessions import shapes
from casework.trail.actors import STAFF_ROLES, Actor
from casework.trail.tables import AuditEntry

# an act of the trail -> what the person reads of it; what is not here is not told (flags, risk, how they are told)
READ_AS: dict[str, shapes.Did] = {
    "see": "read", "see_evidence": "files", "take_evidence": "files", "take_attachment": "files", "see_messages": "messages",
    "see_statements": "read", "see_duplicates": "compared", "export": "given_out", "subject_access": "given_out",
}  # fmt: skip
_BY = (*STAFF_ROLES, "records_system")
_DECIDED_OTHERWISE = ("closed_withdrawn", "closed_duplicate", "redirected")


def private(session: Session, case: Case, agency: Agency) -> bool:
    """Whether only a person speaks of it, or of what it was merged into."""
    return any(in_person(one, agency) for one, _ in way(session, case))


def history(session: Session, case: Case) -> list[StatusEvent]:
    """The stages of the case, and since it was merged those of the one that stands for it."""
    its, *others = way(session, case)
    mine = [one for one in its[0].events if not (others and one.stage == "closed_duplicate")]
    return mine + [event for other, since in others[-1:] for event in other.events if since and event.at >= since]


def told(session: Session, case: Case, properties: Properties, now: datetime) -> list[shapes.ToldLine]:
    """The agency's notices, oldest first: dates, property, what a court did. None where no machine may tell of the case."""
    if any(_never(session, one, properties, now) for one, _ in way(session, case)):
        return []
    mine = select(AuditEntry).where(_of_it(session, case), AuditEntry.action == "notify")
    return [_line(one) for one in session.scalars(mine.order_by(AuditEntry.id))]


def _never(session: Session, case: Case, properties: Properties, now: datetime) -> bool:
    """The same question as before anything is sent (notifications/planning.py)."""
    flags = frozenset(at_risk.standing(session, case, now))
    return never(Asked("notice", case.need, flags, never_told=properties.has(case.need, NEVER_TOLD))) is not None


def _of_it(session: Session, case: Case) -> ColumnElement[bool]:
    """Entries of the trail: the case's own; of what it was merged into those since then. What was before is another person's."""
    own, *others = way(session, case)
    since = [(AuditEntry.case_id == one.id) & (AuditEntry.at >= at) for one, at in others if at is not None]
    return or_(AuditEntry.case_id == own[0].id, *since)


def seen(session: Session, case: Case, zone: ZoneInfo) -> list[shapes.SeenLine]:
    """By day, role and act how often; the newest day first."""
    mine = select(AuditEntry).where(
        _of_it(session, case),
        AuditEntry.action.in_(READ_AS),
        AuditEntry.actor_role.in_(_BY),
        # what was given to the person of another case tells of that person
        or_(AuditEntry.action != "subject_access", AuditEntry.case_id == case.id),
    )
    times: Counter[tuple[str, str, shapes.Did]] = Counter()
    for one in session.scalars(mine):
        times[(one.at.astimezone(zone).date().isoformat(), one.actor_role, READ_AS[one.action])] += 1
    newest = sorted(times.items(), key=lambda one: one[0][1:])
    newest.sort(key=lambda one: one[0][0], reverse=True)
    return [shapes.SeenLine(day=day, role=role, did=did, times=count) for (day, role, did), count in newest]


def asked_how(session: Session, case: Case, agency: Agency) -> bool:
    """Whether this person is asked if they got what they needed: their answer is kept with the call in which the report was begun."""
    return agency.info.asks_how_it_went and case.call_id is not None and not private(session, case, agency)


def helped(session: Session, case: Case) -> bool | None:
    there = session.get(CallSurvey, case.call_id) if case.call_id else None
    return there.helped if there is not None and there.agency == case.agency else None


def may_ask_for_review(session: Session, case: Case) -> bool:
    """Once the agency has decided; not of what the person took back or was passed on, nor where it goes on with another report."""
    stays = survivor(session, case)
    return stays.closed_at is not None and stays.stage not in _DECIDED_OTHERWISE


def ask_for_review(session: Session, case: Case, actor: Actor, why: str, key: str, at: datetime) -> int:
    """A message that says so, for whoever worked on it, and an entry of its own in the trail. Raises Conflict."""
    stays = survivor(session, case)
    if not may_ask_for_review(session, case):
        raise Conflict("There is no decision yet that could be looked at again.")
    written = messages.write(session, case, actor, f"I ask for the decision to be looked at again.\n\n{why}", key, at)
    asked = select(AuditEntry.id).where(AuditEntry.case_id == stays.id, AuditEntry.action == "ask_review")
    if session.scalar(asked.where(AuditEntry.details["message"].as_integer() == written)) is None:
        changes.wrote(session, stays, actor, "ask_review", at, details={"message": written, **late.details(stays)})
    return written


def _line(entry: AuditEntry) -> shapes.ToldLine:
    values = entry.details.get("values") or {}
    names = ("when", "place", "officer", "days")
    return shapes.ToldLine(
        event=str(entry.details.get("event")), at=entry.at, **{name: values.get(name) for name in names}
    )
