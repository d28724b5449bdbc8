"""Figures of a period: counted by hand on a few calls, hand-overs and cases, at the edges of days and roles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from casework.call_backs.tables import CallBack
from casework.calls.tables import CallRecord, Handover
from casework.cases.tables import Case, StatusEvent
from casework.figures.counting import spread

BASE = "/v1/agencies/denver/figures"
NOON = datetime(2026, 11, 18, 19, 0, tzinfo=UTC)  # noon in Denver, a Wednesday


async def figures(casework: Any, first: str = "2026-11-18", last: str = "2026-11-18", role: str = "supervisor") -> Any:
    who = {"Civicline-Actor": "sam", "Civicline-Role": role}
    return await casework.client.get(BASE, params={"first": first, "last": last}, headers=who)


def store(casework: Any, *rows: Any) -> None:
    with casework.services.database.writing() as session:
        session.add_all(rows)


def call(name: str, at: datetime, **fields: Any) -> CallRecord:
    known = {
        "agency": "denver", "channel": "voice", "language": "en", "need": "towed_impound", "disposition": "transfer",
        "reason": "routed", "record": {"transfer": {"outcome": "connected"}},
    }  # fmt: skip
    return CallRecord(call_id=name, started_at=at, ended_at=at + timedelta(seconds=60), **(known | fields))


def handover(name: str, at: datetime, **fields: Any) -> Handover:
    known = {"agency": "denver", "channel": "voice", "reason": "asked_for_person", "facts": {}, "transcript": []}
    return Handover(ticket=name, call_id=name, created_at=at, **(known | fields))


async def test_calls_are_counted_by_the_agency_s_own_hours_and_days(casework) -> None:
    late = datetime(2026, 11, 19, 6, 30, tzinfo=UTC)  # 23:30 on the 18th in Denver
    nothing = {"disposition": "abandoned", "record": {}, "reason": None, "need": None}
    store(
        casework,
        call("one", NOON),
        call("two", late, channel="web", language="es", disposition="info", record={}),
        call("three", NOON, **nothing),
        call("next day", late + timedelta(hours=1)),
        call("elsewhere", NOON, agency="lakewood"),
    )
    calls = (await figures(casework)).json()["calls"]
    assert (calls["total"], calls["abandoned"], calls["contained"]) == (3, 1, 1)
    assert (calls["by_hour"], calls["by_weekday"]) == ({"12": 2, "23": 1}, {"2": 3})
    assert (calls["by_channel"], calls["by_language"]) == ({"voice": 2, "web": 1}, {"en": 2, "es": 1})
    assert (calls["transfers"], calls["lasted_s"]["median"]) == ({"connected": 1}, 60.0)
    assert calls["by_need"] == {"towed_impound": 2, "not_known": 1}


async def test_a_hand_over_is_answered_when_somebody_takes_it(casework) -> None:
    taken = {"claimed_by": "ana", "claimed_at": NOON + timedelta(seconds=30)}
    ended = taken | {"ended_at": NOON + timedelta(seconds=330), "ended_by": "ana", "outcome": "helped"}
    store(casework, handover("a", NOON), handover("b", NOON, **taken), handover("c", NOON, **ended))
    told = (await figures(casework)).json()["handovers"]
    assert (told["total"], told["taken"], told["by_outcome"]) == (3, 2, {"helped": 1})
    assert (told["answered_s"], told["handled_s"]["median"]) == (
        {"count": 2, "median": 30.0, "nine_of_ten": 30.0},
        300.0,
    )
    assert told["by_half_hour"] == {"2.24": 3}


async def test_time_in_a_stage_ends_when_the_case_leaves_it(casework) -> None:
    with casework.services.database.writing() as session:
        case = Case(
            agency="denver",
            need="theft_cold",
            stage="under_review",
            opened_at=NOON,
            updated_at=NOON,
            number="2026-1",
            pin_hash="-",
        )
        session.add(case)
        session.flush()
        session.add_all(
            StatusEvent(case_id=case.id, stage=stage, at=NOON + timedelta(hours=hours))
            for stage, hours in (("submitted", 0), ("under_review", 3))
        )
    cases = (await figures(casework)).json()["cases"]
    assert (cases["opened"], cases["open_now"]) == (1, {"under_review": 1})
    assert {stage: one["median"] for stage, one in cases["stage_hours"].items()} == {"submitted": 3.0}


@pytest.mark.parametrize("period", [("2026-11-19", "2026-11-18"), ("2026-01-01", "2026-12-31"), ("x", "2026-11-18")])
async def test_a_period_that_is_none_is_refused(casework, period: tuple[str, str]) -> None:
    assert (await figures(casework, *period)).status_code == 400


async def test_figures_are_for_supervisors(casework) -> None:
    assert (await figures(casework, role="call_taker")).status_code in (403, 409)


def test_median_and_ninth_decile_are_values_that_were_there() -> None:
    told = spread([float(n) for n in range(1, 11)])
    assert (told.median, told.nine_of_ten) == (5.0, 9.0)
    assert spread([]).median is None


async def test_who_waits_and_how_long_it_took_lately_is_told_without_a_name(casework) -> None:
    now = datetime.now(UTC)
    ago = lambda minutes: now - timedelta(minutes=minutes)  # noqa: E731
    store(
        casework,
        handover("waits", ago(1), channel="web"),
        handover("gave up", ago(30), channel="web"),
        handover("soon", ago(60), channel="web", claimed_at=ago(59), claimed_by="ana"),
        handover("later", ago(90), channel="web", claimed_at=ago(87), claimed_by="ana"),
        handover("long ago", ago(600), channel="web", claimed_at=ago(500), claimed_by="ana"),
        handover("by telephone", ago(60), claimed_at=ago(10), claimed_by="ana"),
        handover("elsewhere", ago(1), channel="web", agency="lakewood"),
    )
    answer = (await casework.client.get("/v1/agencies/denver/waits")).json()
    chats = answer["chats"]
    assert (chats["waiting"], chats["asked"], chats["answered"]) == (1, 3, 2)
    assert (chats["seconds"]["median"], chats["seconds"]["nine_of_ten"]) == (60.0, 180.0)
    assert answer["call_backs"] == {"waiting": 0, "asked": 0, "answered": 0, "seconds": {"count": 0}}


async def test_call_backs_that_were_done_tell_how_long_one_takes(casework) -> None:
    now = datetime.now(UTC)
    base = {"agency": "denver", "call_id": "c", "number": "7205550100", "best_time": "any_time"}
    store(
        casework,
        CallBack(id="open", created_at=now - timedelta(hours=1), **base),
        CallBack(
            id="done", created_at=now - timedelta(hours=5), done_at=now - timedelta(hours=3), outcome="reached", **base
        ),
        CallBack(id="old", created_at=now - timedelta(days=40), done_at=now, outcome="reached", **base),
    )
    told = (await casework.client.get("/v1/agencies/denver/waits")).json()["call_backs"]
    assert (told["waiting"], told["answered"], told["seconds"]["median"]) == (1, 1, 7200.0)
