"""A citizen takes a report back: by code and PIN, or signed in; once, not when it is worked on, not for others."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from casework.notifications.tables import NotificationEvent
from casework.trail.tables import AuditEntry

ADDRESS = "/v1/case-withdrawals"


async def withdraw(console, key: str = "once", **changed):
    body = {"agency": "denver", "access_code": "51515", "pin": "2468", "call_id": "c1"} | changed
    return await console.casework.client.post(ADDRESS, json=body, headers={"Idempotency-Key": key})


def trail(console, case: int) -> list[tuple[str, str, str]]:
    with console.casework.services.database.reading() as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.case_id == case).order_by(AuditEntry.id))
        return [(row.actor_id, row.actor_role, row.action) for row in rows]


async def test_a_report_is_taken_back_by_code_and_pin_once_however_often_it_is_sent(console) -> None:
    case = console.file(access_code="51515")
    first, again = await withdraw(console, why="I found it"), await withdraw(console, why="I found it")
    assert first.json()["outcome"] == "withdrawn"
    assert first.json() == again.json()
    assert console.case(case).stage == "closed_withdrawn"
    pin = ("somebody", "citizen", "right_pin")
    assert trail(console, case) == [("citizen", "citizen", "submit"), pin, ("by-code", "citizen", "withdraw"), pin]
    with console.casework.services.database.reading() as session:
        told = session.scalars(select(NotificationEvent.event).where(NotificationEvent.case_id == case)).all()
    assert told == ["report_received", "closed_withdrawn"]


async def test_guessing_at_withdrawals_is_limited_as_at_a_status(console) -> None:
    case = console.file(access_code="51515")
    outcomes = [(await withdraw(console, f"k{n}", pin=f"100{n}")).json()["outcome"] for n in range(4)]
    assert outcomes == ["not_found", "not_found", "locked", "locked"]
    nobody = await withdraw(console, access_code="99999", call_id="c2")
    assert nobody.json()["outcome"] == "not_found"
    assert console.case(case).stage == "submitted"


async def test_what_is_worked_on_is_not_taken_back_and_a_person_is_offered(console) -> None:
    case = console.file(access_code="51515")
    await console.move(case, "review")
    await console.move(case, "accept")
    refused = (await withdraw(console)).json()
    assert refused["outcome"] == "not_possible"
    assert "person" in refused["say"]
    assert console.case(case).stage == "accepted"


async def test_one_of_several_who_reported_it_does_not_end_it_for_the_others(console) -> None:
    first, second = console.file(access_code="51515"), console.file(access_code="61616")
    await console.move(second, "merge", into=first)
    assert (await withdraw(console)).json()["outcome"] == "not_possible"
    assert console.case(first).stage == "submitted"


async def test_a_portal_withdraws_for_a_citizen_and_for_nobody_else(console) -> None:
    case = console.file()
    for role in ("officer", "supervisor", "system"):
        assert (await console.post(f"/cases/{case}/withdrawal", role)).status_code == 403
    done = await console.post(f"/cases/{case}/withdrawal", "citizen")
    assert (done.status_code, done.json()["stage"]) == (200, "closed_withdrawn")


async def test_a_case_of_another_agency_is_not_taken_back(console) -> None:
    case = console.file(agency="boulder")
    assert (await console.post(f"/cases/{case}/withdrawal", "citizen")).status_code == 404


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "x" * 201}])
async def test_a_withdrawal_without_a_key_is_refused(console, headers: dict[str, str]) -> None:
    body = {"agency": "denver", "access_code": "51515", "pin": "2468", "call_id": "c1"}
    assert (await console.casework.client.post(ADDRESS, json=body, headers=headers)).status_code == 400
