"""What stands beside a turn in the inbox and its export: what was asked and answered, how it was heard, and what came of the call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from casework.calls.tables import Handover
from tests.casework.reviews.records import said
from tests.casework.reviews.test_reviews import file, inbox


def ours(text: str, who: str = "assistant") -> dict[str, Any]:
    return {"who": who, "at_ms": 500, "text": text}


async def handed_over(casework, call_id: str, where: str | None = "14th and Pearl", need: str = "noise_ongoing") -> str:
    body = {"agency": "denver", "call_id": call_id, "channel": "voice", "need": need, "reason": "low_confidence"}
    body |= {"facts": {"where": where} if where else {}}
    made = await casework.client.post("/v1/handovers", json=body, headers={"Idempotency-Key": f"{call_id} {where}"})
    assert made.status_code == 201, made.text
    return str(made.json()["ticket"])


async def outcome(casework, call_id: str) -> dict[str, Any]:
    return next(dict(one["outcome"]) for one in (await inbox(casework))["turns"] if one["call_id"] == call_id)


async def test_a_turn_stands_between_what_was_asked_and_what_was_answered(casework) -> None:
    heard = said("loud music") | {"confidence": 0.41, "alternatives": ["cloud music"]}
    turns = [
        ours("Hello."),
        ours("What can I do?"),
        heard,
        ours("Where is", "staff"),
        ours("Where is it?"),
        said("here"),
    ]
    await file(casework, *turns)
    first, second = sorted((await inbox(casework))["turns"], key=lambda one: one["n"])
    assert first["around"] == {
        "asked": "Hello. What can I do?", "answered": "Where is it?", "confidence": 0.41, "alternatives": ["cloud music"],
    }  # fmt: skip
    assert second["around"] == {"asked": "Where is it?"}


async def test_nothing_that_was_not_said_stands_around_a_turn(casework) -> None:
    await file(casework, said("loud music"), said("it is loud", 2000))
    assert [one["around"] for one in (await inbox(casework))["turns"]] == [{}, {}]


async def test_how_a_call_ended_stands_beside_each_of_its_turns(casework) -> None:
    ended = {"reason": "low_confidence", "ended_by": "transfer", "transfer": {"outcome": "not_answered"}}
    await file(casework, said("loud music"), disposition="call_taker", failure="bot", **ended)
    assert await outcome(casework, "call-0001") == {
        "disposition": "call_taker", "reason": "low_confidence", "ended_by": "transfer", "transfer": "not_answered",
        "failure": "bot",
    }  # fmt: skip


async def test_what_the_caller_and_the_call_taker_said_afterwards_stands_beside_it(
    casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(casework.services.directory.get("denver").info.__dict__, "asks_how_it_went", True)
    await file(casework, said("loud music"))
    ticket, lead = await handed_over(casework, "call-0001"), {"Civicline-Actor": "ana", "Civicline-Role": "call_taker"}
    address = f"/v1/agencies/denver/handovers/{ticket}"
    await casework.client.post(f"{address}/claim", headers=lead | {"Idempotency-Key": "claim"})
    done = await casework.client.post(
        f"{address}/done", json={"outcome": "call_back"}, headers=lead | {"Idempotency-Key": "done"}
    )
    assert done.status_code == 200, done.text
    survey = await casework.client.put("/v1/calls/call-0001/survey", json={"agency": "denver", "helped": False})
    assert survey.status_code == 204, survey.text
    told = await outcome(casework, "call-0001")
    assert (told["handed_over"], told["helped"], told["came_back"]) == ("call_back", False, False)


@pytest.mark.parametrize(
    ("hours", "call", "where", "need", "came_back"),
    [
        (47, "call-0002", "Pearl Street & 14th Avenue", "noise_ongoing", True),
        (49, "call-0002", "14th and Pearl", "noise_ongoing", False),
        (1, "call-0001", "14th and Pearl", "noise_ongoing", False),
        (1, "call-0002", "14th and Pearl", "animal", False),
        (1, "call-0002", "15th and Pearl", "noise_ongoing", False),
    ],
    ids=["the same said otherwise", "days later", "the same call", "another need", "another place"],
)
async def test_who_came_back_about_the_same_within_two_days_is_told(
    casework, hours: int, call: str, where: str, need: str, came_back: bool
) -> None:
    await file(casework, said("loud music"))
    first = await handed_over(casework, "call-0001")
    later = await handed_over(casework, call, where, need)
    with casework.services.database.writing() as session:
        for ticket, at in ((first, 0), (later, hours)):
            moved = datetime(2026, 11, 20, tzinfo=UTC) + timedelta(hours=at)
            session.execute(update(Handover).where(Handover.ticket == ticket).values(created_at=moved))
    told = (await outcome(casework, "call-0001"))["came_back"]
    assert told is (False if call == "call-0001" else came_back)


async def test_a_call_without_a_place_came_back_to_nothing_that_can_be_told(casework) -> None:
    await file(casework, said("loud music"))
    await handed_over(casework, "call-0001", None)
    assert "came_back" not in await outcome(casework, "call-0001")


async def test_a_call_of_the_same_name_at_a_neighbour_tells_nothing(casework, second_agency: str) -> None:
    await file(casework, said("loud music"))
    body = {"agency": second_agency, "call_id": "call-0001", "channel": "voice", "reason": "low_confidence"}
    body |= {"need": "noise_ongoing", "facts": {"where": "14th and Pearl"}}
    answer = await casework.client.post("/v1/handovers", json=body, headers={"Idempotency-Key": "other"})
    assert answer.status_code in (201, 404), answer.text
    assert await outcome(casework, "call-0001") == {"disposition": "info", "ended_by": "assistant"}


async def test_what_is_listed_of_a_call_is_what_its_record_says_now(casework) -> None:
    await file(casework, said("loud music"), ours("Where is it?"))
    assert (await inbox(casework))["turns"][0]["around"]["answered"] == "Where is it?"
    await file(casework, said("loud music"))
    assert (await inbox(casework))["turns"][0]["around"] == {}
