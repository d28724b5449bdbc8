"""Calls about what is sensitive are read by those who serve their caller; others give a reason, and lists show them no words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from agencies.properties import properties
from casework.calls.need_to_know import KeptClose, NeedToKnow
from casework.calls.tables import CallRecord, Handover
from casework.cases import need_to_know
from casework.database import Database
from casework.reviews.close import calls_heard
from casework.reviews.tables import LoggedTurn
from casework.trail.actors import Actor, Role
from tests.casework.calls.test_calls import put, record
from tests.casework.calls.test_handovers import hand_over
from tests.casework.conftest import trail
from tests.casework.console import Console, submitted
from tests.casework.reviews.records import said
from tests.casework.staff import credential

AGENCY = "/v1/agencies/denver"
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
WHY = {"Civicline-Why": "she%20rang%20again"}


def who(role: str, person: str = "") -> dict[str, str]:
    return {"Civicline-Actor": person or f"{role}-1", "Civicline-Role": role}


async def get(casework: Any, path: str, role: str, person: str = "", **headers: str) -> Any:
    return await casework.client.get(f"{AGENCY}/{path}", headers=who(role, person) | headers)


async def post(casework: Any, path: str, role: str, person: str = "", **body: Any) -> Any:
    return await casework.client.post(f"{AGENCY}/{path}", headers=who(role, person), json=body)


async def story(casework: Any, **changed: Any) -> str:
    """The ticket of a hand-over of call-0001."""
    created = await hand_over(casework, call_id="call-0001", **{"need": "dv_current"} | changed)
    return str(created.json()["ticket"])


@pytest.mark.parametrize("role", ["call_taker", "officer", "reviewer"])
async def test_a_record_about_what_is_sensitive_wants_a_reason_of_who_does_not_serve_its_caller(
    casework: Any, role: str
) -> None:
    await put(casework, record(need="sexual_assault"))
    refused = await get(casework, "calls/call-0001", role)
    assert (refused.status_code, "Civicline-Why" in refused.text) == (409, True)
    assert "my bike was stolen" not in refused.text
    assert trail(casework) == [], "what was not shown is no look"


async def test_the_reason_opens_it_and_stands_in_the_trail_with_the_name(casework: Any) -> None:
    await put(casework, record(need="sexual_assault"))
    assert (await get(casework, "calls/call-0001", "officer", **WHY)).status_code == 200
    seen = ("see_call", "officer-1", "officer", {"call": "call-0001", "why": "she rang again"})
    assert trail(casework) == [seen]


async def test_a_supervisor_reads_it_without_one_and_any_other_record_is_read_as_before(casework: Any) -> None:
    await put(casework, record(need="sexual_assault"))
    assert (await get(casework, "calls/call-0001", "supervisor")).status_code == 200
    await put(casework, record(need="theft_cold"))
    assert (await get(casework, "calls/call-0001", "officer")).status_code == 200


async def test_a_need_that_was_heard_on_the_way_counts_whatever_was_decided_in_the_end(casework: Any) -> None:
    turns = [said("he hits me", intent="dv_current"), said("my bike is gone", intent="theft_cold")]
    await put(casework, record(need="theft_cold", turns=turns))
    assert (await get(casework, "calls/call-0001", "officer")).status_code == 409


async def test_a_need_that_the_call_taker_found_counts_too(casework: Any) -> None:
    ticket = await story(casework, need="noise_party_now")
    await put(casework, record(need="noise_party_now"))
    assert (await get(casework, "calls/call-0001", "officer")).status_code == 200
    done = await post(casework, f"handovers/{ticket}/done", "call_taker", outcome="helped", need="dv_current")
    assert done.status_code == 200
    assert (await get(casework, "calls/call-0001", "officer")).status_code == 409
    assert (await get(casework, "calls/call-0001", "call_taker")).status_code == 200, "who served the caller"


async def test_a_call_whose_report_is_kept_close_is_so_too_and_whoever_has_the_case_reads_it(
    casework: Any, console: Console
) -> None:
    case = console.file(need="child_abuse", call_id="call-0001")
    await put(casework, record(need="theft_cold"))
    assert (await get(casework, "calls/call-0001", "officer", "officer-7")).status_code == 409
    await console.post(f"/cases/{case}/assignment", "supervisor", officer="officer-7")
    assert (await get(casework, "calls/call-0001", "officer", "officer-7")).status_code == 200


async def test_to_have_another_case_of_the_call_is_no_need_to_know(casework: Any, console: Console) -> None:
    """Else whoever gives an ordinary case to themselves reads the call."""
    case = console.file(need="theft_cold", call_id="call-0001")
    await put(casework, record(need="dv_current"))
    await console.post(f"/cases/{case}/assignment", "officer", officer="officer-7")
    assert (await get(casework, "calls/call-0001", "officer", "officer-7")).status_code == 409


async def test_whoever_takes_the_hand_over_serves_the_caller_and_reads_all_of_it(casework: Any) -> None:
    ticket = await story(casework)
    assert (await get(casework, f"handovers/{ticket}", "call_taker")).status_code == 409
    assert (await post(casework, f"handovers/{ticket}/claim", "call_taker")).json()["yours"]
    told = await get(casework, f"handovers/{ticket}", "call_taker")
    assert told.json()["wish"] == "call [name] back"
    await put(casework, record(need="dv_current"))
    assert (await get(casework, "calls/call-0001", "call_taker")).status_code == 200
    for colleague in ("taker-2", "taker-3"):
        assert (await post(casework, f"handovers/{ticket}/claim", "call_taker", colleague)).json()["yours"] is False
        assert (await get(casework, f"handovers/{ticket}", "call_taker", colleague)).status_code == 409


async def test_who_gave_it_back_reads_it_with_a_reason_only(casework: Any) -> None:
    ticket = await story(casework)
    await post(casework, f"handovers/{ticket}/claim", "call_taker")
    await post(casework, f"handovers/{ticket}/release", "call_taker")
    assert (await get(casework, f"handovers/{ticket}", "call_taker")).status_code == 409
    assert (await get(casework, f"handovers/{ticket}", "call_taker", **WHY)).status_code == 200
    assert ("see_handover", "call_taker-1", "call_taker", {"handover": ticket, "why": "she rang again"}) in trail(
        casework
    )


async def test_the_list_of_hand_overs_says_that_one_waits_and_no_word_of_it(casework: Any) -> None:
    ticket = await story(casework)
    (line,) = (await get(casework, "handovers", "call_taker")).json()["handovers"]
    assert (line["ticket"], line["need"], line["reason"]) == (ticket, "dv_current", "asked_for_person")
    assert (line["facts"], line.get("wish"), line["kept_close"]) == ({}, None, True)
    (whole,) = (await get(casework, "handovers", "supervisor")).json()["handovers"]
    assert (whole["facts"]["where"], whole["wish"]) == ("14th and Pearl", "call [name] back")
    await post(casework, f"handovers/{ticket}/claim", "call_taker")
    (mine,) = (await casework.client.get(f"{AGENCY}/handovers?state=taken", headers=who("call_taker"))).json()[
        "handovers"
    ]
    assert (mine["wish"], "kept_close" in mine) == ("call [name] back", False)


async def test_an_ordinary_hand_over_shows_its_words_in_the_list(casework: Any) -> None:
    await story(casework, need="theft_cold")
    (line,) = (await get(casework, "handovers", "call_taker")).json()["handovers"]
    assert (line["wish"], "kept_close" in line) == ("call [name] back", False)


async def test_the_list_of_calls_marks_those_that_want_a_reason(casework: Any) -> None:
    await put(casework, record(need="sexual_assault"))
    await put(casework, record(call_id="call-0002"), "call-0002")
    marks = {one["call_id"]: one.get("kept_close") for one in (await get(casework, "calls", "officer")).json()["calls"]}
    assert marks == {"call-0001": True, "call-0002": None}
    marks = {
        one["call_id"]: one.get("kept_close") for one in (await get(casework, "calls", "supervisor")).json()["calls"]
    }
    assert marks == {"call-0001": None, "call-0002": None}


async def test_the_machine_that_trains_reads_no_such_record(casework: Any) -> None:
    await put(casework, record(need="sexual_assault"))
    bearer = {"Authorization": f"Bearer {credential(casework, 'trainer')}"}
    assert (await casework.client.get(f"{AGENCY}/calls/call-0001", headers=bearer)).status_code == 409


CLOSE = {"heard-1": "heard on the way", "need-1": "decided", "found-1": "found", "case-1": "its case"}


def filled(database: Database) -> KeptClose:
    """Calls that are close, each for another reason; a plain one, and the neighbour's."""
    with database.writing() as session:
        for call in (*CLOSE, "plain-1", "taken-1", "other-1"):
            agency = "lakewood" if call == "other-1" else "denver"
            need = "dv_current" if call in ("need-1", "taken-1", "other-1") else "theft_cold"
            whole = record(call_id=call, agency=agency, need=need)
            session.add(
                CallRecord(
                    call_id=call, agency=agency, channel="voice", started_at=NOW, ended_at=NOW, need=need, record=whole
                )
            )
        session.flush()
        turn = {"text": "x", "understood": {}, "reasons": [], "score": 0.0, "state": "open", "language": "en"}
        session.add(
            LoggedTurn(call_id="heard-1", n=0, agency="denver", at=NOW, channel="voice", intent="dv_current", **turn)
        )
        for call, claimed in (("found-1", None), ("taken-1", "taker-3")):
            session.add(
                Handover(
                    ticket=f"ticket-{call}", agency="denver", call_id=call, channel="voice", reason="routed", facts={},
                    transcript=[], created_at=NOW, found_need="sexual_assault", claimed_by=claimed,
                )
            )  # fmt: skip
    rules = NeedToKnow(
        need_to_know.needs(),
        frozenset({"supervisor"}),
        (need_to_know.calls_of_cases, calls_heard),
        (need_to_know.calls_served,),
    )
    return KeptClose("denver", need_to_know.needs() | properties().having("sensitive"), rules)


