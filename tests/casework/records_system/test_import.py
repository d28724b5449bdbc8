"""Updates of the records system are the truth: once, line by line, whatever arrives."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from agencies import load_agency
from casework.cases import changes, staff
from casework.cases.tables import Case
from casework.database import Database
from casework.intake.reports_of_cases import ReportsOfCases
from casework.notifications.contacts import save_contact
from casework.notifications.tables import NotificationEvent
from casework.records_system import importing
from casework.records_system.tables import ImportedUpdate
from casework.trail.actors import Actor
from casework.trail.tables import AuditEntry
from tests.casework.console import NOW

DENVER = load_agency("denver")
RMS, SUPERVISOR = Actor("rms", "records_system"), Actor("chief-1", "supervisor")


def take(database: Database, *updates: dict[str, Any] | bytes, now: datetime = NOW) -> importing.Result:
    lines = [(n, one if isinstance(one, bytes) else json.dumps(one).encode()) for n, one in enumerate(updates, 1)]
    result = importing.Result()
    importing.take_in(database, "denver", "rms", RMS, lines, now, result)
    return result


def change(update: str, **fields: Any) -> dict[str, Any]:
    return {"update": update, "at": NOW.isoformat(), **fields}


def the_case(database: Database, case_id: int) -> Case:
    with database.reading() as session:
        case = session.get(Case, case_id)
        session.expunge(case)
        return case


def test_updates_of_the_records_system_are_the_truth(database: Database, file_report: Callable[..., int]) -> None:
    with database.writing() as session:
        contact = save_contact(
            session, "denver", None, name=None, phone="+13035550199", email=None, language="en", wants=["sms"]
        )
    case = file_report(contact_id=contact)
    done = take(
        database,
        change("1", case=case, set_number="2026-417702", stage="recorded"),
        change("2", number="2026-417702", officer="badge-7", officer_name="Officer Alvarez"),
        change("3", number="2026417702", stage="charged", why="by the district attorney"),
        change("4", case=case, stage="closed_court_decided"),
    )
    assert (done.applied, done.refused) == (4, 0), done.problems
    found = the_case(database, case)
    assert (found.number, found.stage, found.assigned_to) == ("2026-417702", "closed_court_decided", "badge-7")
    assert found.closed_at == NOW
    with database.reading() as session:
        told = list(session.scalars(select(NotificationEvent.event).order_by(NotificationEvent.id)))
        trail = list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
    assert told == ["report_received", "number_issued", "officer_assigned", "charged", "closed_court_decided"]
    assert [entry.action for entry in trail] == ["submit", *["import"] * 4]
    assert trail[3].why == "by the district attorney"
    assert trail[3].details == {"source": "rms", "update": "3"}


def test_the_same_update_again_does_nothing_and_another_source_may_use_its_id(
    database: Database, file_report: Callable[..., int]
) -> None:
    case = file_report()
    one = change("1", case=case, set_number="2026-000417", stage="recorded")
    assert take(database, one, one).applied == 1
    assert take(database, one).already == 1
    result = importing.Result()
    lines = [(1, json.dumps(change("1", case=case, stage="allocated")).encode())]
    importing.take_in(database, "denver", "cad", RMS, lines, NOW, result)
    assert result.applied == 1
    with database.reading() as session:
        assert len(session.scalars(select(ImportedUpdate)).all()) == 2


def test_a_bad_line_is_told_by_its_number_and_hinders_no_other(
    database: Database, file_report: Callable[..., int]
) -> None:
    case, numbered = file_report(), file_report()
    done = take(
        database,
        b"not json",
        b'{"update": "x"}',
        b"[1, 2]",
        change("a", number="2026-999999", stage="recorded"),
        change("b", case=case, stage="recorded"),
        change("c", case=case, stage="nowhere", set_number="2026-000001"),
        change("d", case=numbered, set_number="2026-000001"),
        change("e", case=case, set_number="2026-000001"),
        change("f", case=case, officer="Ada Lovelace"),
        change("g", case=case, at="2030-01-01T00:00:00Z", officer="badge-1"),
        b'{"update": "h", "case": 1, "at": "2026-11-20T18:00:00Z", "why": "' + b"x" * 9000 + b'"}',
        b"\xff\xfe",
        change("i", case=case, officer="badge-9"),
    )
    assert (done.lines, done.applied, done.refused) == (13, 2, 11)
    said = {problem["line"]: problem["problem"] for problem in done.problems}
    assert said[1].startswith("This is not one JSON object")
    assert said[4] == "This agency has no such case."
    assert said[5] == "The case has no official number yet; send set_number with it."
    assert "leads to one of" in said[6]
    assert said[8] == "Another case of this agency has that number; look it up, or merge the two."
    assert said[10] == "at lies in the future."
    assert "Lovelace" not in str(done.problems)
    assert the_case(database, case).assigned_to == "badge-9"


def test_an_older_update_does_not_undo_a_newer_one(database: Database, file_report: Callable[..., int]) -> None:
    case = file_report()
    take(database, change("2", case=case, set_number="2026-000001", stage="charged"))
    old = (NOW - timedelta(days=1)).isoformat()
    done = take(database, change("1", case=case, stage="allocated") | {"at": old})
    assert (done.applied, done.late, done.refused) == (1, 1, 0)
    assert the_case(database, case).stage == "charged"
    with database.reading() as session:
        history = [(one.stage, one.at) for one in session.get_one(Case, case).events]
    assert ("allocated", NOW - timedelta(days=1)) in history, "what was late is kept where it belongs"


def test_an_older_line_never_overwrites_a_newer_officer(database: Database, file_report: Callable[..., int]) -> None:
    case = file_report()
    take(database, change("2", case=case, officer="new-officer"))
    old = (NOW - timedelta(days=1)).isoformat()
    take(database, change("1", case=case, officer="old-officer", officer_name="Officer Old") | {"at": old})
    assert the_case(database, case).assigned_to == "new-officer"
    hour = timedelta(hours=1)
    with database.writing() as session:
        staff.assign(
            session,
            session.get_one(Case, case),
            SUPERVISOR,
            NOW + hour,
            officer="here",
            officer_name=None,
            queue=None,
            why=None,
        )
    take(
        database,
        change("3", case=case, officer="rms-officer") | {"at": (NOW + hour / 2).isoformat()},
        now=NOW + 2 * hour,
    )
    assert the_case(database, case).assigned_to == "here", "what was done here since is newer"


def test_a_nightly_batch_is_not_refused_because_somebody_was_assigned_here(
    database: Database, file_report: Callable[..., int]
) -> None:
    case = file_report(at=NOW - timedelta(days=2))
    with database.writing() as session:
        held = session.get_one(Case, case)
        staff.assign(session, held, SUPERVISOR, NOW, officer="here", officer_name=None, queue=None, why=None)
    at = (NOW - timedelta(hours=8)).isoformat()
    done = take(database, change("1", case=case, set_number="2026-000001", stage="charged") | {"at": at})
    assert (done.applied, done.late) == (1, 0)
    assert (the_case(database, case).stage, the_case(database, case).assigned_to) == ("charged", "here")


def test_lines_of_one_file_in_any_order_give_the_same(database: Database, file_report: Callable[..., int]) -> None:
    first, second = file_report(at=NOW - timedelta(days=9)), file_report(at=NOW - timedelta(days=9))
    stages = ["recorded", "allocated", "charged"]
    for case, order in ((first, (0, 1, 2)), (second, (2, 0, 1))):
        take(
            database,
            change(f"{case} n", case=case, set_number=f"2026-{case:06d}")
            | {"at": (NOW - timedelta(days=8)).isoformat()},
        )
        lines = [
            change(f"{case} {n}", case=case, stage=stages[n], officer=f"officer-{n}")
            | {"at": (NOW - timedelta(days=5 - n)).isoformat()}
            for n in order
        ]
        take(database, *lines)
    assert the_case(database, first).stage == the_case(database, second).stage == "charged"
    assert the_case(database, first).assigned_to == the_case(database, second).assigned_to == "officer-2"


def test_a_merged_case_is_not_woken_by_an_update(database: Database, file_report: Callable[..., int]) -> None:
    first, second = file_report(), file_report()
    with database.writing() as session:
        case = changes.held(session, second)
        staff.do(session, DENVER, case, SUPERVISOR, staff.Asked("merge", into=first), NOW, ReportsOfCases())
    assert take(database, change("1", case=second, set_number="2026-000001", stage="charged")).refused == 1


def test_a_case_that_had_gone_elsewhere_is_the_agency_s_again_when_the_records_system_says_so(
    database: Database, file_report: Callable[..., int]
) -> None:
    """Else its person would be told for ever that somebody else has it."""
    case = file_report()
    with database.writing() as session:
        held, asked = changes.held(session, case), staff.Asked("redirect", destination="general_line")
        staff.do(session, DENVER, held, SUPERVISOR, asked, NOW, ReportsOfCases())
    assert the_case(database, case).redirected_to == "general_line"
    take(database, change("1", case=case, set_number="2026-417702", stage="under_investigation"))
    found = the_case(database, case)
    assert (found.stage, found.redirected_to) == ("under_investigation", None)


def test_a_case_of_another_agency_is_not_touched(database: Database, file_report: Callable[..., int]) -> None:
    case = file_report(agency="boulder")
    assert (
        take(database, change("1", case=case, officer="badge-1")).problems[0]["problem"]
        == "This agency has no such case."
    )


async def test_an_import_arrives_in_pieces_however_they_are_cut(console) -> None:
    cases = [console.file() for _ in range(3)]
    at = datetime.now(UTC).isoformat()
    lines = [
        json.dumps({"update": f"u{n}", "case": cases[n % 3], "at": at, "officer": f"badge-{n}"}) for n in range(1_200)
    ]
    body = ("\n".join(lines) + "\n\nnot json").encode()

    async def pieces() -> Any:
        for start in range(0, len(body), 777):
            yield body[start : start + 777]

    answer = await console.casework.client.post(
        "/v1/agencies/denver/imports?source=rms", content=pieces(), headers=console.who("records_system", "rms")
    )
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert {name: told[name] for name in ("lines", "applied", "already", "refused")} == {
        "lines": 1_201,
        "applied": 1_200,
        "already": 0,
        "refused": 1,
    }
    assert told["problems"][0]["line"] == 1_202
    assert console.case(cases[2]).assigned_to == "badge-1199"
    again = await console.casework.client.post(
        "/v1/agencies/denver/imports?source=rms", content=body, headers=console.who("records_system", "rms")
    )
    assert again.json()["already"] == 1_200


async def test_only_the_records_system_sends_updates(console) -> None:
    answer = await console.casework.client.post(
        "/v1/agencies/denver/imports?source=rms", content=b"{}", headers=console.who("officer")
    )
    assert answer.status_code == 403
    nameless = await console.casework.client.post(
        "/v1/agencies/denver/imports", content=b"{}", headers=console.who("records_system", "rms")
    )
    assert nameless.status_code == 400
    assert "source" in nameless.json()["error"]["message"]


def test_a_line_that_never_ends_does_not_fill_the_memory() -> None:
    lines = importing.Lines()
    for _ in range(100):
        assert lines.feed(b"x" * 65_536) == []
    assert len(lines._rest) <= importing.LONGEST_LINE + 1
    ((number, text),) = lines.feed(b"\n")
    assert (number, len(text) > importing.LONGEST_LINE) == (1, True)
