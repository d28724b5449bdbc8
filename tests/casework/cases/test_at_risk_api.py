"""Flags by hand over HTTP, the contact of a case, and who may open a case that is kept close."""

from __future__ import annotations

from typing import Any

from casework.notifications.contacts import save_contact
from tests.casework.conftest import trail
from tests.casework.console import Console

SAID = {"flag": "domestic_violence", "reason": "she said so at the door"}


def person(casework: Any, **fields: Any) -> int:
    with casework.services.database.writing() as session:
        known = {"name": "Ada Lovelace", "phone": "+13035550142", "wants": ["sms"]}
        return save_contact(session, "denver", None, **known | fields)


async def test_a_call_taker_sets_a_flag_and_everybody_sees_it(casework: Any, console: Console) -> None:
    case = console.file(contact_id=person(casework))
    answer = await console.post(f"/cases/{case}/flags", "call_taker", **SAID)
    assert answer.status_code == 200
    assert answer.json()["flags"] == ["domestic_violence"]
    seen = (await console.get(f"/cases/{case}", "supervisor")).json()
    assert seen["flags"] == ["domestic_violence"]
    assert seen["contact"]["phone"] == "+13035550142"
    assert seen["contact"]["flags"] == ["domestic_violence"]
    assert ("flag", "officer-7", "call_taker", {"flag": "domestic_violence"}) in trail(casework)


async def test_flags_are_refused_without_a_reason_or_a_right(casework: Any, console: Console) -> None:
    case = console.file(contact_id=person(casework))
    assert (await console.post(f"/cases/{case}/flags", flag="stalking")).status_code == 400
    assert (await console.post(f"/cases/{case}/flags", flag="bad", reason="x")).status_code == 400
    assert (await console.post(f"/cases/{case}/flags", "citizen", **SAID)).status_code in (403, 409)
    assert (await console.post("/cases/99999/flags", **SAID)).status_code == 404


async def test_a_person_is_flagged_whatever_their_case(casework: Any, console: Console) -> None:
    contact = person(casework)
    other = console.file(contact_id=person(casework))
    answer = await console.post(
        f"/contacts/{contact}/flags", "call_taker", flag="shared_phone", reason="her brother answers"
    )
    assert answer.status_code == 200
    assert answer.json()["flags"] == ["shared_phone"]
    assert (await console.get(f"/cases/{other}", "supervisor")).json()["flags"] == ["shared_phone"]
    taken = await console.post(
        f"/contacts/{contact}/flags/removals", flag="shared_phone", reason="her own telephone now"
    )
    assert taken.json()["flags"] == []


async def test_the_supervisors_list_takes_domestic_violence(casework: Any, console: Console) -> None:
    entry = {"flag": "domestic_violence", "match": "phone", "value": "303 555 0142", "until": "2027-06-01T00:00:00Z"}
    assert (await console.post("/flags", "supervisor", **entry)).status_code == 201


async def test_a_case_of_a_sensitive_queue_is_for_those_who_serve_it(casework: Any, console: Console) -> None:
    case = console.file(need="sexual_assault", contact_id=person(casework))
    refused = await console.get(f"/cases/{case}", "officer")
    assert refused.status_code in (403, 409)
    assert "Civicline-Why" in refused.json()["error"]["message"]
    for path in ("messages", "evidence", "audit"):
        assert (await console.get(f"/cases/{case}/{path}", "officer")).status_code in (403, 409), path
    assert (await console.get(f"/cases/{case}", "supervisor")).json()["contact"]["name"] == "Ada Lovelace"
    line = next(one for one in (await console.get("/cases", "officer")).json()["cases"] if one["case"] == case)
    assert line.get("place") is None
    await console.post(f"/cases/{case}/assignment", "supervisor", officer="officer-7")
    assert (await console.get(f"/cases/{case}", "officer")).json()["contact"]["name"] == "Ada Lovelace"


async def test_a_reason_opens_it_and_stands_in_the_trail(casework: Any, console: Console) -> None:
    case = console.file(need="sexual_assault", contact_id=person(casework))
    headers = console.who("call_taker", "taker-3") | {"Civicline-Why": "she%20is%20on%20the%20line"}
    answer = await casework.client.get(f"/v1/agencies/denver/cases/{case}", headers=headers)
    assert answer.status_code == 200
    assert answer.json()["contact"]["phone"] == "+13035550142"
    entries = (await console.get(f"/cases/{case}/audit", "supervisor")).json()["entries"]
    assert [one.get("why") for one in entries if one["action"] == "see" and one["actor"] == "taker-3"] == [
        "she is on the line"
    ]


async def test_the_contact_of_somebody_elses_case_is_not_shown_by_the_way(casework: Any, console: Console) -> None:
    case = console.file(contact_id=person(casework))
    await console.post(f"/cases/{case}/assignment", "supervisor", officer="officer-99")
    assert (await console.get(f"/cases/{case}", "officer")).json().get("contact") is None
