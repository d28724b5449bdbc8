"""A call-taker begins a report for a caller and hands them in: by telephone or link, once, and nothing is asked twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from casework.access.tables import PersonKey

ALL = "/v1/agencies/denver/handed-in"
TOLD = {"where": "1437 Bannock St", "when": "last night", "when_iso": "2026-11-20", "injured": False}


def acting(who: str = "ana", role: str = "call_taker") -> dict[str, str]:
    return {"Civicline-Actor": who, "Civicline-Role": role}


async def begin(casework, key: str = "k1", who: str = "ana", **changed: Any) -> Any:
    body = {"kind": "theft", "known": TOLD} | changed
    return await casework.client.post(ALL, json=body, headers=acting(who) | {"Idempotency-Key": key})


async def comes(casework, way_in: str, call: str = "call-77") -> dict[str, Any]:
    body = {"agency": "denver", "way_in": way_in, "call_id": call, "channel": "voice"}
    answer = await casework.client.post("/v1/reports/handed-in", json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def by_link(casework, link: str) -> dict[str, Any]:
    body = {"agency": "denver", "invitation": link, "source": "somewhere"}
    answer = await casework.client.post("/v1/person-sessions/by-invitation", json=body)
    return dict(answer.json())


async def test_by_telephone_the_report_goes_on_where_the_call_taker_stopped(casework) -> None:
    begun = (await begin(casework)).json()
    found = await comes(casework, begun["way_in"])
    assert (found["outcome"], found["report"], found["kind"]) == ("found", begun["report"], "theft")
    assert found["progress"]["given"] >= 2
    assert found["step"]["question"]["id"] not in ("where", "when")


async def test_the_digits_and_the_link_open_it_once_each(casework) -> None:
    begun = (await begin(casework)).json()
    assert (await comes(casework, begun["way_in"]))["outcome"] == "found"
    assert (await comes(casework, begun["way_in"], "call-78"))["outcome"] == "not_found"
    assert (await by_link(casework, begun["link"]))["report"] == begun["report"]
    assert (await by_link(casework, begun["link"]))["outcome"] == "over"


async def test_new_ways_end_the_ones_before_and_nobody_elses(casework) -> None:
    other = (await begin(casework, "k2")).json()
    begun = (await begin(casework)).json()
    fresh = (await casework.client.post(f"{ALL}/{begun['report']}/ways", headers=acting())).json()
    assert (await comes(casework, begun["way_in"]))["outcome"] == "not_found"
    assert (await by_link(casework, begun["link"]))["outcome"] == "over"
    assert (await comes(casework, fresh["way_in"], "call-79"))["report"] == begun["report"]
    assert (await by_link(casework, other["link"]))["report"] == other["report"]


async def test_after_half_an_hour_the_digits_are_over(casework) -> None:
    begun = (await begin(casework)).json()
    with casework.services.database.writing() as session:
        session.execute(update(PersonKey).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    assert (await comes(casework, begun["way_in"]))["outcome"] == "not_found"


async def test_whoever_tries_digits_is_stopped(casework) -> None:
    told = [(await comes(casework, f"0000000{n}", "one call"))["outcome"] for n in range(4)]
    assert told[-1] == "locked"


async def test_the_call_taker_sees_what_the_person_answers_and_nobody_else_does(casework) -> None:
    begun = (await begin(casework)).json()
    await comes(casework, begun["way_in"])
    said = {"question": "what_happened", "text": "a red bicycle", "channel": "voice", "turn": "t1"}
    assert (await casework.client.post(f"/v1/reports/{begun['report']}/answers", json=said)).status_code == 200
    seen = await casework.client.get(f"{ALL}/{begun['report']}", headers=acting())
    assert "what_happened" in [one["question"] for one in seen.json()["answers"]]
    for who, role, status in (("ben", "call_taker", 404), ("sam", "supervisor", 200), ("rita", "reviewer", 403)):
        answer = await casework.client.get(f"{ALL}/{begun['report']}", headers=acting(who, role))
        assert answer.status_code == status


async def test_beginning_twice_with_one_key_is_one_report(casework) -> None:
    assert (await begin(casework)).json()["report"] == (await begin(casework)).json()["report"]


@pytest.mark.parametrize(("body", "status"), [({"kind": "no_such_kind"}, 404), ({"known": {"a b": 1}}, 400)])
async def test_what_cannot_be_begun_is_refused(casework, body: dict[str, Any], status: int) -> None:
    assert (await begin(casework, **body)).status_code == status