def test_which_calls_are_close_is_the_same_on_both_databases(database: Database, file_report: Any) -> None:
    close = filled(database)
    case = file_report(need="adult_abuse", call_id="case-1")
    assert case
    calls = [*CLOSE, "plain-1", "taken-1", "other-1"]

    def unread(role: Role, person: str) -> set[str]:
        with database.reading() as session:
            return set(close.unread_by(session, calls, Actor(person, role)))

    assert unread("officer", "officer-7") == {*CLOSE, "taken-1"}
    assert unread("call_taker", "taker-3") == set(CLOSE)
    assert unread("supervisor", "sam") == set()
    with database.reading() as session:
        held = session.query(CallRecord.call_id).where(CallRecord.agency == "denver", close.holds(CallRecord.call_id))
        assert {one for (one,) in held} == {*CLOSE, "taken-1"}


def test_every_need_whose_report_is_kept_close_makes_its_calls_so() -> None:
    assert {"dv_current", "sexual_assault", "child_abuse", "adult_abuse"} <= need_to_know.needs()
    assert submitted().need not in need_to_know.needs()


async def test_a_list_for_a_page_that_others_see_too_has_no_words_that_only_whoever_serves_the_caller_sees(
    casework: Any,
) -> None:
    """The live page is asked for once for all who look, by whoever came last."""
    first = await story(casework)
    await post(casework, f"handovers/{first}/done", "call_taker", outcome="helped")
    again = await hand_over(casework, "again", call_id="call-0001", need="dv_current")
    path = f"{AGENCY}/handovers"
    for query, words in (({}, "call [name] back"), ({"shared": "true"}, None)):
        found = (await casework.client.get(path, params=query, headers=who("call_taker"))).json()["handovers"]
        assert [(one["ticket"], one.get("wish")) for one in found] == [(again.json()["ticket"], words)]
    (whole,) = (await casework.client.get(path, params={"shared": "true"}, headers=who("supervisor"))).json()[
        "handovers"
    ]
    assert whole["wish"] == "call [name] back"
