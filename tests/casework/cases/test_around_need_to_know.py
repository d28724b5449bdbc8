"""Ways around need to know: whatever leads to a case that is kept close asks for a reason, and the reason stands in the trail."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from casework.notifications.tables import Notification, NotificationEvent
from casework.trail.tables import AuditEntry
from tests.casework.calls.test_calls import put, record
from tests.casework.cases.test_at_risk_api import person
from tests.casework.conftest import trail
from tests.casework.console import Console


async def test_what_held_a_message_back_is_told_to_those_only_who_serve_the_case_too(console: Console) -> None:
    contact, at = person(console.casework), datetime.now(UTC)
    case = console.file(need="child_abuse", contact_id=contact)
    with console.casework.services.database.writing() as session:
        event = session.scalars(select(NotificationEvent).where(NotificationEvent.case_id == case)).first()
        assert event is not None
        row = Notification(
            id="n-1", event_id=event.id, contact_id=contact, agency="denver", channel="sms", template="x", language="en",
            state="skipped", error="stalking", attempts=0, created_at=at, due_at=at,
        )  # fmt: skip
        session.add(row)

    async def seen(role: str, **more: str) -> tuple[Any, Any]:
        path = f"/v1/agencies/denver/notifications?case={case}"
        told = await console.casework.client.get(path, headers=console.who(role) | more)
        (one,) = told.json()["notifications"]
        return one["error"], one.get("report_id")

    assert await seen("officer") == ("kept_close", None)
    assert (
        (await seen("officer", **{"Civicline-Why": "I%20ring%20her"}))[0] == (await seen("supervisor"))[0] == "stalking"
    )


@pytest.mark.parametrize(
    ("part", "action"),
    [
        ("messages", "see_messages"), ("audit", "see_trail"), ("duplicates", "see_duplicates"), ("evidence", "see_evidence"),
        ("statements", "see_statements"),
    ],
)  # fmt: skip
async def test_the_reason_stands_in_the_trail_of_whichever_part_it_opened(
    casework: Any, console: Console, part: str, action: str
) -> None:
    """Each part has an address of its own: whoever asks for that alone has opened nothing else."""
    case = console.file(need="sexual_assault")
    headers = console.who("call_taker", "taker-3") | {"Civicline-Why": "she%20is%20on%20the%20line"}
    told = await casework.client.get(f"/v1/agencies/denver/cases/{case}/{part}", headers=headers)
    assert told.status_code == 200
    with casework.services.database.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == action)).one()
    assert (entry.actor_id, entry.case_id) == ("taker-3", case)
    assert "she is on the line" in (entry.why, entry.details.get("why"))


async def test_the_reason_stands_in_the_trail_of_a_receipt_and_of_a_file_that_was_added(
    casework: Any, console: Console
) -> None:
    case, headers = console.file(need="sexual_assault"), console.who("officer") | {"Civicline-Why": "she%20asks"}
    address = f"/v1/agencies/denver/cases/{case}/messages"
    actor = {"actor": {"id": "officer-7", "role": "officer"}}
    written = await casework.client.post(
        address, json=actor | {"text": "call us"}, headers=headers | {"Idempotency-Key": "k"}
    )
    number = written.json()["message"]
    assert (
        await casework.client.post(f"{address}/read", json=actor | {"up_to": 1}, headers=headers)
    ).status_code == 200
    octets = {"content-type": "application/octet-stream"}
    added = await casework.client.post(
        f"{address}/{number}/attachments", content=b"%PDF-1.7 a letter", headers=headers | octets
    )
    assert added.status_code == 201, added.text
    with casework.services.database.reading() as session:
        reasons = session.scalars(select(AuditEntry.why).where(AuditEntry.action == "see", AuditEntry.case_id == case))
        assert list(reasons) == ["she asks"] * 3


async def test_to_put_a_case_into_one_that_is_kept_close_changes_that_one_and_wants_a_reason(
    casework: Any, console: Console
) -> None:
    plain, close = console.file(), console.file(need="child_abuse")
    before = trail(casework)
    refused = await console.move(plain, "merge", into=close)
    assert (refused.status_code, "Civicline-Why" in refused.text) == (409, True)
    assert (console.case(plain).merged_into, trail(casework)) == (None, before)
    earlier = console.file(need="child_abuse")
    await console.move(earlier, "merge", "supervisor", into=close)
    assert (await console.move(plain, "merge", into=earlier)).status_code == 409, "which stands for that one"
    headers = console.who("officer") | {"Civicline-Why": "her%20mother%20rang%20too", "Idempotency-Key": "m"}
    body = {"actor": {"id": "officer-7", "role": "officer"}, "move": "merge", "into": close}
    done = await casework.client.post(f"/v1/agencies/denver/cases/{plain}/moves", json=body, headers=headers)
    assert (done.status_code, console.case(plain).merged_into) == (200, close)
    with casework.services.database.reading() as session:
        looks = select(AuditEntry.why).where(AuditEntry.case_id == close, AuditEntry.actor_id == "officer-7")
        assert "her mother rang too" in session.scalars(looks).all()


async def test_whoever_puts_a_case_among_those_that_are_kept_close_says_why(casework: Any, console: Console) -> None:
    """Else an own ordinary case, put there, opens the call of which it came."""
    case = console.file(call_id="call-0001")
    await put(casework, record(need="dv_current"))
    call = "/v1/agencies/denver/calls/call-0001"
    assert (await console.post(f"/cases/{case}/assignment", officer="officer-7")).status_code == 200
    refused = await console.post(f"/cases/{case}/assignment", officer="officer-7", queue="sensitive")
    assert (refused.status_code, console.case(case).queue) == (409, "reports")
    assert (await casework.client.get(call, headers=console.who("officer"))).status_code == 409
    why = "her husband took it"
    done = await console.post(f"/cases/{case}/assignment", officer="officer-7", queue="sensitive", why=why)
    assert (done.status_code, console.case(case).queue) == (200, "sensitive")
    with casework.services.database.reading() as session:
        reasons = session.scalars(select(AuditEntry.why).where(AuditEntry.action == "assign"))
        assert list(reasons)[-1] == why
    again = await console.post(f"/cases/{case}/assignment", officer="officer-7", queue="sensitive")
    assert again.status_code == 200, "it is there"
    other = console.file()
    assert (await console.post(f"/cases/{other}/assignment", "supervisor", queue="sensitive")).status_code == 200


async def test_a_case_that_is_kept_close_is_found_by_a_whole_name_and_not_by_the_beginning_of_one(
    casework: Any, console: Console
) -> None:
    """Letter by letter it would tell whose case it is."""
    case = console.file(need="sexual_assault", contact_id=person(casework))
    plain = console.file(contact_id=person(casework))

    async def found(q: str, role: str = "call_taker") -> list[int]:
        return [one["case"] for one in (await console.get("/cases", role, q=q)).json()["cases"]]

    assert await found("Ada L") == await found("ada lovelac") == [plain]
    assert await found("ada  Lovelace") == await found("303-555-0142") == [case, plain]
    assert await found("Ada L", "supervisor") == [case, plain]
    await console.post(f"/cases/{case}/assignment", "supervisor", officer="officer-7")
    assert await found("Ada L", "officer") == [case, plain]


async def test_who_sets_a_flag_on_the_person_of_a_case_that_others_serve_is_not_told_what_else_stands(
    casework: Any, console: Console
) -> None:
    contact = person(casework)
    case = console.file(need="child_abuse", contact_id=contact)
    await console.post(
        f"/contacts/{contact}/flags", "supervisor", flag="domestic_violence", reason="she told her officer"
    )
    said = {"flag": "shared_phone", "reason": "a man answers"}
    assert (await console.post(f"/contacts/{contact}/flags", "call_taker", **said)).json()["flags"] == ["shared_phone"]
    await console.post(f"/cases/{case}/assignment", "supervisor", officer="officer-7")
    whole = await console.post(f"/contacts/{contact}/flags", "officer", **said)
    assert whole.json()["flags"] == ["domestic_violence", "shared_phone"]
