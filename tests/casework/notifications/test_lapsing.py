"""What waits and is not true any more is not sent; the important goes first; limits hold with workers side by side; one switch for all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from agencies.messages.values import EVENTS
from casework.cases.machine import life
from casework.errors import BadRequest, MoveRefused
from casework.migrate import downgrade
from casework.notifications import lapsing, leases, switch
from casework.notifications.claiming import Claiming
from casework.notifications.given import checked
from casework.trail.actors import Actor
from tests.casework.conftest import trail
from tests.casework.console import Console
from tests.casework.notifications.conftest import NOON, Told

EVENING = datetime(2026, 11, 21, 5, tzinfo=UTC)  # ten o'clock at night in Denver
SUPERVISOR = Actor("lead-2", "supervisor")
ROOM = {"per_hour": 50, "per_day": 200, "urgent_per_hour": 50}


def night(told: Told, *events: str, case: int = 7, **fields: Any) -> int:
    """These happen one after the other at night, when nothing goes; then it is morning."""
    told.now = EVENING
    person = told.person(**fields)
    for event in events:
        values = (
            {"when": "2026-11-24T15:00:00-07:00"} if "when" in EVENTS[event] else {"destination": "the Aurora Police"}
        )
        told.tell(event, person, key=f"{event} {len(told.events())}", case_id=case, values=values)
        told.plan()
    told.wait(hours=11)
    return person


def went(told: Told) -> list[str]:
    return [row.template for row in told.rows() if row.state == "delivered" or row.sent_at]


def test_of_an_evening_of_changes_only_the_newest_stage_is_told(make_told: Callable[..., Told]) -> None:
    told = make_told(per_person=ROOM, follow_ups=[])
    night(told, "report_received", "under_review", "more_wanted", "under_review", "closed_no_leads")
    assert told.deliver() == 1
    assert went(told) == ["closed_no_leads"]
    assert {row.error for row in told.rows() if row.state == "skipped"} == {
        "replaced by under_review", "replaced by more_wanted", "replaced by closed_no_leads",
    }  # fmt: skip


def test_of_a_withdrawn_case_nothing_else_is_told(make_told: Callable[..., Told]) -> None:
    told = make_told(per_person=ROOM)
    night(
        told,
        "report_received",
        "appointment_made",
        "closed_resolved",
        "reopened",
        "closed_withdrawn",
        wants=["sms", "email"],
    )
    told.deliver()
    told.wait(days=10)
    told.deliver()
    assert set(went(told)) == {"closed_withdrawn"}, "neither the appointment nor the survey"


def test_a_question_that_was_taken_back_is_not_asked_any_more(make_told: Callable[..., Told]) -> None:
    told = make_told(per_person=ROOM)
    night(told, "more_wanted", "under_review", frequency="important")
    assert told.deliver() == 0, "being read is told to nobody who wants only what matters, but nothing is wanted now"


def test_a_receipt_stays_for_whoever_is_not_told_the_next_stage(make_told: Callable[..., Told]) -> None:
    told = make_told(per_person=ROOM)
    night(told, "report_received", "under_review", frequency="important")
    told.deliver()
    assert went(told) == ["report_received"]


def test_another_case_of_the_same_person_is_not_touched(make_told: Callable[..., Told]) -> None:
    told = make_told(per_person=ROOM)
    told.now = EVENING
    person = told.person()
    for case in (7, 8):
        told.tell("report_received", person, case_id=case)
    told.tell("closed_withdrawn", person, case_id=8)
    told.plan()
    told.wait(hours=11)
    told.deliver()
    assert sorted(went(told)) == ["closed_withdrawn", "report_received"]


def test_what_names_a_time_is_not_sent_after_it(make_told: Callable[..., Told]) -> None:
    told = make_told(per_person=ROOM)
    told.tell(
        "appointment_reminder", told.person(), case_id=7, values={"when": (NOON + timedelta(hours=1)).isoformat()}
    )
    told.plan()
    told.wait(hours=2)
    assert told.deliver() == 0
    assert (told.row().state, told.row().error) == ("skipped", "too late to be of use")


def test_an_agency_says_how_long_an_event_is_of_use(make_told: Callable[..., Told]) -> None:
    told = make_told(per_person=ROOM, events={"under_review": {"useful_hours": 1}})
    told.tell("under_review", told.person(), case_id=7)
    told.plan()
    told.wait(hours=2)
    assert told.deliver() == 0


def test_the_important_goes_first_and_has_a_place_kept(make_told: Callable[..., Told]) -> None:
    told = make_told(per_person={"per_hour": 3, "per_day": 50, "urgent_per_hour": 6})
    person = told.person()
    for case in range(4):
        told.tell("under_review", person, case_id=case + 1)
        told.wait(seconds=1)
    told.tell("appointment_made", person, case_id=9, values={"when": "2026-11-24T15:00:00-07:00"})
    assert told.deliver() == 2
    assert sorted(went(told)) == ["appointment_made", "under_review"]
    told.tell("closed_no_leads", person, case_id=10)
    assert told.deliver() == 1, "the last place of the hour was for what is important"


def test_a_code_that_somebody_asks_for_does_not_wait_behind_other_messages(make_told: Callable[..., Told]) -> None:
    told = make_told(per_person={"per_hour": 2, "per_day": 50, "urgent_per_hour": 2, "asked_per_hour": 3})
    person = told.person()
    for draft in range(4):
        told.tell("code_issued", person, report_id=f"draft-{draft}", values={"code": "40417"})
    assert told.deliver() == 2, "the third urgent one waits"
    told.tell("one_time_code", person, case_id=7, values={"once": "417702"})
    assert told.deliver() == 1, "whoever asks for a code has it at once"
    told.wait(hours=1, seconds=5)
    told.deliver()
    for case in range(4):
        told.tell("one_time_code", person, case_id=case + 1, values={"once": "417702"})
    assert told.deliver() == 3, "and has a limit of their own, or a stranger's telephone could be filled"


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_limit_holds_for_workers_side_by_side(
    make_told: Callable[..., Told], request: pytest.FixtureRequest, kind: str
) -> None:
    url = (
        request.getfixturevalue("postgres_url").replace("postgresql:", "postgresql+psycopg:")
        if kind != "sqlite"
        else None
    )
    if url:
        request.addfinalizer(lambda: downgrade(told.notifier.database.engine, "base"))
    told = make_told(url, per_person={"per_hour": 4, "per_day": 50, "urgent_per_hour": 6})
    person = told.person()
    for case in range(12):
        told.tell("number_issued", person, case_id=case + 1)
    told.plan()
    with told.notifier.database.writing() as session:
        parts = [leases.hand_out(session, told.now, 3, timedelta(seconds=180)) for _ in range(4)]
    claimed, ready = [], threading.Barrier(4)

    def claim(token: str, ids: list[str]) -> None:
        ready.wait(10)
        with told.notifier.database.writing() as session:  # claimed and being sent; nothing is sent yet
            claimed.extend(Claiming(session, told.notifier.planner, token, told.now, timedelta(seconds=180)).jobs(ids))

    threads = [threading.Thread(target=claim, args=part) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == 4


def test_one_switch_stops_everything_and_what_is_of_use_goes_afterwards(make_told: Callable[..., Told]) -> None:
    told = make_told(per_person=ROOM)
    person = told.person()
    told.tell("report_received", person, case_id=7)
    told.tell("code_issued", person, report_id="draft", values={"code": "40417"})
    told.plan()
    handed = told.hand_out()
    turn(told, False)
    assert told.deliverer.deliver(*handed) == 0, "also what was handed to a worker before"
    assert told.deliver() == 0
    turn(told, True)
    assert told.deliver() == 2


def turn(told: Told, on: bool, actor: Actor = SUPERVISOR) -> None:
    with told.notifier.database.writing() as session:
        switch.turn(session, "denver", on, "a mistake in a template", actor, told.now)


def test_only_a_supervisor_turns_the_switch(told: Told) -> None:
    with pytest.raises(MoveRefused):
        turn(told, False, Actor("officer-7", "officer"))


async def test_the_switch_over_http_stands_in_the_trail(casework: Any, console: Console) -> None:
    off = await console.post("/notifications/switch", "supervisor", on=False, why="a mistake in a template")
    assert off.status_code == 200
    assert (await console.get("/notifications/summary", "supervisor")).json()["on"] is False
    assert ("messages_off", "officer-7", "supervisor", {"why": "a mistake in a template"}) in trail(casework)


@pytest.mark.parametrize(
    "when", ["not a time", "", "1999-12-31T10:00:00-07:00", "2026-11-24", "2046-01-01T10:00:00Z", "tomorrow"]
)
def test_an_appointment_is_at_a_time_that_is_one(told: Told, when: str) -> None:
    zone = told.notifier.planner.directory.get("denver").info.zone
    with pytest.raises(BadRequest):
        checked("appointment_made", {"when": when}, zone, NOON)
    with pytest.raises(BadRequest):
        checked("appointment_made", {}, zone, NOON)
    assert checked("appointment_made", {"when": "2026-11-24T15:00"}, zone, NOON) == {
        "when": "2026-11-24T15:00:00-07:00"
    }


async def test_a_notice_without_its_time_is_refused_to_the_officer(console: Console) -> None:
    case = console.file()
    for values in ({}, {"when": "not a time"}, {"when": "1999-01-01T10:00:00Z"}):
        answer = await console.post(f"/cases/{case}/notices", event="appointment_made", values=values)
        assert answer.status_code == 400
        assert "when" in answer.json()["error"]["message"]


def test_every_stage_that_tells_is_among_those_that_replace() -> None:
    told = {stage.event for stage in life().all_stages.values()} | {move.event for move in life().moves.values()}
    assert told - {None} <= lapsing.rules().stages
