"""A call-back is promised once, is seen by the agency's people, and is closed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from casework.retention import delete_expired
from tests.casework.conftest import trail

STAFF = {"Civicline-Actor": "ada", "Civicline-Role": "call_taker"}


def wish(**changed: Any) -> dict[str, Any]:
    return {"agency": "denver", "call_id": "call-1", "number": "3035550123", "best_time": "morning"} | changed


async def promise(casework, key: str = "k1", **changed: Any):
    return await casework.client.post("/v1/call-backs", json=wish(**changed), headers={"Idempotency-Key": key})


async def waiting(casework) -> list[dict[str, Any]]:
    return (await casework.client.get("/v1/agencies/denver/call-backs", headers=STAFF)).json()["call_backs"]


async def test_a_promise_is_kept_once_and_seen_with_its_number_and_time(casework) -> None:
    first, again = await promise(casework, need="towed_impound"), await promise(casework, need="towed_impound")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    [line] = await waiting(casework)
    assert (line["number"], line["best_time"], line["need"]) == ("+13035550123", "morning", "towed_impound")


async def test_a_call_back_that_is_done_waits_no_longer_and_stays_as_it_was_first_closed(casework) -> None:
    name = (await promise(casework)).json()["id"]
    path = f"/v1/agencies/denver/call-backs/{name}/done"
    for outcome in ("reached", "not_reached"):
        assert (await casework.client.post(path, json={"outcome": outcome}, headers=STAFF)).status_code == 200
    assert await waiting(casework) == []


@pytest.mark.parametrize("number", ["", "911", "30355501234567890", "303-555-0123", "3035550123\r\nX: y", "call me"])
async def test_what_is_no_number_is_refused(casework, number: str) -> None:
    assert (await promise(casework, number=number)).status_code in (400, 422)


async def test_nobody_sees_the_numbers_without_saying_who_they_are(casework) -> None:
    assert (await casework.client.get("/v1/agencies/denver/call-backs")).status_code == 400


async def test_who_closed_it_stands_in_the_trail_once(casework) -> None:
    """To close one is to have served its caller, whose story may be read then."""
    name = (await promise(casework)).json()["id"]
    for _ in range(2):
        path = f"/v1/agencies/denver/call-backs/{name}/done"
        assert (await casework.client.post(path, json={"outcome": "not_reached"}, headers=STAFF)).status_code == 200
    said = ("end_call_back", STAFF["Civicline-Actor"], STAFF["Civicline-Role"])
    assert [one for one in trail(casework) if one[0] == "end_call_back"] == [
        (*said, {"call_back": name, "outcome": "not_reached"})
    ]


async def test_another_agency_cannot_close_it(casework) -> None:
    await promise(casework)
    answer = await casework.client.post(
        "/v1/agencies/denver/call-backs/unknown/done", json={"outcome": "reached"}, headers=STAFF
    )
    assert answer.status_code == 404


async def test_numbers_go_with_the_agencys_retention(casework) -> None:
    await promise(casework)
    services = casework.services
    later = datetime.now(UTC) + timedelta(days=400)
    assert delete_expired(services.database, services.directory, later)["call_backs"] == 1
    assert await waiting(casework) == []
