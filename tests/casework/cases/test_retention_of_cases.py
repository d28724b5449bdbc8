"""Retention takes cases with all of theirs, some at a time, and leaves those of others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from casework import retention
from casework.cases import retention as retention_of_cases
from casework.cases.tables import AgencyFlag, Case, ThriveAssessment
from casework.trail.tables import AuditEntry, OutlivingEntry, RetentionGate
from casework.webhooks.tables import WebhookDelivery

# so late that the service's own pass at its start, by today's clock, deletes nothing of it
LATER = datetime.now(UTC) + timedelta(days=300)
LONG_AGO, CLOSED = LATER - timedelta(days=500), LATER - timedelta(days=100)


async def test_cases_go_some_at_a_time_and_their_trail_outlives_them(console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention_of_cases, "PORTION", 2)
    services = console.casework.services
    old, kept = [console.file() for _ in range(5)], console.file()
    with services.database.writing() as session:
        for case in old:
            session.get(Case, case).closed_at = CLOSED
    counts = retention.delete_expired(services.database, services.directory, LATER, services.var)
    assert counts["cases"] == 5
    with services.database.reading() as session:
        assert session.scalars(select(Case.id)).all() == [kept]
        assert set(session.scalars(select(AuditEntry.case_id))) == {kept}
        assert set(session.scalars(select(OutlivingEntry.case_id))) == set(old)
        assert set(session.scalars(select(ThriveAssessment.case_id))) == {kept}
        assert session.scalar(select(func.count()).select_from(RetentionGate)) == 0


async def test_what_is_about_no_case_is_forgotten_too(console) -> None:
    services, now = console.casework.services, LATER
    made = await console.post("/webhooks", "supervisor", url="https://rms.example.gov/in")
    assert made.status_code == 201
    case = console.file()
    with services.database.writing() as session:
        delivery = session.scalars(select(WebhookDelivery)).one()
        delivery.state, delivery.created_at = "delivered", now - timedelta(days=8)
        flag = {"agency": "denver", "flag": "repeat_caller", "added_by": "chief-1"}
        session.add(AgencyFlag(digest="a" * 64, until=now - timedelta(seconds=1), **flag))
        session.add(AgencyFlag(digest="b" * 64, until=now + timedelta(days=1), **flag))
        common = {
            "agency": "denver",
            "actor_id": "chief-1",
            "actor_role": "supervisor",
            "action": "export",
            "details": {},
        }
        session.add(AuditEntry(at=LONG_AGO, **common))
        session.add(AuditEntry(at=LONG_AGO, case_id=case, **common))
    counts = retention.delete_expired(services.database, services.directory, now, services.var)
    assert {name: counts[name] for name in ("webhook_deliveries", "agency_flags", "audit_entries")} == {
        "webhook_deliveries": 1,
        "agency_flags": 1,
        "audit_entries": 1,
    }
    with services.database.reading() as session:
        assert LONG_AGO in session.scalars(select(AuditEntry.at)).all(), (
            "the trail of a case that is there stays with it"
        )


async def test_a_case_whose_answers_never_came_is_closed_in_the_end(console) -> None:
    services, now = console.casework.services, LATER
    old, fresh = console.file(), console.file()
    with services.database.writing() as session:
        for case, days in ((old, 61), (fresh, 59)):
            session.get(Case, case).stage = "more_wanted"
            session.get(Case, case).updated_at = now - timedelta(days=days)
    retention.delete_expired(services.database, services.directory, now, services.var)
    assert (console.case(old).stage, console.case(fresh).stage) == ("closed_no_answer", "more_wanted")
    assert console.case(old).closed_at == now
