"""Hand-overs among call-takers: one has it, the others are told who; it is given back, or something became of it."""

from __future__ import annotations

import asyncio

import pytest

from tests.casework.calls.test_handovers import hand_over
from tests.casework.conftest import trail

BASE = "/v1/agencies/denver/handovers"


def who(name: str, role: str = "call_taker") -> dict[str, str]:
    return {"Civicline-Actor": name, "Civicline-Role": role}


async def waiting(casework, **query: str) -> list[dict]:
    answer = await casework.client.get(BASE, params=query, headers=who("ana"))
    assert answer.status_code == 200, answer.text
    return answer.json()["handovers"]


async def claim(casework, ticket: str, name: str) -> dict:
    return (await casework.client.post(f"{BASE}/{ticket}/claim", headers=who(name))).json()


async def a_ticket(casework, **changed: str) -> str:
    return str((await hand_over(casework, **changed)).json()["ticket"])


async def test_an_emergency_stands_before_what_waited_longer(casework) -> None:
    first = await a_ticket(casework, key="k1")
    second = await a_ticket(casework, key="k2", call_id="call-2")
    urgent = await a_ticket(casework, key="k3", call_id="call-3", reason="emergency")
    assert [one["ticket"] for one in await waiting(casework)] == [urgent, first, second]
    assert [one["ticket"] for one in await waiting(casework, call="call-2")] == [second]


async def test_of_twenty_who_take_it_at_once_one_has_it_and_the_others_hear_who(casework) -> None:
    ticket = await a_ticket(casework)
    told = await asyncio.gather(*(claim(casework, ticket, f"taker-{n}") for n in range(20)))
    winners = [one for one in told if one["yours"]]
    assert len(winners) == 1
    assert {one["claimed_by"] for one in told} == {winners[0]["claimed_by"]}
    assert [what for what, *_ in trail(casework)].count("claim_handover") == 1


async def test_taking_one_s_own_again_changes_nothing(casework) -> None:
    ticket = await a_ticket(casework)
    assert await claim(casework, ticket, "ana") == await claim(casework, ticket, "ana")


async def test_what_is_taken_waits_no_more_until_it_is_given_back(casework) -> None:
    ticket = await a_ticket(casework)
    await claim(casework, ticket, "ana")
    assert await waiting(casework) == []
    assert [one["claimed_by"] for one in await waiting(casework, state="taken")] == ["ana"]
    released = await casework.client.post(f"{BASE}/{ticket}/release", headers=who("ana"))
    assert (released.status_code, released.json()["yours"]) == (200, False)
    assert (await claim(casework, ticket, "ben"))["yours"]


async def test_a_call_that_is_handed_over_twice_is_taken_given_back_and_closed_as_one(casework) -> None:
    tickets = [await a_ticket(casework, key=f"k{n}", call_id="call-7") for n in range(2)]
    other = await a_ticket(casework, key="k9", call_id="call-8")
    await claim(casework, tickets[1], "ana")
    assert [one["ticket"] for one in await waiting(casework)] == [other]
    assert not (await claim(casework, tickets[0], "ben"))["yours"]
    await casework.client.post(f"{BASE}/{tickets[0]}/release", headers=who("ana"))
    assert [one["ticket"] for one in await waiting(casework)] == [*tickets, other]
    done = await casework.client.post(f"{BASE}/{tickets[0]}/done", headers=who("ben"), json={"outcome": "helped"})
    assert done.status_code == 200
    assert {one["ticket"] for one in await waiting(casework, state="done")} == set(tickets)
    assert [one["ticket"] for one in await waiting(casework)] == [other]


async def test_only_who_has_it_or_a_supervisor_decides_about_it(casework) -> None:
    ticket = await a_ticket(casework)
    await claim(casework, ticket, "ana")
    for what, body in (("release", None), ("done", {"outcome": "helped"})):
        refused = await casework.client.post(f"{BASE}/{ticket}/{what}", headers=who("ben"), json=body)
        assert (refused.status_code, refused.json()["error"]["message"][:3]) == (409, "ana")
    assert (await casework.client.post(f"{BASE}/{ticket}/release", headers=who("cy", "supervisor"))).status_code == 200


async def test_what_became_of_it_is_said_once(casework) -> None:
    ticket = await a_ticket(casework)
    for outcome in ("call_back", "helped"):
        said = await casework.client.post(f"{BASE}/{ticket}/done", headers=who("ana"), json={"outcome": outcome})
        assert said.status_code == 200
    (over,) = await waiting(casework, state="done")
    assert (over["outcome"], over["ended_by"], over["claimed_by"]) == ("call_back", "ana", "ana")
    assert not (await claim(casework, ticket, "ben"))["yours"]


@pytest.mark.parametrize("path", ["claim", "release"])
async def test_another_agency_s_hand_over_is_not_found(casework, second_agency: str, path: str) -> None:
    ticket = await a_ticket(casework)
    answer = await casework.client.post(f"/v1/agencies/{second_agency}/handovers/{ticket}/{path}", headers=who("ana"))
    assert answer.status_code == 404


async def test_a_citizen_sees_no_list(casework) -> None:
    answer = await casework.client.get(BASE, headers=who("x", "citizen"))
    assert answer.status_code >= 400


@pytest.mark.parametrize("query", [{"state": "lost"}, {"hours": "0"}, {"limit": "9999"}])
async def test_a_query_that_does_not_fit_is_refused(casework, query: dict[str, str]) -> None:
    assert (await casework.client.get(BASE, params=query, headers=who("ana"))).status_code == 400
