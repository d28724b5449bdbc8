"""The person of an unfinished report is told that it is saved, and later that it will be deleted: once each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from casework.intake.idle import tell_idle
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


def idle(casework, minutes: float) -> int:
    """What is done when so much time has gone by."""
    services = casework.services
    return tell_idle(services.database, services.directory, datetime.now(UTC) + timedelta(minutes=minutes))


async def test_who_hangs_up_in_the_middle_is_told_after_ten_minutes_and_once(casework, draft) -> None:
    assert idle(casework, 9) == 0
    assert told(casework, "report_saved") == []
    assert [idle(casework, minutes) for minutes in (10.1, 11, 12, 600)] == [1, 0, 0, 0]
    assert told(casework, "report_saved") == [{"code": draft.code, "days": "30"}]


async def test_who_stopped_in_words_is_not_told_again_when_the_line_is_silent(casework, draft) -> None:
    await draft.post("leave", reason="stopped", channel="voice")
    assert idle(casework, 11) == 0
    assert len(told(casework, "report_saved")) == 1


@pytest.mark.parametrize("reason", ["handed_over", "emergency"])
async def test_who_went_to_a_person_is_not_told_either_when_the_line_is_silent(casework, draft, reason: str) -> None:
    await draft.post("leave", reason=reason, channel="voice")
    assert idle(casework, 11) == 0
    assert told(casework, "report_saved") == []


async def test_a_draft_that_somebody_goes_on_with_is_left_alone(casework, draft) -> None:
    with casework.services.database.writing() as session:
        session.execute(update(Report).values(updated_at=datetime.now(UTC) - timedelta(minutes=11)))
    await draft.answer("name", "Ada Lovelace")
    assert idle(casework, 5) == 0


async def test_who_can_not_be_reached_wished_no_messages_or_ended_at_911_is_not_told(casework, person) -> None:
    unreachable, silent, endangered = person(), person(), person()
    for key, one in enumerate((unreachable, silent, endangered)):
        await one.begin(f"person-{key}")
    await silent.answer("phone", "303 555 0199")
    for question, value in (("phone", "303 555 0177"), ("contact_by", "sms")):
        await endangered.answer(question, value)
    await endangered.post("answers", question="suspect_present", value=True, channel="voice", turn="danger")
    idle(casework, 11)
    assert told(casework, "report_saved") == []


async def test_a_filed_report_is_not_saved_again(casework, person) -> None:
    ada = person("graffiti")
    await ada.begin()
    await ada.answer_all(contact_by="sms")
    await ada.post("submit", turn="s")
    assert idle(casework, 11) == 0
    assert told(casework, "report_saved") == []


async def test_drafts_from_before_yesterday_are_left_to_the_notice_of_their_end(casework, draft) -> None:
    assert idle(casework, 60 * 24 + 1) == 0
    assert told(casework, "report_saved") == []


async def test_who_came_back_and_hangs_up_again_is_not_told_twice(casework, draft) -> None:
    idle(casework, 11)
    with casework.services.database.writing() as session:
        session.execute(update(Report).values(left_because=None))
    assert idle(casework, 12) == 1
    assert len(told(casework, "report_saved")) == 1


async def test_a_form_that_the_agency_took_away_stops_nobody_else(casework, draft, person) -> None:
    other = person()
    await other.begin("other")
    await other.answer("phone", "303 555 0155")
    await other.answer("contact_by", "sms")
    with casework.services.database.writing() as session:
        session.execute(update(Report).where(Report.id == draft.report).values(kind="no_more"))
    assert idle(casework, 11) == 1
    assert told(casework, "report_saved") == [{"code": other.code, "days": "30"}]
