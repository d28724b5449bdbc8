"""The lists that the agency's pages show as waiting, page by page and counted; and who looked at which stands in the trail."""

from __future__ import annotations

from typing import Any

import pytest

from casework.cases import changes, messages
from casework.trail.actors import Actor
from tests.casework.calls.test_handovers import hand_over
from tests.casework.conftest import NOW, trail
from tests.casework.console import Console

CITIZEN = Actor("by-web", "citizen")


def write(console: Console, case: int, text: str, key: str) -> int:
    with console.casework.services.database.writing() as session:
        return messages.write(session, changes.held(session, case, "denver"), CITIZEN, text, key, NOW)


async def pages(console: Console, path: str, name: str, role: str = "officer", **query: Any) -> list[dict[str, Any]]:
    """All pages of a list, one line each."""
    found, cursor = [], "after" if path in ("/cases", "/unread-messages") else "cursor"
    following: Any = None
    for _ in range(20):
        answer = await console.get(path, role, limit=1, **query, **({cursor: following} if following else {}))
        assert answer.status_code == 200, answer.text
        found += answer.json()[name]
        following = answer.json().get("next")
        if following is None:
            return found
    raise AssertionError("the pages have no end")


async def test_messages_that_nobody_has_read_are_listed_without_their_words(console: Console) -> None:
    one, other = console.file(), console.file()
    said = [write(console, one, "my secret words", "a"), write(console, other, "more", "b")]
    read = write(console, other, "and more", "c")
    await console.post(f"/cases/{other}/messages/read", up_to=said[1])
    lines = await pages(console, "/unread-messages", "messages")
    assert [(line["message"], line["case"]) for line in lines] == [(said[0], one), (read, other)]
    assert "secret" not in str(lines)
    assert (await console.get("/unread-messages", count="true", limit=1)).json()["total"] == 2
    assert (await console.get("/unread-messages", queue="fraud")).json()["messages"] == []


async def test_drafts_are_listed_with_how_far_they_came_and_no_answer(console: Console) -> None:
    client, made = console.casework.client, []
    for number in range(3):
        begin = {"agency": "denver", "kind": "theft", "channel": "voice", "call_id": f"call-{number}", "pin": "7391"}
        report = (await client.post("/v1/reports", json=begin, headers={"Idempotency-Key": f"b{number}"})).json()
        made.append(report["report"])
    told = {"question": "what_happened", "text": "My heirloom is gone", "channel": "voice", "turn": "t1"}
    assert (await client.post(f"/v1/reports/{made[0]}/answers", json=told)).status_code == 200
    lines = await pages(console, "/drafts", "drafts")
    assert {line["report"] for line in lines} == set(made)
    assert lines[0]["report"] == made[0], "what changed last comes first"
    assert lines[0]["answered"] >= 1
    assert "heirloom" not in str(lines)
    assert [one["report"] for one in await pages(console, "/drafts", "drafts", call="call-2")] == [made[2]]
    assert (await console.get("/drafts", count="true", limit=1)).json()["total"] == 3


@pytest.mark.parametrize("state", ["waiting", "all"])
async def test_hand_overs_come_page_by_page_and_none_is_missing(console: Console, state: str) -> None:
    tickets = []
    for number, reason in enumerate(("asked_for_person", "emergency", "not_understood")):
        told = await hand_over(console.casework, f"k{number}", reason=reason, call_id=f"call-{number}")
        tickets.append(told.json()["ticket"])
    lines = await pages(console, "/handovers", "handovers", "call_taker", state=state)
    assert sorted(line["ticket"] for line in lines) == sorted(tickets)
    assert lines[0]["ticket"] == tickets[1 if state == "waiting" else 2]
    assert (await console.get("/handovers", count="true", limit=1)).json()["total"] == 3
    only = (await console.get("/handovers", reason="emergency")).json()["handovers"]
    assert [line["ticket"] for line in only] == [tickets[1]]


