"""Changes of a case. Each is one transaction of the caller: the case, its audit entry, the webhook, and who is told."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.machine import life
from casework.cases.tables import Case, StatusEvent
from casework.errors import NotFound
from casework.notifications.outbox import Happened, tell
from casework.trail.actors import Actor
from casework.trail.entries import fields
from casework.trail.tables import AuditEntry
from casework.webhooks import outbox

_NO_CASE = "There is no such case; it may have been deleted after its retention period."


def held(session: Session, case_id: int, agency: str | None = None) -> Case:
    """The case, locked until the transaction ends, so that two changes cannot pass each other; raises NotFound.

    With `agency`, a case of another agency is not there.
    """
    case = session.scalar(select(Case).where(Case.id == case_id).with_for_update()) if 0 < case_id < 2**31 else None
    if case is None or agency not in (None, case.agency):
        raise NotFound(_NO_CASE)
    return case


def there(session: Session, case_id: int, agency: str) -> Case:
    """The agency's case, for reading; raises NotFound."""
    case = session.get(Case, case_id)
    if case is None or case.agency != agency:
        raise NotFound(_NO_CASE)
    return case


def move(
    session: Session,
    case: Case,
    actor: Actor,
    name: str,
    at: datetime,
    *,
    why: str | None = None,
    reason: str | None = None,
    to: str | None = None,
    details: dict[str, Any] | None = None,
    values: dict[str, str] | None = None,
    change: str | None = None,
) -> str:
    """Moves the case as stages.yml allows, writes it down and tells who wants to know; raises MoveRefused.

    `change`: what names this change for ever, as an Idempotency-Key does; without one its entry in the trail does.
    """
    came_from = case.stage
    stage = life().leads_to(name, came_from, actor.role, before=case.stage_before, reason=reason, to=to)
    session.add(StatusEvent(**arrive(case, stage, at)))
    entry = wrote(session, case, actor, name, at, why=why, from_stage=came_from, details=details)
    announce(session, case, life().event_of(name, stage), at, change or entry, values)
    return stage


def arrive(case: Case, stage: str, at: datetime) -> dict[str, Any]:
    """The case is at the stage from now on; gives the row of `StatusEvent` that says so, for the caller to store."""
    case.stage_before = case.stage if stage == "more_wanted" else None
    case.stage, case.updated_at = stage, at
    if stage != "redirected":
        case.redirected_to = None
    if stage != "closed_duplicate":
        case.merged_into = None
    ends = life().all_stages[stage].ends
    case.closed_at = (case.closed_at or at) if ends else None
    return {"case_id": case.id, "stage": stage, "at": at}


def wrote(
    session: Session,
    case: Case,
    actor: Actor,
    action: str,
    at: datetime,
    *,
    why: str | None = None,
    from_stage: str | None = None,
    details: dict[str, Any] | None = None,
) -> AuditEntry:
    """Adds to the audit trail."""
    entry = AuditEntry(**written(case, actor, action, at, why=why, from_stage=from_stage, details=details))
    session.add(entry)
    return entry


def written(
    case: Case,
    actor: Actor,
    action: str,
    at: datetime,
    *,
    why: str | None = None,
    from_stage: str | None = None,
    details: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The row of such an entry, to be stored where many changes are made at once."""
    stages = {"from_stage": from_stage, "to_stage": case.stage if from_stage else None}
    return fields(case.agency, actor, action, at, details, case.id) | stages | {"why": why}


def announce(
    session: Session,
    case: Case,
    event: str | None,
    at: datetime,
    change: str | AuditEntry,
    values: dict[str, str] | None = None,
) -> None:
    """Puts the event into the outbox of webhooks, and tells the person (and those whose reports were merged into this).

    The same `change` again tells nobody again, however the request came twice.
    """
    session.flush()
    name = change if isinstance(change, str) else f"entry {change.id}"
    outbox.queue(session, changed(case), event or case.stage, at, name)
    if event is None:
        return
    tell(session, happened(case, event, at, name, values))
    joined = select(Case).where(Case.merged_into == case.id, Case.contact_id.is_not(None))
    for other in session.scalars(joined):
        tell(session, happened(other, event, at, name, values, number=case.number))


def happened(
    case: Case,
    event: str,
    at: datetime,
    change: str,
    values: dict[str, str] | None = None,
    *,
    number: str | None = None,
) -> Happened:
    """What the person of this case is told about this change of it."""
    number = number or case.number
    return Happened(
        key=named(case, event, change),
        agency=case.agency,
        event=event,
        contact_id=case.contact_id,
        case_id=case.id,
        report_id=case.report_id,
        need=case.need,
        values=(values or {}) | ({"number": number} if number else {}),
        at=at,
        flags=frozenset(case.flags),
    )


def changed(case: Case) -> outbox.Changed:
    """What the agency's systems are told of a case."""
    data = {
        "case": case.id,
        "agency": case.agency,
        "number": case.number,
        "need": case.need,
        "kind": case.kind,
        "stage": case.stage,
        "queue": case.queue,
        "assigned_to": case.assigned_to,
        "merged_into": case.merged_into,
        "updated_at": case.updated_at.isoformat(),
    }
    return outbox.Changed(case.id, case.agency, case.opened_at, data)


def named(case: Case, event: str, change: str) -> str:
    """The key of telling: it follows from case, event and change. Ids come again after deletion, moments of opening do not."""
    what = f"{case.agency}\0{case.id}\0{case.opened_at.isoformat()}\0{event}\0{change}"
    return f"case {case.id} {event} {hashlib.sha256(what.encode()).hexdigest()[:40]}"
