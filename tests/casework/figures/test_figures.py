"""Figures of a period: counted by hand on a few calls, hand-overs and cases, at the edges of days and roles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from casework.call_backs.tables import CallBack
from casework.calls.tables import CallRecord, CallSurvey, Handover
from casework.cases.tables import Case, StatusEvent
from casework.figures.counting import spread
from casework.reviews.tables import LoggedTurn

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


async def test_emergencies_and_calls_in_which_danger_was_asked_about_are_counted_once_each(casework) -> None:
    def turn(call_id: str, n: int, *, ask: bool) -> LoggedTurn:
        return LoggedTurn(
            call_id=call_id, n=n, agency="denver", at=NOON, channel="voice", language="en", text="x", intent="noise_ongoing",
            understood={"danger": {"ask": ask}}, score=0.1, reasons=[], state="open",
        )  # fmt: skip

    store(casework, call("one", NOON, disposition="911"), call("two", NOON), call("before", NOON - timedelta(days=1)))
    store(casework, turn("one", 1, ask=True), turn("one", 2, ask=True), turn("two", 1, ask=False))
    store(casework, turn("before", 1, ask=True))
    calls = (await figures(casework)).json()["calls"]
    assert (calls["emergencies"], calls["asked_about_danger"]) == (1, 1)


async def test_what_callers_said_afterwards_is_counted_with_the_period_of_their_call(casework) -> None:
    def said(name: str, *, helped: bool, agency: str = "denver") -> CallSurvey:
        return CallSurvey(call_id=name, agency=agency, at=NOON + timedelta(days=3), helped=helped)

    store(casework, *(call(name, NOON) for name in ("one", "two", "three", "silent")))
    store(casework, said("one", helped=True), said("two", helped=True), said("three", helped=False))
    store(
        casework, call("before", NOON - timedelta(days=1)), said("before", helped=False), said("no-record", helped=True)
    )
    assert (await figures(casework)).json()["calls"]["helped"] == {"yes": 2, "no": 1}


async def test_time_to_the_right_place_goes_from_the_beginning_of_the_call_to_the_hand_over(casework) -> None:
    store(casework, call("one", NOON), call("two", NOON))
    store(casework, handover("one", NOON + timedelta(seconds=40)), handover("two", NOON + timedelta(seconds=90)))
    there = (await figures(casework)).json()["handovers"]["there_s"]
    assert (there["count"], there["median"], there["nine_of_ten"]) == (2, 40.0, 90.0)


@pytest.mark.parametrize(
    ("hours", "need", "where", "again"),
    [(47, "noise_ongoing", "14th & Pearl", 1), (49, "noise_ongoing", "14th & Pearl", 0), (2, "graffiti", "14th & Pearl", 0),
     (2, "noise_ongoing", "9th & Corona", 0), (2, "noise_ongoing", "", 0)],
)  # fmt: skip
async def test_the_same_need_at_the_same_place_within_two_days_is_the_same_again(
    casework, hours: int, need: str, where: str, again: int
) -> None:
    store(
        casework,
        handover("first", NOON - timedelta(hours=hours), need="noise_ongoing", facts={"where": "14th Ave & Pearl St"}),
        handover("second", NOON, need=need, facts={"where": where}),
        handover("third", NOON, need="theft_cold"),
    )
    assert (await figures(casework)).json()["handovers"]["again"] == again


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


async def test_what_was_over_before_anybody_took_it_was_answered_by_nobody(casework) -> None:
    gone, late = NOON + timedelta(seconds=90), NOON + timedelta(hours=20)
    closed = {"claimed_by": "ana", "claimed_at": late, "ended_at": late, "ended_by": "ana", "outcome": "gone"}
    store(
        casework,
        handover("nobody", NOON, gone_at=gone),
        handover("later", NOON, gone_at=gone, **closed),
        handover("in time", NOON, gone_at=gone, claimed_by="ana", claimed_at=NOON + timedelta(seconds=30)),
    )
    told = (await figures(casework)).json()["handovers"]
    assert (told["total"], told["taken"], told["missed"], told["by_outcome"]) == (3, 1, 2, {"gone": 1})
    assert (told["answered_s"]["median"], told["handled_s"]["count"]) == (30.0, 0)


async def test_who_waits_and_how_long_it_took_lately_is_told_without_a_name(casework) -> None:
    now = datetime.now(UTC)
    ago = lambda minutes: now - timedelta(minutes=minutes)  # noqa: E731
    store(
        casework,
        handover("waits", ago(1), channel="web"),
        handover("gave up", ago(30), channel="web"),
        handover("left", ago(2), channel="web", gone_at=ago(1)),
        handover("read too late", ago(40), channel="web", gone_at=ago(38), claimed_at=ago(3), claimed_by="ana"),
        handover("soon", ago(60), channel="web", claimed_at=ago(59), claimed_by="ana"),
        handover("later", ago(90), channel="web", claimed_at=ago(87), claimed_by="ana"),
        handover("long ago", ago(600), channel="web", claimed_at=ago(500), claimed_by="ana"),
        handover("by telephone", ago(60), claimed_at=ago(10), claimed_by="ana"),
        handover("elsewhere", ago(1), channel="web", agency="lakewood"),
    )
    answer = (await casework.client.get("/v1/agencies/denver/waits")).json()
    chats = answer["chats"]
    assert (chats["waiting"], chats["asked"], chats["answered"]) == (1, 5, 2)
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