async def test_a_case_is_found_by_the_call_in_which_its_report_was_begun(console: Console) -> None:
    mine, _ = console.file(call_id="call-1"), console.file(call_id="call-2")
    found = (await console.get("/cases", "call_taker", call="call-1")).json()["cases"]
    assert [(one["case"], one["call_id"]) for one in found] == [(mine, "call-1")]
    close = console.file(call_id="call-3", need="dv_current")
    [line] = (await console.get("/cases", "call_taker", call="call-3")).json()["cases"]
    assert (line["case"], line.get("call_id")) == (close, None)


async def test_cases_are_counted_and_a_cursor_of_nobody_s_is_refused(console: Console) -> None:
    for _ in range(3):
        console.file()
    assert (await console.get("/cases", count="true", limit=1)).json()["total"] == 3
    assert "total" not in (await console.get("/cases", limit=1)).json()
    for path in ("/handovers", "/drafts", "/calls"):
        assert (await console.get(path, cursor="0 2026-13-99T00:00:00 x")).status_code == 400
        assert (await console.get(path, cursor="'; DROP TABLE cases; --")).status_code == 400


async def test_whoever_looks_at_a_list_or_searches_stands_in_the_trail_once(console: Console) -> None:
    case = console.file()
    for _ in range(3):
        await console.get("/cases", queue="reports")
        await console.get("/cases", q="Rosalind Quimby")
        await console.get("/unread-messages")
        await console.get("/drafts")
        await console.get("/handovers")
        await console.get("/calls")
        await console.get("/call-backs")
        for part in ("messages", "evidence", "audit", "duplicates"):
            await console.get(f"/cases/{case}/{part}")
    looks = [(what, who) for what, who, _, _ in trail(console.casework) if what.startswith(("list", "search", "see"))]
    assert sorted(looks) == sorted(
        (what, "officer-7")
        for what in (
            "list_cases", "search", "list_unread", "list_drafts", "list_handovers", "list_calls", "list_call_backs",
            "see_messages", "see_evidence", "see_trail", "see_duplicates",
        )
    )  # fmt: skip


async def test_another_list_another_person_and_other_words_are_entries_of_their_own(console: Console) -> None:
    await console.get("/cases", queue="reports")
    await console.get("/cases", queue="fraud")
    await console.get("/cases", "call_taker", queue="fraud")
    await console.get("/cases", q="quimby")
    await console.get("/cases", q="Quimby ")
    await console.get("/cases", q="lovelace")
    found = [(what, details) for what, _, _, details in trail(console.casework)]
    assert [what for what, _ in found] == ["list_cases"] * 3 + ["search"] * 2
    assert found[1][1] == {"queue": "fraud"}
    assert "quimby" not in str(found).lower(), "a name that was typed does not stay in the trail"


async def test_what_is_kept_close_is_not_found_by_its_words_but_by_those_it_is_for(console: Console) -> None:
    case = console.file(need="harassment_threats", answers={"what_happened": "he said xylophone"})
    queue = console.case(case).queue
    for role, expected in (("call_taker", []), ("supervisor", [case])):
        lines = (await console.get("/cases", role, q="xylophone", state="all")).json()["cases"]
        assert [line["case"] for line in lines] == expected, (role, queue)


async def test_a_message_s_key_with_other_words_is_refused_and_the_same_again_is_one_message(console: Console) -> None:
    case = console.file()
    first = await console.post(f"/cases/{case}/messages", key="k", text="please call us")
    again = await console.post(f"/cases/{case}/messages", key="k", text="please call us")
    assert (first.status_code, again.json()) == (201, first.json())
    assert (await console.post(f"/cases/{case}/messages", key="k", text="something else")).status_code == 409


async def test_the_place_of_a_case_follows_the_answer_that_was_corrected(console: Console) -> None:
    case = console.file()
    told = {"question": "where", "value": "1437 Bannock Street", "why": "they said so"}
    assert (await console.post(f"/cases/{case}/corrections", **told)).status_code == 204
    assert console.case(case).place == "1437 Bannock Street"
    lines = (await console.get("/cases", q="1437 bannock")).json()["cases"]
    assert [line["case"] for line in lines] == [case]
