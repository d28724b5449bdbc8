"""What a person tells of after filing: a thing becomes one of the things of the case, and all else stays a message."""

from __future__ import annotations

from typing import Any

import pytest

from tests.casework.cases.moving import filed
from tests.casework.console import Console

HELMET = "oh and my helmet was on it too, a black Giro, sixty dollars"


async def add(console: Console, case: int, text: str, key: str | None = None) -> None:
    sent = await console.post(f"/cases/{case}/messages", "citizen", key, text=text)
    assert sent.status_code == 201, sent.text


def things(console: Console, case: int) -> list[dict[str, Any]]:
    return list(console.case(case).answers["items"])


async def messages(console: Console, case: int) -> list[str]:
    return [one["text"] for one in (await console.get(f"/cases/{case}/messages")).json()["messages"]]


async def acts(console: Console, case: int) -> list[str]:
    return [one["action"] for one in (await console.get(f"/cases/{case}/audit", limit=200)).json()["entries"]]


async def test_a_thing_that_is_told_of_after_filing_is_one_of_the_things_of_the_case(console: Console) -> None:
    _, case = await filed(console)
    (bicycle,) = things(console, case)
    await add(console, case, HELMET)
    first, second = things(console, case)
    assert first == bicycle
    assert (second["what"], second["looks"], second["value"]) == ("helmet", "black Giro", 60)


async def test_an_officer_sees_that_it_was_added_later_and_the_words_themselves_unread(console: Console) -> None:
    _, case = await filed(console)
    await add(console, case, HELMET)
    first, second = things(console, case)
    assert "added" not in first
    assert second["added"] >= console.case(case).opened_at.isoformat(timespec="seconds")
    assert await messages(console, case) == [HELMET]
    assert (await console.get("/unread-messages", count="true")).json()["total"] == 1
    assert {"write", "add_answers"} <= set(await acts(console, case))


async def test_the_same_message_twice_adds_its_thing_once(console: Console) -> None:
    _, case = await filed(console)
    for _ in range(2):
        await add(console, case, HELMET, key="one key")
    assert len(things(console, case)) == 2


async def test_two_more_things_are_added_one_after_the_other(console: Console) -> None:
    _, case = await filed(console)
    await add(console, case, HELMET)
    await add(console, case, "and the pump, silver, about 30")
    assert [one["what"] for one in things(console, case)][1:] == ["helmet", "pump"]


async def test_the_records_system_is_given_it_as_property(console: Console) -> None:
    _, case = await filed(console)
    await add(console, case, HELMET)
    whole = (await console.get(f"/records/cases/{case}", role="records_system")).json()
    bicycle, helmet = whole["property"]
    assert (helmet["what"], helmet["value"], helmet["added"]) == ("helmet", 60, things(console, case)[1]["added"])
    assert "added" not in bicycle


@pytest.mark.parametrize(
    "text",
    ["my neighbor has a video of it", "the bicycle has a white bell, about 20 dollars", "When do I hear of it?"],
)
async def test_what_is_no_other_thing_stays_a_message(console: Console, text: str) -> None:
    _, case = await filed(console)
    before = console.case(case).answers
    await add(console, case, text)
    assert console.case(case).answers == before
    assert await messages(console, case) == [text]


async def test_a_case_that_has_ended_keeps_what_it_was_decided_on(console: Console) -> None:
    _, case = await filed(console)
    await console.move(case, "close", reason="resolved")
    before = console.case(case).answers
    await add(console, case, HELMET)
    assert console.case(case).answers == before
    assert await messages(console, case) == [HELMET]


async def test_while_an_officer_waits_for_an_answer_a_thing_is_none(console: Console) -> None:
    person, case = await filed(console)
    await console.move(case, "ask_more", questions=["items"], note="What else was taken?")
    await add(console, case, HELMET)
    assert len(things(console, case)) == 1
    assert (await person.whole())["step"]["question"]["id"].startswith("items.1.")


async def test_what_an_officer_asks_later_leaves_what_was_added_where_it_is(console: Console) -> None:
    person, case = await filed(console)
    await add(console, case, HELMET)
    await console.move(case, "ask_more", questions=["what_happened"], note="How?")
    await person.answer("what_happened", "somebody cut the lock")
    await person.post("submit", turn="again")
    assert [one["what"] for one in things(console, case)][1:] == ["helmet"]
    assert console.case(case).answers["what_happened"] == "somebody cut the lock"


async def test_things_that_the_agency_corrected_stay_as_they_were_corrected(console: Console) -> None:
    _, case = await filed(console)
    right = [{**things(console, case)[0], "what": "red bicycle"}]
    sent = await console.post(
        f"/cases/{case}/corrections", "supervisor", question="items", value=right, why="they say it is red"
    )
    assert sent.status_code < 300, sent.text
    await add(console, case, HELMET)
    assert things(console, case) == right


async def test_an_officers_own_words_add_nothing(console: Console) -> None:
    _, case = await filed(console)
    await console.post(f"/cases/{case}/messages", text="the helmet, black, sixty dollars")
    assert len(things(console, case)) == 1


async def test_a_report_without_things_takes_none(console: Console) -> None:
    _, case = await filed(console, kind="graffiti")
    before = console.case(case).answers
    await add(console, case, HELMET)
    assert console.case(case).answers == before
