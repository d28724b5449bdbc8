"""Who has lost the PIN gets a code at the contact on record, signs in with it once, and chooses another PIN."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from casework.access.tables import PersonKey
from casework.cases.tables import Case
from casework.notifications.contacts import save_contact
from casework.notifications.planning import Planner
from casework.notifications.tables import NotificationEvent
from casework.person_sessions.codes import EVENT
from tests.casework.conftest import trail
from tests.casework.console import Console
from tests.casework.person_sessions.test_person_sessions import CODE, PIN, Citizen

PLAN = Planner.plan


@pytest.fixture
async def case(console: Console, monkeypatch: pytest.MonkeyPatch) -> int:
    """With somebody to tell; nothing is planned while the test looks at what waits."""
    monkeypatch.setattr(Planner, "plan", lambda *_: [])
    made = console.file(access_code=CODE, pin=PIN)
    with console.casework.services.database.writing() as session:
        contact = save_contact(session, "denver", None, phone="+13035550143", language="en", wants=["sms"])
        session.execute(update(Case).where(Case.id == made).values(contact_id=contact))
    return made


async def wants_code(citizen: Citizen, source: str = "a page", **reference: str) -> Any:
    body = {"agency": "denver", "source": source, **(reference or {"access_code": CODE})}
    return (await citizen.ask("POST", "/v1/person-sessions/codes", json=body)).json()


async def by_code(citizen: Citizen, code: str, source: str = "a page") -> Any:
    body = {"agency": "denver", "access_code": CODE, "code": code, "source": source}
    answer = (await citizen.ask("POST", "/v1/person-sessions/by-code", json=body)).json()
    citizen.session = answer.get("session", "")
    return answer


def sent(console: Console) -> list[str]:
    """The codes that wait to be told, oldest first."""
    with console.casework.services.database.reading() as session:
        told = select(NotificationEvent).where(NotificationEvent.event == EVENT).order_by(NotificationEvent.id)
        return [one.given["once"] for one in session.scalars(told)]


async def test_a_code_goes_to_the_contact_on_record_and_opens_the_case_once(console: Console, case: int) -> None:
    citizen = Citizen(console.casework)
    assert await wants_code(citizen) == {"outcome": "asked", "minutes": 10}
    [code] = sent(console)
    assert (await by_code(citizen, f"{code[:3]} {code[3:]}"))["outcome"] == "signed_in"
    assert (await citizen.ask("GET", "/v1/person-session")).json()["access_code"] == CODE
    assert (await by_code(Citizen(console.casework), code, "another page"))["outcome"] == "not_found"
    done = [(action, details) for action, _who, _role, details in trail(console.casework)]
    assert ("send_code", {}) in done
    assert ("sign_in", {"by": "one_time_code"}) in done


async def test_the_pin_is_chosen_anew_and_whoever_else_was_signed_in_is_out(console: Console, case: int) -> None:
    other, citizen = Citizen(console.casework), Citizen(console.casework)
    await other.sign_in()
    await wants_code(citizen)
    await by_code(citizen, sent(console)[0])
    refused = (await citizen.ask("POST", "/v1/person-session/pin", json={"pin": "1234"})).json()
    assert refused["outcome"] == "refused"
    assert refused["refused"]
    assert (await citizen.ask("POST", "/v1/person-session/pin", json={"pin": "8264"})).json() == {"outcome": "chosen"}
    assert (await other.ask("GET", "/v1/person-session")).status_code == 401
    assert (await citizen.ask("GET", "/v1/person-session")).status_code == 200
    assert (await other.sign_in(pin=PIN))["outcome"] == "not_found"
    assert (await other.sign_in(pin="8264"))["outcome"] == "signed_in"
    assert ("new_pin", "by-web", "citizen", {}) in trail(console.casework)


async def test_nobody_learns_whether_there_is_such_a_case_or_a_contact(console: Console, case: int) -> None:
    console.file(access_code="31415", pin=PIN)  # without a contact
    citizen = Citizen(console.casework)
    answers = [
        await wants_code(citizen, access_code=CODE),
        await wants_code(citizen, access_code="31415"),
        await wants_code(citizen, access_code="99999"),
        await wants_code(citizen, case_number="2026-000017"),
    ]
    assert answers == [{"outcome": "asked", "minutes": 10}] * 4
    assert len(sent(console)) == 1


async def test_nobody_s_telephone_is_filled_with_codes(console: Console, case: int) -> None:
    citizen = Citizen(console.casework)
    found = [(await wants_code(citizen, source=f"page {number}"))["outcome"] for number in range(6)]
    assert found == ["asked"] * 3 + ["locked"] * 3
    assert len(sent(console)) == 3
    assert (await citizen.sign_in())["outcome"] == "signed_in"  # the PIN works all the same


async def test_one_source_is_sent_ten_codes_an_hour(console: Console) -> None:
    citizen = Citizen(console.casework)
    found = [(await wants_code(citizen, access_code=f"{number:05d}"))["outcome"] for number in range(12)]
    assert found == ["asked"] * 10 + ["locked"] * 2


async def test_codes_are_not_guessed_and_only_the_newest_one_counts_for_ten_minutes(
    console: Console, case: int
) -> None:
    citizen = Citizen(console.casework)
    await wants_code(citizen)
    await wants_code(citizen)
    old, new = sent(console)
    assert (await by_code(citizen, old))["outcome"] == "not_found"
    with console.casework.services.database.writing() as session:
        session.execute(update(PersonKey).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    assert (await by_code(citizen, new))["outcome"] == "not_found"
    assert (await by_code(citizen, "000000"))["outcome"] == "locked"
    assert (await by_code(citizen, new))["outcome"] == "locked"


async def test_a_person_at_risk_is_sent_nothing(console: Console, case: int) -> None:
    await console.post(f"/cases/{case}/flags", "supervisor", flag="domestic_violence", reason="told on the telephone")
    await wants_code(Citizen(console.casework))
    notifier = console.casework.services.notifier
    with console.casework.services.database.writing() as session:
        planned = PLAN(notifier.planner, session, datetime.now(UTC))
        assert [(one.event, one.state) for one in planned if one.event == EVENT] == [(EVENT, "suppressed")]
