"""Call records: stored as the connector wrote them, replaced when sent again, refused when they break the contract."""

from __future__ import annotations

from typing import Any

import pytest

from tests.casework.conftest import trail


def record(**changed: Any) -> dict[str, Any]:
    return {
        "version": 1,
        "call_id": "call-0001",
        "agency": "denver",
        "channel": "voice",
        "gateway": "loopback",
        "started_at": "2026-11-20T18:00:00Z",
        "ended_at": "2026-11-20T18:01:00+00:00",
        "language": "en",
        "need": "theft_cold",
        "disposition": "call_taker",
        "destination": {"id": "call_taker", "name": "Call-taker"},
        "reason": "routed",
        "turns": [{"who": "caller", "at_ms": 1200, "text": "my bike was stolen", "confidence": 0.9, "by": "speech"}],
        "ended_by": "transfer",
    } | changed


async def put(casework, body: Any, call_id: str = "call-0001"):
    return await casework.client.put(f"/v1/calls/{call_id}", json=body)


async def see(casework, agency: str = "denver", **headers: str):
    who = {"Civicline-Actor": "officer-7", "Civicline-Role": "officer"} | headers
    return await casework.client.get(f"/v1/agencies/{agency}/calls/call-0001", headers=who)


async def test_a_record_comes_back_as_it_was_written(casework) -> None:
    answer = await put(casework, record())
    assert (answer.status_code, answer.content) == (204, b"")
    assert (await see(casework)).json() == record()


async def test_a_record_sent_again_replaces_the_first(casework) -> None:
    await put(casework, record())
    assert (await put(casework, record(disposition="abandoned"))).status_code == 204
    assert (await see(casework)).json()["disposition"] == "abandoned"


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"disposition": "pizza"}, "disposition"),
        ({"caller_number": "+13035550199"}, "the record"),
        ({"audio": "x"}, "the record"),
        ({"started_at": "yesterday"}, "started_at"),
        ({"started_at": "2026-11-20T18:00:00"}, "started_at"),
        ({"started_at": "2026-11-20T19:00:00Z"}, "ended_at"),
        ({"ended_at": "9999-12-31T23:59:59Z"}, "ended_at"),
        ({"call_id": "call-0002"}, "call_id"),
        ({"turns": [{"who": "caller"}]}, "turns.0"),
        ({"version": 2}, "version"),
    ],
)
async def test_a_record_against_the_contract_is_refused_naming_the_field(
    casework, changed: dict[str, Any], named: str
) -> None:
    answer = await put(casework, record(**changed))
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith(named)
    assert (await see(casework)).status_code == 404


async def test_a_refused_text_is_not_repeated(casework) -> None:
    answer = await put(casework, record(turns=[{"who": "Ada Lovelace", "at_ms": 0, "text": "303 555 0199"}]))
    assert answer.status_code == 400
    assert "Lovelace" not in answer.text
    assert "303" not in answer.text


async def test_a_record_of_an_unknown_agency_is_refused(casework) -> None:
    assert (await put(casework, record(agency="boulder"))).status_code == 404


async def test_who_looked_at_a_record_stands_in_the_trail(casework) -> None:
    await put(casework, record())
    await see(casework)
    assert trail(casework) == [("see_call", "officer-7", "officer", {"call": "call-0001"})]


@pytest.mark.parametrize(("role", "status"), [("", 400), ("citizen", 403), ("records_system", 403), ("janitor", 400)])
async def test_nobody_reads_a_call_without_saying_who_they_are(casework, role: str, status: int) -> None:
    await put(casework, record())
    assert (await see(casework, **{"Civicline-Role": role})).status_code == status
    assert trail(casework) == []


async def test_the_call_of_another_agency_is_as_one_that_there_is_not(casework, second_agency: str) -> None:
    await put(casework, record())
    theirs = await see(casework, second_agency)
    await put(casework, record(agency=second_agency, call_id="call-9"), "call-9")
    assert (theirs.status_code, theirs.json()["error"]["code"]) == (404, "not_found")
    assert trail(casework) == []


async def test_no_agency_replaces_the_record_of_anothers_call(casework, second_agency: str) -> None:
    await put(casework, record())
    assert (await put(casework, record(agency=second_agency))).status_code == 409
    assert (await see(casework)).json() == record()
