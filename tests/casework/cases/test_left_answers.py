"""Who answers an officer and never hands it in has answered all the same: it comes to the case by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from casework.cases import messages as case_messages
from casework.intake.tables import Report
from casework.retention import delete_expired
from casework.trail.tables import AuditEntry
from tests.casework.cases.moving import filed
from tests.casework.console import Console

ASKED = {"questions": ["what_happened", "where"]}


def sweep(console: Console, days: float) -> dict[str, int]:
    services = console.casework.services
    now = datetime.now(UTC) + timedelta(days=days)
    return delete_expired(services.database, services.directory, now, services.var)


async def messages(console: Console, case: int) -> list[str]:
    return [one["text"] for one in (await console.get(f"/cases/{case}/messages")).json()["messages"]]


async def test_all_that_was_asked_comes_to_the_case_after_a_day_and_it_goes_on(console: Console) -> None:
    person, case = await filed(console)
    await console.move(case, "ask_more", note="What colour is it?")
    await person.answer("officer_asks", "blue")
    sweep(console, days=0.5)
    assert console.case(case).stage == "more_wanted", "its person may come back to it today"
    assert sweep(console, days=1.1)["answers handed in that were left"] == 1
    now = console.case(case)
    assert now.stage == "under_review"
    assert now.answers["officer_asks"] == [{"asked": "What colour is it?", "answer": "blue"}]
    assert _who_answered(console, case) == "system", "nobody else handed it in"
    assert (await person.post("submit", turn="at last"))["say"].startswith("Thank you"), (
        "who comes back is not turned away"
    )


async def test_a_part_of_it_waits_a_week_for_the_rest(console: Console) -> None:
    person, case = await filed(console)
    await console.move(case, "ask_more", **ASKED)
    await person.answer("what_happened", "a folding lock was cut")
    sweep(console, days=6)
    assert console.case(case).stage == "more_wanted"
    sweep(console, days=8)
    assert console.case(case).stage == "under_review"
    assert console.case(case).answers["what_happened"] == "a folding lock was cut"


async def test_a_case_is_not_closed_for_want_of_an_answer_that_was_given(console: Console) -> None:
    person, case = await filed(console)
    await console.move(case, "ask_more", **ASKED)
    silent, nobody = await filed(console, key="another person")
    await console.move(nobody, "ask_more", **ASKED)
    await person.answer("what_happened", "a folding lock was cut")
    _said_at(console, person.report, days=60.5)  # the day before the end
    sweep(console, days=61)
    assert (console.case(case).stage, console.case(nobody).stage) == ("under_review", "closed_no_answer")
    assert silent.report != person.report


async def test_what_was_answered_before_the_officer_closed_the_case_is_a_message_to_be_read(console: Console) -> None:
    person, case = await filed(console)
    await console.move(case, "ask_more", note="What colour is it?")
    await person.answer("officer_asks", "blue")
    await console.move(case, "close", reason="resolved")
    for _ in range(2):
        sweep(console, days=2)
    assert await messages(console, case) == ["What colour is it?: blue"], "once"
    assert console.case(case).stage == "closed_resolved"


async def test_a_report_whose_case_takes_no_more_messages_holds_up_no_other_and_is_tried_once(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    full, ended = await filed(console)
    person, case = await filed(console, key="another person")
    for asked, its in ((full, ended), (person, case)):
        await console.move(its, "ask_more", note="What colour is it?")
        await asked.answer("officer_asks", "blue")
    await console.move(ended, "close", reason="resolved")
    monkeypatch.setattr(case_messages, "MOST_OF_A_CASE", 0)
    assert sweep(console, days=2)["answers handed in that were left"] == 1
    assert console.case(case).stage == "under_review"
    with console.casework.services.database.reading() as session:
        assert session.get_one(Report, full.report).state == "submitted", "or it came again with every run"


async def test_a_message_with_other_words_under_its_key_stops_no_retention(console: Console) -> None:
    person, case = await filed(console)
    await console.move(case, "ask_more", note="What colour is it?")
    await person.answer("officer_asks", "blue")
    await console.move(case, "close", reason="resolved")
    sweep(console, days=2)
    with console.casework.services.database.writing() as session:
        row = session.get_one(Report, person.report)
        row.state, row.note = "reopened", "Which colour is it?"
    sweep(console, days=4)
    assert await messages(console, case) == ["What colour is it?: blue"]


async def _correct(console: Console, case: int, question: str, value: str) -> None:
    done = await console.post(f"/cases/{case}/corrections", question=question, value=value, why="its person rang us")
    assert done.status_code == 204, done.text


async def test_what_the_agency_corrected_stays_corrected_when_answers_come_in(console: Console) -> None:
    person, case = await filed(console)
    await _correct(console, case, "where", "999 Broadway")
    await console.move(case, "ask_more", note="What colour is it?")
    await person.answer("officer_asks", "blue")
    sweep(console, days=2)
    now = console.case(case)
    assert (now.answers["where"], now.place) == ("999 Broadway", "999 Broadway")
    assert now.answers["officer_asks"] == [{"asked": "What colour is it?", "answer": "blue"}]


async def test_what_its_person_says_anew_is_not_what_was_corrected(console: Console) -> None:
    person, case = await filed(console)
    await _correct(console, case, "what_happened", "two bicycles are gone")
    await console.move(case, "ask_more", **ASKED)
    await person.answer("what_happened", "it was three bicycles")
    sweep(console, days=8)
    assert console.case(case).answers["what_happened"] == "it was three bicycles"


async def test_late_answers_that_are_with_the_case_are_not_brought_a_second_time(console: Console) -> None:
    person, case = await filed(console)
    await console.move(case, "ask_more", **ASKED)
    await console.move(case, "stop_asking")
    await person.answer("what_happened", "a folding lock was cut")
    await _correct(console, case, "what_happened", "a chain was cut")
    updated = console.case(case).updated_at
    sweep(console, days=8)
    now = console.case(case)
    assert (now.answers["what_happened"], now.updated_at) == ("a chain was cut", updated)


async def test_who_has_not_answered_is_waited_for(console: Console) -> None:
    _, case = await filed(console)
    await console.move(case, "ask_more", note="What colour is it?")
    assert "answers handed in that were left" not in sweep(console, days=30)
    assert console.case(case).stage == "more_wanted"


def _who_answered(console: Console, case: int) -> str:
    with console.casework.services.database.reading() as session:
        entry = session.query(AuditEntry).filter_by(case_id=case, action="answer").one()
        found: Any = entry.actor_role
        return str(found)


def _said_at(console: Console, report: str, days: float) -> None:
    with console.casework.services.database.writing() as session:
        row = session.get(Report, report)
        assert row is not None
        row.updated_at = datetime.now(UTC) + timedelta(days=days)
