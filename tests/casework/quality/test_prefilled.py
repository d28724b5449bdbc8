"""What rules fill in is held against what officers make of it: levels by element, flags that came with a case."""

from __future__ import annotations

from typing import Any

from tests.casework.console import Console

DAYS = {"first": "2026-11-01", "last": "2026-11-30"}
WHY = {"reason": "spoke to her"}


async def prefilled(console: Console, role: str = "supervisor", **asked: str) -> Any:
    who = {"Civicline-Actor": "sue", "Civicline-Role": role}
    path = f"/v1/agencies/{console.agency}/quality/prefilled"
    return await console.casework.client.get(path, params=DAYS | asked, headers=who)


async def decide(console: Console, case: int, **changed: str) -> None:
    filled = (await console.get(f"/cases/{case}")).json()["thrive"]["prefilled"]["levels"]
    levels = {element: one["level"] for element, one in filled.items()} | changed
    assert (await console.post(f"/cases/{case}/thrive", levels=levels)).status_code == 200


async def test_a_level_that_an_officer_changed_is_counted_by_its_first_decision(console: Console) -> None:
    kept, changed, _left = console.file(), console.file(), console.file()
    await decide(console, kept)
    await decide(console, changed, threat="high")
    await decide(console, changed, threat="none", harm="high")  # thought better of it: the first one counts
    thrive = {one["element"]: one for one in (await prefilled(console)).json()["thrive"]}
    assert thrive["threat"] == {"element": "threat", "decided": 2, "raised": 1, "lowered": 0}
    assert (thrive["harm"]["decided"], thrive["harm"]["raised"]) == (2, 0)


async def test_a_flag_that_was_taken_off_is_counted_against_those_that_came_with_the_case(console: Console) -> None:
    flags = frozenset({"stalking"})
    console.file(flags=flags)
    wrong, by_hand = console.file(flags=flags), console.file()
    taken = await console.post(f"/cases/{wrong}/flags/removals", "supervisor", flag="stalking", **WHY)
    assert taken.status_code == 200, taken.text
    assert (await console.post(f"/cases/{by_hand}/flags", flag="stalking", **WHY)).status_code == 200
    counted = (await prefilled(console)).json()["flags"]
    assert counted == [{"flag": "stalking", "came_with_the_case": 2, "taken_off": 1, "set_by_hand": 1}]


async def test_only_cases_of_the_period_and_only_for_supervisors(console: Console) -> None:
    await decide(console, console.file())
    later = (await prefilled(console, first="2026-12-01", last="2026-12-02")).json()
    assert {one["decided"] for one in later["thrive"]} == {0}
    assert (await prefilled(console, "officer")).status_code == 403
    assert (await prefilled(console, first="2026-01-01")).status_code == 400
