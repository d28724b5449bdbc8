"""Changes of a case. Each is one transaction of the caller: the case, its audit entry, the webhook, and who is told."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.machine import Actor, life
from casework.cases.tables import AuditEntry
from casework.errors import NotFound
from casework.models import Case, StatusEvent
from casework.notifications.outbox import Happened, tell
from casework.records_system import webhook_outbox


def held(session: Session, case_id: int, agency: str | None = None) -> Case:
    """The case, locked until the transaction ends, so that two changes cannot pass each other; raises NotFound.

    With `agency`, a case of another agency is not there.
    """
    case = session.scalar(select(Case).where(Case.id == case_id).with_for_update()) if 0 < case_id < 2**31 else None
    if case is None or agency not in (None, case.agency):
        raise NotFound("There is no such case; it may have been deleted after its retention period.")
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
    arrive(session, case, stage, at)
    entry = wrote(session, case, actor, name, at, why=why, from_stage=came_from, details=details)
    announce(session, case, life().event_of(name, stage), at, change or entry, values)
    return stage


def arrive(session: Session, case: Case, stage: str, at: datetime) -> None:
    """The case is at the stage from now on."""
    case.stage_before = case.stage if stage == "more_wanted" else None
    case.stage, case.updated_at = stage, at
    if stage != "redirected":
        case.redirected_to = None
    if stage != "closed_duplicate":
        case.merged_into = None
    ends = life().all_stages[stage].ends
    case.closed_at = (case.closed_at or at) if ends else None
    session.add(StatusEvent(case=case, stage=stage, at=at))


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
    entry = AuditEntry(
        agency=case.agency,
        case_id=case.id,
        at=at,
        actor_id=actor.id,
        actor_role=actor.role,
        action=action,
        from_stage=from_stage,
        to_stage=case.stage if from_stage else None,
        why=why,
        details=details or {},
    )
    session.add(entry)
    return entry


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
    webhook_outbox.queue(session, case, event or case.stage, at, name)
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


def named(case: Case, event: str, change: str) -> str:
    """The key of telling: it follows from case, event and change. Ids come again after deletion, moments of opening do not."""
    what = f"{case.agency}\0{case.id}\0{case.opened_at.isoformat()}\0{event}\0{change}"
    return f"case {case.id} {event} {hashlib.sha256(what.encode()).hexdigest()[:40]}"
