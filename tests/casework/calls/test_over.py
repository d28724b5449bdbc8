"""A hand-over whose call or chat is over waits no longer, and is not lost: it stays among those that nobody took in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from casework.calls.tables import Handover
from tests.casework.call_backs.test_call_backs import promise
from tests.casework.calls.test_calls import put, record
from tests.casework.calls.test_claiming import BASE, a_ticket, claim, waiting, who

CALL = "call-0001"
CHAT = {"channel": "web", "gateway": "browser", "ended_by": "caller", "disposition": "abandoned"}
ENDED = datetime(2026, 11, 20, 18, 1, tzinfo=UTC)


def rung(outcome: str, **more: Any) -> dict[str, Any]:
    return {"transfer": {"outcome": outcome}} | more


async def states(casework) -> dict[str, list[str]]:
    found = {state: await waiting(casework, state=state) for state in ("waiting", "missed", "taken", "done")}
    return {state: [one["ticket"] for one in lines] for state, lines in found.items() if lines}


@pytest.mark.parametrize(
    ("ended", "state"),
    [
        (CHAT, "missed"),
        (CHAT | rung("not_answered"), "missed"),
        (CHAT | rung("simulated", ended_by="transfer"), "missed"),
        (rung("not_answered", ended_by="caller"), "missed"),
        ({"ended_by": "shutdown"}, "missed"),
        (rung("connected"), "waiting"),
        (rung("simulated"), "waiting"),
    ],
    ids=[
        "a chat",
        "a chat that nobody took",
        "a chat without a console",
        "hung up",
        "shut down",
        "in the queue",
        "no queue",
    ],
)
async def test_whoever_left_waits_no_longer_and_whom_the_telephones_have_does(
    casework, ended: dict[str, Any], state: str
) -> None:
    ticket = await a_ticket(casework, call_id=CALL)
    assert await states(casework) == {"waiting": [ticket]}
    assert (await put(casework, record(**ended))).status_code == 204
    assert await states(casework) == {state: [ticket]}
    [line] = await waiting(casework, state=state)
    assert (line.get("gone_at") is not None) is (state == "missed")


async def test_a_hand_over_that_comes_after_the_record_of_its_chat_waits_for_nobody(casework) -> None:
    await put(casework, record(**CHAT))
    ticket = await a_ticket(casework, call_id=CALL)
    other = await a_ticket(casework, key="k2", call_id="call-0002")
    assert await states(casework) == {"waiting": [other], "missed": [ticket]}
    [line] = await waiting(casework, state="missed")
    assert datetime.fromisoformat(line["gone_at"]) == ENDED


async def test_a_call_that_came_back_and_was_put_through_waits_again(casework) -> None:
    ticket = await a_ticket(casework, call_id=CALL)
    await put(casework, record(**rung("not_answered", ended_by="caller")))
    await put(casework, record(**rung("connected")))
    assert await states(casework) == {"waiting": [ticket]}


async def test_another_agency_s_call_of_that_name_ends_nobody_s_wait(casework, second_agency: str) -> None:
    ticket = await a_ticket(casework, call_id=CALL)
    await put(casework, record(agency=second_agency, **CHAT))
    late = await a_ticket(casework, key="k2", call_id=CALL)
    assert await states(casework) == {"waiting": [ticket, late]}


async def test_who_took_a_chat_keeps_it_when_it_is_over_until_they_say_what_became_of_it(casework) -> None:
    ticket = await a_ticket(casework, call_id=CALL)
    await claim(casework, ticket, "ana")
    await put(casework, record(**CHAT, **rung("connected")))
    assert await states(casework) == {"taken": [ticket]}
    await casework.client.post(f"{BASE}/{ticket}/done", headers=who("ana"), json={"outcome": "helped"})
    assert await states(casework) == {"done": [ticket]}


async def test_what_nobody_took_in_time_is_taken_up_or_closed_afterwards(casework) -> None:
    first, second = await a_ticket(casework, call_id=CALL), await a_ticket(casework, key="k2", call_id="call-0002")
    await put(casework, record(**CHAT))
    await put(casework, record(**CHAT, call_id="call-0002"), "call-0002")
    assert (await claim(casework, first, "ana"))["yours"]
    said = await casework.client.post(f"{BASE}/{second}/done", headers=who("ben"), json={"outcome": "gone"})
    assert said.status_code == 200
    assert await states(casework) == {"taken": [first], "done": [second]}


async def test_a_person_who_asked_twice_in_one_chat_is_looked_after_once(casework) -> None:
    tickets = [await a_ticket(casework, key=f"k{n}", call_id=CALL) for n in range(3)]
    await put(casework, record(**CHAT))
    await claim(casework, tickets[1], "ana")
    assert {state: set(those) for state, those in (await states(casework)).items()} == {"taken": set(tickets)}
    assert not (await claim(casework, tickets[2], "ben"))["yours"]
    said = await casework.client.post(f"{BASE}/{tickets[1]}/done", headers=who("ana"), json={"outcome": "call_back"})
    assert said.status_code == 200
    assert {one["outcome"] for one in await waiting(casework, state="done")} == {"call_back"}
    assert len(await waiting(casework, state="done")) == 3


async def test_of_those_that_nobody_took_an_emergency_stands_first_then_who_asked_first(casework) -> None:
    tickets = [
        await a_ticket(casework, key=f"k{n}", call_id=f"call-000{n}", reason=reason)
        for n, reason in enumerate(("routed", "asked_for_person", "emergency"))
    ]
    for n in range(3):
        await put(casework, record(**CHAT, call_id=f"call-000{n}"), f"call-000{n}")
    found: list[str] = []
    query: dict[str, str] = {}
    while len(found) < 9:
        page = (
            await casework.client.get(BASE, params={"state": "missed", "limit": "1"} | query, headers=who("ana"))
        ).json()
        found += [one["ticket"] for one in page["handovers"]]
        if page.get("next") is None:
            break
        query = {"cursor": page["next"]}
    assert found == [tickets[2], tickets[0], tickets[1]]


@pytest.mark.parametrize(
    ("rang", "outcome"), [("reached", "call_back"), ("not_reached", "gone"), ("not_needed", "gone")]
)
async def test_ringing_the_person_back_closes_the_story_that_nobody_had_taken(
    casework, rang: str, outcome: str
) -> None:
    ticket, other = await a_ticket(casework, call_id=CALL), await a_ticket(casework, key="k2", call_id="call-0002")
    await put(casework, record(**CHAT))  # the bot makes another ticket for the promise, which tells of the number
    name = (await promise(casework, call_id=CALL, ticket="of-the-promise")).json()["id"]
    done = f"/v1/agencies/denver/call-backs/{name}/done"
    assert (await casework.client.post(done, json={"outcome": rang}, headers=who("ana"))).status_code == 200
    assert await states(casework) == {"waiting": [other], "done": [ticket]}
    [line] = await waiting(casework, state="done")
    assert (line["outcome"], line["ended_by"]) == (outcome, "ana")


async def test_ringing_somebody_back_takes_no_colleague_s_hand_over_away(casework) -> None:
    ticket = await a_ticket(casework, call_id=CALL)
    await put(casework, record(**CHAT))
    await claim(casework, ticket, "ben")
    name = (await promise(casework, call_id=CALL, ticket=ticket)).json()["id"]
    done = f"/v1/agencies/denver/call-backs/{name}/done"
    await casework.client.post(done, json={"outcome": "reached"}, headers=who("ana"))
    assert await states(casework) == {"taken": [ticket]}


async def test_over_the_weekend_it_is_not_lost(casework) -> None:
    ticket = await a_ticket(casework, call_id=CALL)
    await put(casework, record(**CHAT))
    with casework.services.database.writing() as session:
        session.execute(update(Handover).values(created_at=datetime.now(UTC) - timedelta(hours=64)))
    assert [one["ticket"] for one in await waiting(casework, state="missed", hours="168")] == [ticket]
