"""Who has lost the access code too has it sent to the telephone or e-mail on record; nobody else learns a thing."""

# ruff: noqa: F811  # the fixture of another file

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from casework.cases.tables import Case
from casework.notifications.contacts import save_contact
from casework.notifications.tables import NotificationEvent
from casework.person_sessions.reminders import EVENT
from tests.casework.conftest import trail
from tests.casework.console import Console
from tests.casework.person_sessions.test_lost_pin import PLAN, by_code, case, sent, wants_code  # noqa: F401  # a fixture
from tests.casework.person_sessions.test_person_sessions import CODE, Citizen


async def wants_reminder(console: Console, source: str = "a page", **address: str) -> Any:
    body = {"agency": "denver", "source": source, **(address or {"phone": "303 555 0143"})}
    return (await console.casework.client.post("/v1/person-sessions/reminders", json=body)).json()


def reminded(console: Console) -> list[str]:
    """The codes that wait to be told, in the order in which they were asked for."""
    with console.casework.services.database.reading() as session:
        told = select(NotificationEvent).where(NotificationEvent.event == EVENT).order_by(NotificationEvent.id)
        return [one.given["code"] for one in session.scalars(told)]


async def test_the_codes_of_what_is_running_go_to_the_contact_on_record(console: Console, case: int) -> None:
    assert await wants_reminder(console) == {"outcome": "asked"}
    assert reminded(console) == [CODE]
    assert ("remind_code", "somebody", "citizen", {}) in trail(console.casework)


async def test_from_nothing_but_the_telephone_on_record_back_into_one_s_case(console: Console, case: int) -> None:
    await wants_reminder(console)
    citizen = Citizen(console.casework)
    await wants_code(citizen, access_code=reminded(console)[0])
    assert (await by_code(citizen, sent(console)[0]))["outcome"] == "signed_in"
    assert (await citizen.ask("POST", "/v1/person-session/pin", json={"pin": "8264"})).json() == {"outcome": "chosen"}


@pytest.mark.parametrize("address", [{"phone": "303 555 0199"}, {"phone": "nonsense"}, {"email": "a@example.org"}])
async def test_the_answer_is_the_same_for_who_is_not_known(
    console: Console,
    case: int,
    address: dict[str, str],
) -> None:
    assert await wants_reminder(console, **address) == {"outcome": "asked"}
    assert reminded(console) == []


async def test_nothing_is_sent_to_who_is_at_risk(console: Console, case: int) -> None:
    """Else the code of her report stands on the screen of whoever reads her telephone."""
    await console.post(f"/cases/{case}/flags", "supervisor", flag="domestic_violence", reason="told on the telephone")
    assert await wants_reminder(console) == {"outcome": "asked"}
    with console.casework.services.database.writing() as session:
        planned = PLAN(console.casework.services.notifier.planner, session, datetime.now(UTC))
        assert [(one.event, one.state) for one in planned if one.event == EVENT] == [(EVENT, "suppressed")]


async def test_closed_cases_and_other_agencies_cases_are_not_told(
    console: Console, case: int, second_agency: str
) -> None:
    there = console.file(agency=second_agency, access_code="31415")
    with console.casework.services.database.writing() as session:
        other = save_contact(session, second_agency, None, phone="+13035550143", language="en", wants=["sms"])
        session.execute(update(Case).where(Case.id == there).values(contact_id=other))
        session.execute(update(Case).where(Case.id == case).values(closed_at=datetime.now(UTC)))
    await wants_reminder(console)
    assert reminded(console) == []


async def test_nobody_s_telephone_is_filled_and_no_list_of_numbers_is_tried(console: Console, case: int) -> None:
    found = [(await wants_reminder(console, f"page {number}"))["outcome"] for number in range(5)]
    assert found == ["asked"] * 3 + ["locked"] * 2
    tried = [(await wants_reminder(console, phone=f"303 555 01{number:02d}"))["outcome"] for number in range(12)]
    assert tried[-1] == "locked"
    for body in ({}, {"phone": "3035550143", "email": "a@example.org"}):
        answer = await console.casework.client.post(
            "/v1/person-sessions/reminders", json={"agency": "denver", "source": "p", **body}
        )
        assert answer.status_code == 400
