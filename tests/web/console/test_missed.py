"""A chat that was over before anybody took it: it leaves who waits, and stays to be looked after with what the person left."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from casework_client.staff import Answer
from tests.casework.calls.test_calls import record
from tests.web.console.desk import a_chat, at_the_desk
from tests.web.console.office import Office
from tests.web.serving import token_in
from web.console.live.pages import _missed, _one_a_call, _turn

CHAT = {"channel": "web", "gateway": "browser", "ended_by": "caller", "disposition": "abandoned"}


def a_chat_that_is_over(office: Office, **changed: Any) -> tuple[str, str]:
    """(ticket, call id)"""
    call_id = f"chat-{uuid.uuid4().hex[:8]}"
    ticket = office.hand_over(call_id=call_id, channel="web", **changed)
    office.file(record(**CHAT, call_id=call_id))
    return ticket, call_id


def section(html: str, begins: str, ends: str) -> str:
    assert begins in html, begins
    return html.split(begins)[1].split(ends)[0]


@pytest.fixture
def ana(office: Office) -> Iterator[httpx.Client]:
    with office.signed_in("ana") as client:
        yield client


async def test_a_chat_whose_person_leaves_while_they_wait_goes_from_waiting_to_over_on_the_live_page(
    office: Office,
) -> None:
    async with at_the_desk(office, "ben") as console:
        async with a_chat(office, console) as chat:
            ticket = office.hand_over(call_id=chat.call_id, channel="web")
            assert f'id="ticket-{ticket}"' in (await console.get("/live")).text
            await chat.tells("hang_up")
            await chat.until("ended")
        async with asyncio.timeout(20):
            while f'id="missed-{ticket}"' not in (page := (await console.get("/live")).text):
                await asyncio.sleep(0.3)
    assert f'id="ticket-{ticket}"' not in page


def test_it_says_that_nobody_took_it_and_whoever_looks_after_it_says_what_became_of_it(
    office: Office, ana: httpx.Client
) -> None:
    ticket, _ = a_chat_that_is_over(office)
    page = ana.get(f"/handovers/{ticket}").text
    assert "nobody took it in time" in page
    assert "They left no number and no report in this chat." in page
    said = ana.post(f"/handovers/{ticket}/done", data={"csrf": token_in(page), "outcome": "gone"})
    assert said.status_code == 303
    assert f"missed-{ticket}" not in ana.get("/live").text
    assert f"/handovers/{ticket}" in ana.get("/handovers?state=done").text


def test_who_takes_it_has_it_until_they_say_more(office: Office, ana: httpx.Client) -> None:
    ticket, _ = a_chat_that_is_over(office)
    token = token_in(ana.get(f"/handovers/{ticket}").text)
    assert ana.post(f"/handovers/{ticket}/claim", data={"csrf": token}).headers["location"] == f"/handovers/{ticket}"
    page = ana.get("/live").text
    assert f"missed-{ticket}" not in page
    assert f'id="mine-{ticket}"' in page
    assert "over: say what became of it" in page
    assert "the chat is over" in ana.get(f"/handovers/{ticket}").text


def test_a_number_that_they_left_stands_beside_it_and_closes_it_when_they_are_rung(
    office: Office, ana: httpx.Client
) -> None:
    ticket, call_id = a_chat_that_is_over(office)
    body = {"agency": "denver", "call_id": call_id, "number": "3035550123", "ticket": ticket}
    headers = {"Authorization": f"Bearer {office.tokens['bot']}", "Idempotency-Key": ticket}
    told = httpx.post(f"{office.casework}/v1/call-backs", json=body, headers=headers, trust_env=False)
    assert told.status_code == 201
    assert "left a number" in section(ana.get("/live").text, f'id="missed-{ticket}"', "</li>")
    page = ana.get(f"/handovers/{ticket}").text
    assert "tel:" in section(page, "<h3>Call-back</h3>", "</ul>")
    assert "They left no number" not in page
    ana.post(f"/call-backs/{told.json()['id']}/done", data={"csrf": token_in(page), "outcome": "reached"})
    assert f"missed-{ticket}" not in ana.get("/live").text
    assert "call back, ana" in ana.get(f"/handovers/{ticket}").text


def test_a_report_that_they_began_stands_beside_it(office: Office, ana: httpx.Client) -> None:
    ticket, call_id = a_chat_that_is_over(office)
    begin = {"agency": "denver", "kind": "theft", "channel": "chat", "call_id": call_id, "pin": "7391"}
    headers = {"Authorization": f"Bearer {office.tokens['bot']}", "Idempotency-Key": ticket}
    told = httpx.post(f"{office.casework}/v1/reports", json=begin, headers=headers, trust_env=False)
    assert told.status_code == 201, told.text
    assert "they can go on with it by their code" in section(
        ana.get(f"/handovers/{ticket}").text, "<h3>What they left</h3>", "</ul>"
    )


@pytest.mark.parametrize(
    ("query", "there"), [("", True), ("?state=missed&channel=web&days=1", True), ("?state=missed&channel=voice", False),
                         ("?state=waiting", False), ("?state=all", True), ("?state=nonsense&days=x&cursor=y", False)],
)  # fmt: skip
def test_it_is_found_among_the_hand_overs(office: Office, ana: httpx.Client, query: str, *, there: bool) -> None:
    ticket, _ = a_chat_that_is_over(office)
    page = ana.get(f"/handovers{query}")
    assert page.status_code == 200
    assert (f"/handovers/{ticket}" in page.text) is there


def test_a_number_belongs_to_its_own_story() -> None:
    backs = [Answer(call_id="c1", ticket="t0"), Answer(call_id="c2")]
    assert [_missed(Answer(call_id=name), backs)["back"] for name in ("c1", "c3")] == [True, False]


def test_a_chat_that_was_handed_over_twice_is_one_person_with_the_newest_story_or_that_of_danger() -> None:
    calls = {"a": "c1", "b": "c2", "c": "c1", "d": "c3", "e": "c3"}
    those = [Answer(ticket=ticket, call_id=call_id, reason="routed") for ticket, call_id in calls.items()]
    assert [one["ticket"] for one in _one_a_call(those)] == ["c", "b", "e"]
    those[0]["reason"] = "emergency"
    assert [one["ticket"] for one in _one_a_call(those)] == ["a", "b", "e"]


def test_a_call_that_came_back_stands_among_those_who_wait_in_its_turn() -> None:
    those = [Answer(ticket="b", reason="routed", created_at="2026-11-20T18:01:00Z"),
             Answer(ticket="a", reason="routed", created_at="2026-11-20T18:00:00Z"),
             Answer(ticket="e", reason="emergency", created_at="2026-11-20T18:02:00Z")]  # fmt: skip
    assert [one["ticket"] for one in sorted(those, key=_turn)] == ["e", "a", "b"]
