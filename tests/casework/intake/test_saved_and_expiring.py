"""The person of an unfinished report is told that it is saved, and later that it will be deleted: once each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from casework.intake.tables import Report
from casework.notifications.tables import NotificationEvent
from casework.retention import delete_expired

NOW = datetime.now(UTC)


def told(casework, event: str) -> list[dict[str, str]]:
    with casework.services.database.reading() as session:
        return list(session.scalars(select(NotificationEvent.given).where(NotificationEvent.event == event)))


def lies_since(casework, days: int) -> None:
    with casework.services.database.writing() as session:
        session.execute(update(Report).values(updated_at=NOW - timedelta(days=days)))


def sweep(casework, days: int = 0) -> None:
    services = casework.services
    delete_expired(services.database, services.directory, NOW + timedelta(days=days), services.var)


@pytest.fixture(autouse=True)
def _nothing_is_planned(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was told stays as it was told, for the test to look at."""
    monkeypatch.setenv("CIVICLINE_NOTIFY_WORKER", "apart")


@pytest.fixture
async def draft(_nothing_is_planned, casework, person):
    ada = person()
    await ada.begin()
    await ada.answer("phone", "303 555 0199")
    await ada.answer("contact_by", "sms")
    return ada


async def test_who_stops_is_told_once_that_the_report_is_saved(casework, draft) -> None:
    for _ in range(3):
        await draft.post("leave", reason="stopped", channel="voice")
    assert told(casework, "report_saved") == [{"code": draft.code, "days": "30"}]


@pytest.mark.parametrize("reason", ["handed_over", "emergency"])
async def test_who_went_to_a_person_is_not_told_to_go_on(casework, draft, reason: str) -> None:
    await draft.post("leave", reason=reason, channel="voice")
    assert told(casework, "report_saved") == []


async def test_a_draft_about_to_be_deleted_is_told_once_with_the_days_that_are_left(casework, draft) -> None:
    lies_since(casework, 24)
    sweep(casework)
    assert told(casework, "report_expiring") == []
    lies_since(casework, 26)
    for _ in range(3):
        sweep(casework)
    sweep(casework, 1)
    assert [given["days"] for given in told(casework, "report_expiring")] == ["4"]
    sweep(casework, 5)
    assert len(told(casework, "report_expiring")) == 1


async def test_nobody_is_told_about_a_draft_that_they_wished_no_messages_of(casework, person) -> None:
    ada = person()
    await ada.begin()
    await ada.answer("phone", "303 555 0199")
    await ada.post("leave", reason="stopped", channel="voice")
    lies_since(casework, 27)
    sweep(casework)
    assert told(casework, "report_saved") == told(casework, "report_expiring") == []


async def test_a_filed_report_does_not_expire(casework, person) -> None:
    ada = person("graffiti")
    await ada.begin()
    await ada.answer_all(contact_by="sms")
    await ada.post("submit", turn="s")
    lies_since(casework, 27)
    sweep(casework)
    assert told(casework, "report_expiring") == []
