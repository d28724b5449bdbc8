"""Call-backs of calls about what is sensitive: the number and the need are for those who serve the caller; others ring with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from tests.casework.call_backs.test_call_backs import wish
from tests.casework.calls.test_calls import put, record
from tests.casework.calls.test_handovers import hand_over
from tests.casework.calls.test_need_to_know import WHY, get, post, who
from tests.casework.conftest import trail
from tests.casework.console import Console

CALL, NUMBER = "call-0001", "+13035550123"
NOT_SERVING = ("call_taker", "officer")


async def promised(casework: Any, key: str = "k1", **changed: Any) -> str:
    """Its id."""
    body = wish(call_id=CALL, number=NUMBER, **changed)
    answer = await casework.client.post("/v1/call-backs", json=body, headers={"Idempotency-Key": key})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def listed(casework: Any, role: str, person: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await get(casework, "call-backs", role, person)).json()["call_backs"]
    return found


async def by_need(casework: Any, _console: Console) -> None:
    await promised(casework, need="dv_current")


async def by_record(casework: Any, _console: Console) -> None:
    await put(casework, record(need="sexual_assault"))
    await promised(casework)


async def by_story(casework: Any, _console: Console) -> None:
    await hand_over(casework, call_id=CALL, need="dv_current")
    await promised(casework, need="noise_party_now")


async def by_case(casework: Any, console: Console) -> None:
    console.file(need="child_abuse", call_id=CALL)
    await promised(casework, need="theft_cold")


@pytest.mark.parametrize("known", [by_need, by_record, by_story, by_case])
@pytest.mark.parametrize("role", NOT_SERVING)
async def test_the_list_says_that_somebody_waits_and_neither_number_nor_need(
    casework: Any, console: Console, known: Any, role: str
) -> None:
    await known(casework, console)
    (line,) = await listed(casework, role)
    assert (line.get("number"), line.get("need"), line["kept_close"]) == (None, None, True)
    assert (line["best_time"], line["call_id"]) == ("morning", CALL)
    (whole,) = await listed(casework, "supervisor")
    assert (whole["number"], "kept_close" in whole) == (NUMBER, False)


@pytest.mark.parametrize("role", NOT_SERVING)
async def test_one_is_looked_at_with_a_reason_which_stands_in_the_trail(casework: Any, role: str) -> None:
    name = await promised(casework, need="dv_current")
    refused = await get(casework, f"call-backs/{name}", role)
    assert (refused.status_code, "Civicline-Why" in refused.text, NUMBER in refused.text) == (409, True, False)
    assert trail(casework) == [], "what was not shown is no look"
    assert (await get(casework, f"call-backs/{name}", role, **WHY)).json()["number"] == NUMBER
    assert trail(casework) == [("see_call_back", f"{role}-1", role, {"call_back": name, "why": "she rang again"})]


@pytest.mark.parametrize("role", NOT_SERVING)
async def test_to_close_one_wants_the_reason_too_as_whoever_closes_it_reads_the_story(casework: Any, role: str) -> None:
    ticket = str((await hand_over(casework, call_id=CALL, need="dv_current")).json()["ticket"])
    await put(casework, record(call_id=CALL, need="dv_current"))
    name = await promised(casework, need="dv_current")
    assert (await post(casework, f"call-backs/{name}/done", role, outcome="not_needed")).status_code == 409
    assert len(await listed(casework, "supervisor")) == 1
    assert (await get(casework, f"handovers/{ticket}", role)).status_code == 409
    path, body = f"/v1/agencies/denver/call-backs/{name}/done", {"outcome": "reached"}
    assert (await casework.client.post(path, json=body, headers=who(role) | WHY)).status_code == 200
    became = {"call_back": name, "outcome": "reached", "why": "she rang again"}
    assert ("end_call_back", f"{role}-1", role, became) in trail(casework)
    assert await listed(casework, "supervisor") == []


async def test_whoever_took_the_call_rings_without_a_reason_and_a_colleague_does_not(casework: Any) -> None:
    ticket = str((await hand_over(casework, call_id=CALL, need="dv_current")).json()["ticket"])
    name = await promised(casework, need="dv_current", ticket=ticket)
    assert (await post(casework, f"handovers/{ticket}/claim", "call_taker")).json()["yours"]
    (mine,) = await listed(casework, "call_taker")
    assert (mine["number"], mine["need"], "kept_close" in mine) == (NUMBER, "dv_current", False)
    assert (await get(casework, f"call-backs/{name}", "call_taker")).status_code == 200
    (theirs,) = await listed(casework, "call_taker", "taker-2")
    assert theirs["kept_close"] is True
    assert (await post(casework, f"call-backs/{name}/done", "call_taker", outcome="reached")).status_code == 200


async def test_whoever_has_the_case_rings_without_a_reason(casework: Any, console: Console) -> None:
    case = console.file(need="child_abuse", call_id=CALL)
    await promised(casework, need="child_abuse")
    await console.post(f"/cases/{case}/assignment", "supervisor", officer="officer-7")
    (line,) = await listed(casework, "officer", "officer-7")
    assert line["number"] == NUMBER


async def test_an_ordinary_one_is_seen_and_rung_by_all_as_before(casework: Any) -> None:
    name = await promised(casework, need="towed_impound")
    (line,) = await listed(casework, "call_taker")
    assert (line["number"], line["need"], "kept_close" in line) == (NUMBER, "towed_impound", False)
    assert (await get(casework, f"call-backs/{name}", "officer")).json()["number"] == NUMBER


async def test_the_number_of_one_that_is_done_is_shown_to_nobody(casework: Any) -> None:
    """It was left to be rung, and for nothing else."""
    name = await promised(casework, need="towed_impound")
    await post(casework, f"call-backs/{name}/done", "call_taker", outcome="reached")
    gone = await get(casework, f"call-backs/{name}", "supervisor", **WHY)
    assert (gone.status_code, NUMBER in gone.text) == (404, False)


async def test_another_agency_s_is_not_found(casework: Any, second_agency: str) -> None:
    casework.services.directory.load_all()
    name = await promised(casework, need="towed_impound")
    answer = await casework.client.get(f"/v1/agencies/{second_agency}/call-backs/{name}", headers=who("supervisor"))
    assert answer.status_code == 404


async def test_the_records_system_and_reviewers_see_none(casework: Any) -> None:
    """Nothing of them is exported."""
    name = await promised(casework, need="dv_current")
    for role in ("reviewer", "designer", "records_system", "auditor"):
        assert (await get(casework, "call-backs", role)).status_code == 403
        assert (await get(casework, f"call-backs/{name}", role, **WHY)).status_code == 403
    export = await get(casework, "export", "records_system")
    assert (export.status_code, NUMBER in export.text) == (200, False)


async def test_ringing_ends_the_story_that_this_person_had_taken(casework: Any) -> None:
    ticket = str((await hand_over(casework, call_id=CALL, need="dv_current")).json()["ticket"])
    gone = record(
        call_id=CALL, need="dv_current", channel="web", gateway="browser", ended_by="caller", disposition="abandoned"
    )
    await put(casework, gone)
    name = await promised(casework, need="dv_current", ticket=ticket)
    await post(casework, f"handovers/{ticket}/claim", "call_taker")
    await post(casework, f"call-backs/{name}/done", "call_taker", outcome="reached")
    told = (await get(casework, f"handovers/{ticket}", "call_taker")).json()
    assert (told["outcome"], told["ended_by"], told["claimed_by"]) == ("call_back", "call_taker-1", "call_taker-1")
